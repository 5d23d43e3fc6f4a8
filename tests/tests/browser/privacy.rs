//! Nothing leaves the tab unasked.

use std::net::TcpListener;

use crate::harness::{BODY, Desk};

/// Everything that the app loads comes from its own server, and a whole round through the pages asks no other.
#[tokio::test]
async fn only_its_own_server_is_asked() {
    let desk = Desk::open().await;
    for page in ["recipients", "check", "send", "explain", "settings", "compose"] {
        desk.visit(page).await;
    }
    let asked = desk.ask("return performance.getEntriesByType('resource').map((entry) => entry.name)").await;
    let asked: Vec<&str> = asked.as_array().into_iter().flatten().filter_map(|name| name.as_str()).collect();
    assert!(!asked.is_empty(), "the browser told of no resource at all");
    let strangers: Vec<&&str> = asked
        .iter()
        .filter(|name| {
            !name.starts_with(desk.address()) && !name.starts_with("data:") && !name.starts_with("blob:")
        })
        .collect();
    assert!(strangers.is_empty(), "asked elsewhere: {strangers:?}");
    assert_eq!(desk.console_errors().await, Vec::<String>::new());
    desk.leave().await;
}

/// A newsletter is untrusted: its scripts stay dead and its pictures are not fetched.
#[tokio::test]
async fn the_preview_runs_nothing_and_fetches_nothing() {
    let tracker = TcpListener::bind("127.0.0.1:0").unwrap();
    tracker.set_nonblocking(true).unwrap();
    let stranger = tracker.local_addr().unwrap();
    let desk = Desk::open().await;
    let body = format!(
        "<script>parent.document.title = 'taken'</script> \
         <img src=\"http://{stranger}/tracker.png\" alt=\"tracker\" onerror=\"parent.document.title = 'taken'\"> \
         <div style=\"background: url(http://{stranger}/background.png)\">harmless words</div>"
    );
    desk.fill(BODY, &body).await;
    desk.letter_says("harmless words").await;
    let frame =
        desk.ask("return [...document.querySelectorAll('iframe')].find(shown).getAttribute('sandbox')").await;
    assert_eq!(frame, "allow-same-origin");
    desk.until("the picture was given up", "[...letter().images].every((image) => image.complete)").await;
    let title = desk.ask("return document.title").await;
    assert!(!title.as_str().unwrap_or_default().contains("taken"), "{title}");
    let called = tracker.accept().map(|(_, caller)| caller);
    assert!(called.is_err(), "the preview called the tracker: {called:?}");
    desk.leave().await;
}
