//! Files that the worker reads itself, a piece after the other: the engine works on a piece while the browser brings the
//! next, and only what the engine keeps is ever in memory.

use super::web::{fail, tell_engine};
use super::worker_parts::{NO_PART, workbooks_are_ready};
use engine::protocol::{Request, RequestId};
use js_sys::{ArrayBuffer, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, ReadableStreamByobReader, ReadableStreamDefaultReader};

/// Octets of a piece at most. The browser fills as much of it as is there: with less it is asked more often, and with more
/// a piece is no longer near the processor when it is read.
const PIECE: u32 = 1 << 20;

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
    let mut pieces = Pieces::of(file);
    let mut piece = Vec::new();
    let mut first = true;
    loop {
        let Some(length) = pieces.next(&mut piece).await.map_err(words)? else {
            tell_engine(|engine| engine.feed(id, &[], true));
            return Ok(());
        };
        let piece = piece.get(..length).unwrap_or_default();
        if std::mem::take(&mut first) && workbook::is_workbook(piece) && !workbooks_are_ready().await {
            return Err(NO_PART.into());
        }
        if !tell_engine(|engine| engine.feed(id, piece, false)) {
            // The request was given up; what is left of the file is not read.
            pieces.cancel().await;
            return Ok(());
        }
    }
}

/// The pieces of a file.
enum Pieces {
    /// The browser writes into our buffer, which comes back each time: no piece leaves anything to be cleared away, and
    /// each is as large as it can be.
    Filled { reader: ReadableStreamByobReader, buffer: ArrayBuffer },
    /// The browser gives buffers of its own, where it does not know the other way.
    Given(ReadableStreamDefaultReader),
}

impl Pieces {
    fn of(file: &Blob) -> Pieces {
        match ReadableStreamByobReader::new(&file.stream()) {
            Ok(reader) => Pieces::Filled { reader, buffer: ArrayBuffer::new(PIECE) },
            // The stream is still nobody's, but another costs nothing.
            Err(_) => Pieces::Given(file.stream().get_reader().unchecked_into()),
        }
    }

    /// Reads the next piece to the beginning of `piece`, and says how long it is; `None` after the last.
    async fn next(&mut self, piece: &mut Vec<u8>) -> Result<Option<usize>, JsValue> {
        let reading = match self {
            Pieces::Filled { reader, buffer } => reader.read_with_array_buffer_view(&Uint8Array::new(buffer)),
            Pieces::Given(reader) => reader.read(),
        };
        let read = JsFuture::from(reading).await?;
        let octets = Reflect::get(&read, &"value".into())?.dyn_into::<Uint8Array>();
        let (Ok(octets), false) = (octets, Reflect::get(&read, &"done".into())?.is_truthy()) else {
            return Ok(None);
        };
        let length = octets.length() as usize;
        // It never shrinks, since what grows is first filled with zeros.
        if piece.len() < length {
            piece.resize(length, 0);
        }
        octets.copy_to(piece.get_mut(..length).unwrap_or_default());
        if let Pieces::Filled { buffer, .. } = self {
            *buffer = octets.buffer();
        }
        Ok(Some(length))
    }

    async fn cancel(&self) {
        let gone = match self {
            Pieces::Filled { reader, .. } => reader.cancel(),
            Pieces::Given(reader) => reader.cancel(),
        };
        // Whatever it says, nobody reads the file any more.
        drop(JsFuture::from(gone).await);
    }
}

fn words(error: JsValue) -> String {
    let said = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    format!(
        "the file can't be read any more: {}",
        said.unwrap_or_else(|| "the browser gave no reason".into())
    )
}
