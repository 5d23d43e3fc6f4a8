//! Asking the engine what came back.

use crate::engine::Lane;
use crate::platform::files;
use crate::workbench::Workbench;
use bounces::Explanation;
use engine::batch::Batch;
use engine::protocol::{Event as Told, Request};
use js_sys::{ArrayBuffer, Uint8Array};
use web_sys::File;
use yew::prelude::*;

/// The files' names and lengths, and their bytes one after another. One that can't be read any more is left out.
pub async fn joined(files: &[File]) -> (Vec<(String, usize)>, ArrayBuffer) {
    let (mut names, mut buffers) = (Vec::new(), Vec::new());
    let mut length = 0;
    for file in files {
        if let Ok(bytes) = files::read(file).await {
            let bytes = Uint8Array::new(&bytes);
            names.push((file.name(), bytes.length() as usize));
            length += bytes.length();
            buffers.push(bytes);
        }
    }
    let all = Uint8Array::new_with_length(length);
    let mut at = 0;
    for bytes in buffers {
        all.set(&bytes, at);
        at += bytes.length();
    }
    (names, all.buffer())
}

/// Asks the engine to explain files, or a pasted text where there are none.
pub fn explain(
    bench: &Workbench,
    files: Vec<(String, usize)>,
    bytes: ArrayBuffer,
    heard: Callback<(Explanation, Batch)>,
) {
    let answer = Callback::from(move |(event, _)| {
        if let Told::Explained(explanation, batch) = event {
            heard.emit((*explanation, *batch));
        }
    });
    bench.engine.ask(Request::Explain { files }, Some(bytes.into()), Some(Lane::Explain), answer);
}
