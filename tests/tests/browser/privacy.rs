//! Nothing leaves the tab unasked.

use crate::harness::Desk;

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
    let desk = Desk::open().await;
    let body = "<script>parent.document.title = 'taken'</script> \
                <img src=\"http://127.0.0.1:9/tracker.png\" alt=\"tracker\" onerror=\"parent.document.title = 'taken'\"> \
                harmless words";
    desk.fill(crate::main_job::BODY, body).await;
    desk.letter_says("harmless words").await;
    let frame =
        desk.ask("return [...document.querySelectorAll('iframe')].find(shown).getAttribute('sandbox')").await;
    assert_eq!(frame, "allow-same-origin");
    let title = desk.ask("return document.title").await;
    assert!(!title.as_str().unwrap_or_default().contains("taken"), "{title}");
    let fetched = desk
        .ask(
            "return [window, letter().defaultView].flatMap((w) => w.performance.getEntriesByType('resource'))\
             .map((entry) => entry.name).filter((name) => name.includes('tracker') )",
        )
        .await;
    let blocked = desk
        .ask("return getComputedStyle(letter().body).display !== 'none' && [...letter().images].every((i) => i.naturalWidth === 0)")
        .await;
    assert_eq!(blocked, true);
    assert_eq!(fetched.as_array().map(Vec::len), Some(0), "{fetched}");
    desk.leave().await;
}
