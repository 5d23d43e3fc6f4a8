//! Explain with more than one answer: a log and a zip counted, filtered, listed; the policies; links from elsewhere.

use crate::harness::Desk;

/// Four answers to three readers: two addresses that are gone, one mailbox that was full twice.
const LOG: &str = "\
Mar  4 14:21:16 mx postfix/smtp[3]: A: to=<ann@gmail.com>, relay=gmail-smtp-in.l.google.com[192.0.2.1]:25, delay=1, dsn=5.1.1, status=bounced (host x said: 550 5.1.1 no such user)
Mar  4 14:21:17 mx postfix/smtp[3]: B: to=<bob@example.org>, relay=mx.example.org[192.0.2.1]:25, delay=1, dsn=4.2.2, status=deferred (host x said: 452 4.2.2 Mailbox full)
Mar 11 14:21:17 mx postfix/smtp[3]: C: to=<bob@example.org>, relay=mx.example.org[192.0.2.1]:25, delay=1, dsn=4.2.2, status=deferred (host x said: 452 4.2.2 Mailbox full)
Mar 11 14:21:18 mx postfix/smtp[3]: D: to=<eve@example.org>, relay=mx.example.org[192.0.2.1]:25, delay=1, dsn=5.1.1, status=bounced (host x said: 550 5.1.1 no such user)
";

#[tokio::test]
async fn a_batch_is_counted_filtered_and_suppressed() {
    let desk = Desk::open().await;
    desk.visit("explain").await;
    desk.click("tab", "Batch").await;
    desk.sees("Nothing to count yet").await;
    desk.is_accessible("an empty batch").await;
    desk.give_file(&desk.file("mail.log", LOG.as_bytes())).await;
    desk.until("the file is explained", "document.querySelector('.choose, .verdict') !== null").await;
    desk.click("tab", "Batch").await;
    desk.sees("4 answers came back").await;
    desk.sees("By domain").await;
    desk.until("every answer is there", "document.querySelectorAll('.table tbody tr').length === 4").await;
    desk.is_accessible("a batch").await;
    desk.keep_picture("batch").await;
    desk.look(390, 844, "dark").await;
    desk.is_accessible("a batch on a phone, dark").await;
    desk.keep_picture("batch-phone").await;
    desk.look(1440, 900, "light").await;
    desk.click("button", "Retry later 2").await;
    desk.until("the filter leaves two", "document.querySelectorAll('.table tbody tr').length === 2").await;
    desk.click("button", "All 4").await;
    desk.fill("Search the answers", "ann@").await;
    desk.until("the search leaves one", "document.querySelectorAll('.table tbody tr').length === 1").await;
    desk.click("button", "List to suppress").await;
    let list = std::fs::read_to_string(desk.downloaded("csv").await).unwrap();
    let addresses: Vec<_> = list.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    assert_eq!(addresses, ["ann@gmail.com", "eve@example.org"]);
    desk.click("button", "Suppress 2.*").await;
    desk.sees("2 addresses put on the suppression list").await;
    desk.click("button", "Undo").await;
    desk.click("button", "ann@gmail.com").await;
    desk.sees("This address does not exist").await;
    desk.until("its evidence is marked", "document.querySelectorAll('mark.ev').length > 0").await;
    desk.leave().await;
}

#[tokio::test]
async fn the_policies_are_played_over_the_history() {
    let desk = Desk::open().await;
    desk.visit("explain").await;
    desk.give_file(&desk.file("mail.log", LOG.as_bytes())).await;
    desk.until("the file is explained", "document.querySelector('.choose, .verdict') !== null").await;
    desk.click("tab", "How often may it bounce\\?").await;
    desk.until("every policy is there", "document.querySelectorAll('details.policy').length === 11").await;
    desk.sees("The days are those that the text tells").await;
    desk.is_accessible("the policies").await;
    desk.keep_picture("policies").await;
    desk.click("button", "listmonk.*drops 2").await;
    desk.click("button", "Suppress these 2").await;
    desk.sees("2 addresses put on the suppression list").await;
    desk.leave().await;
}

#[tokio::test]
async fn links_from_elsewhere_name_a_code() {
    let desk = Desk::open().await;
    for (link, place, words) in [
        ("/explain/5.2.2", "#/explain?code=5.2.2", "The mailbox is full"),
        ("/explain/550", "#/explain?code=550", "550"),
        ("/explain?q=552%20Mailbox%20full", "#/explain?q=552%20Mailbox%20full", "The mailbox is full"),
    ] {
        desk.follow(link).await;
        desk.until("the address is the app's own", &format!("location.hash === {place:?}")).await;
        desk.sees(words).await;
    }
    desk.leave().await;
}
