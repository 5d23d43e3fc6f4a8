//! From the page straight to a relay: its key stays where it belongs, and a silence is told apart and answered.

use crate::harness::{Desk, Receiver, Reply};

/// It must be found nowhere but in the header in which it goes along.
const KEY: &str = "k3y-that-nobody-may-find";
const PHRASE: &str = "correct horse battery";

#[tokio::test]
async fn a_key_is_found_nowhere_but_in_its_header() {
    let receiver = Receiver::start(|_| Reply::Take);
    let mut desk = Desk::open().await;
    desk.bring_list(3).await;
    desk.choose_relay("A relay that you describe").await;
    desk.sees("The address should begin with https").await;
    desk.fill("Address", &format!("{}/send?stream=news", receiver.address())).await;
    desk.fill("Further headers", "X-Team: news").await;
    desk.sees("The relay needs a key").await;
    desk.fill("Key", KEY).await;
    desk.sees("This tab has the key").await;
    desk.click("button", "Show the request of one letter").await;
    desk.sees("POST http://127.0.0.1").await;
    desk.sees("X-Team: news").await;
    desk.until("the dry run shows no key", &format!("!everything().includes({KEY:?})")).await;
    desk.is_accessible("a relay of one's own").await;
    desk.keep_picture("own-relay").await;
    desk.click("button", "Send the test").await;
    desk.sees("Taken:").await;
    desk.click("button", "Hand over 3 letters…").await;
    desk.click("button", "Hand over").await;
    desk.accepted(3).await;
    let posted = receiver.posted();
    assert_eq!(posted.len(), 4, "the test, and a letter each");
    assert!(posted.iter().all(|post| post.headers["authorization"] == format!("Bearer {KEY}")));
    assert!(posted.iter().all(|post| post.path == "/send?stream=news" && post.headers["x-team"] == "news"));
    let html = |post: &crate::harness::Posted| post.body["html"].as_str().unwrap_or_default().to_owned();
    assert!(posted.iter().any(|post| html(post).contains("Hello P2")), "{:?}", posted[1].body);
    assert!(!desk.all_traces().await.contains(KEY), "the key is kept, though nobody asked for that");

    // Kept on the user's word, and only encrypted.
    desk.click("tab", "Plan").await;
    desk.fill("Passphrase, to keep the key here", PHRASE).await;
    desk.click("button", "Keep it encrypted").await;
    desk.sees("The key is kept, encrypted").await;
    let traces = desk.all_traces().await;
    assert!(traces.contains("key:own "), "{traces}");
    assert!(!traces.contains(KEY) && !traces.contains(PHRASE), "the key can be read");
    desk.click("label", "Export files.*").await;
    desk.click("button", "Export 3 letters").await;
    let exported = std::fs::read(desk.downloaded("zip").await).unwrap();
    assert!(!exported.windows(KEY.len()).any(|part| part == KEY.as_bytes()), "the export has the key");

    desk.come_back().await;
    desk.visit("send").await;
    desk.click("label", "Hand to relay.*").await;
    desk.sees("The relay needs a key").await;
    desk.fill("Passphrase", "another phrase").await;
    desk.click("button", "Open the key").await;
    desk.sees("This is not the passphrase").await;
    desk.fill("Passphrase", PHRASE).await;
    desk.click("button", "Open the key").await;
    desk.sees("This tab has the key").await;
    desk.click("button", "Forget the kept key").await;
    desk.sees("The kept key is gone").await;
    assert!(!desk.all_traces().await.contains("key:own "));
    desk.leave().await;
}

/// Four silences that a browser calls by one name.
#[tokio::test]
async fn silences_are_told_apart_and_answered() {
    let servers_only = Receiver::for_servers_only();
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let dead = format!("http://{}", nobody.local_addr().unwrap());
    drop(nobody);
    let desk = Desk::open().await;
    desk.bring_list(3).await;
    desk.choose_relay("Mailpit").await;
    for (address, why, todo) in [
        (servers_only.address(), "does not let this page read its answers (CORS)", "Set it up to allow"),
        (dead, "Nothing answers at", "Look whether it runs"),
        ("http://mail.example".to_owned(), "unencrypted", "Use its https address"),
    ] {
        desk.fill("Address", &address).await;
        desk.click("button", "Send the test").await;
        desk.sees(why).await;
        desk.sees(todo).await;
    }
    assert!(servers_only.posted().is_empty(), "a page that is not allowed sends nothing");
    desk.is_accessible("a relay that does not answer").await;
    desk.keep_picture("no-answer").await;
    desk.leave().await;
}
