//! Parts of the engine that are fetched when a request needs them, or when the engine has nothing else to do. A request
//! that needs one waits here; all others go on.

use super::web::{begin, cancelled, fail, wake};
use super::worker_warm;
use compose::Layout;
use engine::parts::{Explainer, Opener, Part, lend_explainer, lend_opener, needed};
use engine::protocol::{Request, RequestId};
use std::cell::{Cell, RefCell};
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use workbook::Reader;

struct Waiting {
    part: Part,
    id: RequestId,
    request: Request,
    bytes: Vec<u8>,
}

thread_local! {
    static WAITING: RefCell<Vec<Waiting>> = const { RefCell::new(Vec::new()) };
    static AHEAD: Cell<bool> = const { Cell::new(false) };
}

#[wasm_split(layout, fallible)]
fn layout() -> Result<&'static Layout, SplitLoaderError> {
    Ok(&compose::LAYOUT)
}

#[wasm_split(explainer, fallible)]
fn explainer() -> Result<&'static Explainer, SplitLoaderError> {
    Ok(&engine::parts::EXPLAINER)
}

#[wasm_split(opener, fallible)]
fn opener() -> Result<&'static Opener, SplitLoaderError> {
    Ok(&engine::parts::OPENER)
}

#[wasm_split(workbooks, fallible)]
fn workbooks() -> Result<Reader, SplitLoaderError> {
    Ok(workbook::read)
}

async fn fetch(part: Part) -> Result<(), SplitLoaderError> {
    match part {
        Part::Layout => compose::lend_layout(layout().await?),
        Part::Explainer => lend_explainer(explainer().await?),
        Part::Opener => lend_opener(opener().await?),
        Part::Workbooks => workbook::set_host_reader(workbooks().await?),
    }
    Ok(())
}

/// Takes a request: it begins now, or when the part that it needs is here.
pub fn accept(id: RequestId, request: Request, bytes: Vec<u8>) {
    if let Request::Cancel { id } = request
        && WAITING
            .with_borrow_mut(|waiting| waiting.extract_if(.., |waiting| waiting.id == id).next().is_some())
    {
        return cancelled(id);
    }
    let Some(part) = needed(&request, &bytes) else { return begin(id, request, bytes) };
    let first = WAITING.with_borrow_mut(|waiting| {
        let first = waiting.iter().all(|waiting| waiting.part != part);
        waiting.push(Waiting { part, id, request, bytes });
        first
    });
    if first {
        spawn_local(async move {
            let fetched = fetch(part).await;
            let ready = WAITING.with_borrow_mut(|waiting| {
                waiting.extract_if(.., |waiting| waiting.part == part).collect::<Vec<_>>()
            });
            for Waiting { id, request, bytes, .. } in ready {
                match fetched {
                    Ok(()) => begin(id, request, bytes),
                    Err(_) => fail(id, NO_PART),
                }
            }
        });
    }
}

/// Sees to it that workbooks can be read; false where their reader can't be fetched.
pub async fn workbooks_are_ready() -> bool {
    workbook::is_ready() || fetch(Part::Workbooks).await.is_ok()
}

/// Why a request failed whose part is not there.
pub const NO_PART: &str = "a part of the engine could not be fetched; can the app's server be reached?";

/// Fetches what was not needed yet, once, so that it is there when it is, with or without a network.
pub fn fetch_ahead() {
    if AHEAD.replace(true) {
        return;
    }
    spawn_local(async {
        for part in [Part::Layout, Part::Opener, Part::Explainer, Part::Workbooks] {
            // What can't be had now is fetched again when it is needed.
            drop(fetch(part).await);
        }
        worker_warm::begin();
        wake();
    });
}
