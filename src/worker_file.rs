//! Files that the worker reads itself, a piece after the other: the engine works on a piece while the browser brings the
//! next, and only what the engine keeps is ever in memory.

use super::web::{fail, tell_engine};
use super::worker_parts::{NO_PART, workbooks_are_ready};
use engine::protocol::{Request, RequestId};
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, ReadableStreamDefaultReader};

/// Reads a file for a request. The request takes its place among the others at once.
pub fn read(id: RequestId, request: Request, file: Blob) {
    // A file of more than 4 GB is refused by its size, as every file is that is too large.
    let size = file.size().min(f64::from(u32::MAX)) as usize;
    tell_engine(|engine| engine.open(id, request, size));
    spawn_local(async move {
        if let Err(why) = feed(id, &file).await
            && tell_engine(|engine| engine.give_up(id))
        {
            fail(id, &why);
        }
    });
}

async fn feed(id: RequestId, file: &Blob) -> Result<(), String> {
    let reader: ReadableStreamDefaultReader = file.stream().get_reader().unchecked_into();
    let mut piece = Vec::new();
    let mut first = true;
    loop {
        let read = JsFuture::from(reader.read()).await.map_err(words)?;
        let Ok(octets) = Reflect::get(&read, &"value".into()).and_then(JsCast::dyn_into::<Uint8Array>) else {
            tell_engine(|engine| engine.feed(id, &[], true));
            return Ok(());
        };
        piece.resize(octets.length() as usize, 0);
        octets.copy_to(&mut piece);
        if std::mem::take(&mut first) && workbook::is_workbook(&piece) && !workbooks_are_ready().await {
            return Err(NO_PART.into());
        }
        if !tell_engine(|engine| engine.feed(id, &piece, false)) {
            // The request was given up; what is left of the file is not read.
            drop(JsFuture::from(reader.cancel()).await);
            return Ok(());
        }
    }
}

fn words(error: JsValue) -> String {
    let said = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    format!(
        "the file can't be read any more: {}",
        said.unwrap_or_else(|| "the browser gave no reason".into())
    )
}
