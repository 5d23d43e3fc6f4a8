//! A crash of the engine's worker is a calm banner, and nothing that was written is lost.

use serde_json::json;

use crate::harness::{BODY, Desk};

/// Keeps hold of every worker that the page starts, so that a test can end one as a crash would.
const HOLD_WORKERS: &str = "
    window.workers = [];
    window.Worker = class extends Worker {
        constructor(...words) { super(...words); window.workers.push(this); }
    };";

/// The worker is ended, and the page hears what it hears when wasm traps in it.
const CRASH: &str = "
    const worker = window.workers.at(-1);
    worker.terminate();
    worker.dispatchEvent(new ErrorEvent('error', { message: 'RuntimeError: unreachable', cancelable: true }));";

#[tokio::test]
async fn the_draft_survives_and_the_engine_comes_back() {
    let desk = Desk::open_blank().await;
    desk.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": HOLD_WORKERS })).await;
    desk.visit("compose").await;
    desk.until("the engine is ready", "document.documentElement.dataset.engine === 'ready'").await;
    desk.fill(BODY, "Written before the crash").await;
    desk.letter_says("Written before the crash").await;

    assert_eq!(desk.ask("return window.workers.length").await, 1);
    desk.ask(CRASH).await;
    desk.sees("The engine restarted").await;
    desk.sees("Your draft is saved").await;
    desk.is_accessible("compose after a crash").await;
    desk.keep_picture("engine-restarted").await;

    desk.until("another worker was started", "window.workers.length === 2").await;
    desk.add(BODY, " and after it").await;
    desk.letter_says("Written before the crash and after it").await;
    desk.leave().await;
}
