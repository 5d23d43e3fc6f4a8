//! Where the worker writes exports, so that their bytes are never together in memory: a file in the browser's own storage,
//! or one that the user chose.
//!
//! A file in the storage grows in place, with a journal beside it, so that it can go on after a closed tab, and can be
//! ended where the room ends. A chosen file appears only when it is closed; before that the browser keeps it under
//! another name, and throws it away with the tab.

use super::web::{fail, post, wake, with_engine};
use engine::Answer;
use engine::protocol::{Event, RequestId};
use js_sys::{Function, Object, Reflect, Uint8Array};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    DedicatedWorkerGlobalScope, DomException, FileSystemDirectoryHandle, FileSystemFileHandle,
    FileSystemGetDirectoryOptions, FileSystemGetFileOptions, FileSystemReadWriteOptions,
    FileSystemSyncAccessHandle, FileSystemWritableFileStream,
};

/// The folder of exports in the browser's storage.
const FOLDER: &str = "exports";
/// What the name of a journal ends with.
const JOURNAL: &str = ".journal";
/// Chunks that are on their way to a chosen file before the export waits, and when it goes on.
const MOST_UNDER_WAY: u32 = 4;
const FEW_UNDER_WAY: u32 = 2;

enum Sink {
    Stored { batch: Growing, journal: Growing },
    Chosen { stream: FileSystemWritableFileStream, under_way: u32 },
}

thread_local! {
    static SINKS: RefCell<BTreeMap<RequestId, Sink>> = const { RefCell::new(BTreeMap::new()) };
    static OPENING: RefCell<BTreeSet<RequestId>> = const { RefCell::new(BTreeSet::new()) };
}

/// A file that only grows.
struct Growing {
    handle: FileSystemSyncAccessHandle,
    size: u64,
}

impl Growing {
    async fn open(folder: &FileSystemDirectoryHandle, name: &str, keep: bool) -> Result<Growing, JsValue> {
        let options = FileSystemGetFileOptions::new();
        options.set_create(true);
        let file: FileSystemFileHandle =
            JsFuture::from(folder.get_file_handle_with_options(name, &options)).await?.unchecked_into();
        // Older browsers have files in their storage, but not this way to write them.
        if !is_function(&file, "createSyncAccessHandle") {
            return Err("this browser can't write to its storage piece by piece".into());
        }
        let handle: FileSystemSyncAccessHandle =
            JsFuture::from(file.create_sync_access_handle()).await?.unchecked_into();
        let mut file = Growing { size: handle.get_size()? as u64, handle };
        if !keep {
            file.cut(0)?;
        }
        Ok(file)
    }

    fn add(&mut self, bytes: &[u8]) -> Result<(), JsValue> {
        let options = FileSystemReadWriteOptions::new();
        options.set_at(self.size as f64);
        let written = self.handle.write_with_u8_array_and_options(bytes, &options)?;
        if (written as usize) < bytes.len() {
            return Err("the disk is full".into());
        }
        self.size += bytes.len() as u64;
        Ok(())
    }

    fn cut(&mut self, size: u64) -> Result<(), JsValue> {
        self.handle.truncate_with_f64(size as f64)?;
        self.size = size;
        Ok(())
    }

    fn all(&self) -> Result<Vec<u8>, JsValue> {
        let mut bytes = vec![0; usize::try_from(self.size).unwrap_or_default()];
        let options = FileSystemReadWriteOptions::new();
        options.set_at(0.0);
        self.handle.read_with_u8_array_and_options(&mut bytes, &options)?;
        Ok(bytes)
    }
}

/// Opens the place that came with a request: `{ name, resume }` for one in the browser's storage, `{ file }` for a chosen one. Gives
/// what is to go beside the request.
///
/// # Errors
/// The browser's words. A place in the storage that can't be had is no error for a new export: its chunks go to the page.
pub async fn open(id: RequestId, place: &JsValue) -> Result<Vec<u8>, String> {
    OPENING.with_borrow_mut(|opening| opening.insert(id));
    let opened = open_sink(place).await;
    let wanted = OPENING.with_borrow_mut(|opening| opening.remove(&id));
    match opened {
        Ok((sink, beside)) if wanted => {
            SINKS.with_borrow_mut(|sinks| sinks.insert(id, sink));
            Ok(beside)
        }
        Ok((sink, _)) => {
            give_up(sink);
            Err("the export was cancelled".into())
        }
        Err(_) if field(place, "file").is_none() && !resumes(place) => Ok(Vec::new()),
        Err(error) => Err(reason(&error)),
    }
}

/// Forgets a place that is just being opened; whether there was one.
pub fn forget(id: RequestId) -> bool {
    OPENING.with_borrow_mut(|opening| opening.remove(&id))
}

async fn open_sink(place: &JsValue) -> Result<(Sink, Vec<u8>), JsValue> {
    if let Some(file) = field(place, "file") {
        let file: FileSystemFileHandle = file.unchecked_into();
        let stream = JsFuture::from(file.create_writable()).await?.unchecked_into();
        return Ok((Sink::Chosen { stream, under_way: 0 }, Vec::new()));
    }
    let name = field(place, "name").and_then(|name| name.as_string()).unwrap_or_default();
    let keep = resumes(place);
    let folder = folder().await?;
    let batch = Growing::open(&folder, &name, keep).await?;
    let journal = Growing::open(&folder, &(name + JOURNAL), keep).await?;
    // The engine reads how much there is, then the journal.
    let beside = if keep { [&batch.size.to_le_bytes()[..], &journal.all()?].concat() } else { Vec::new() };
    Ok((Sink::Stored { batch, journal }, beside))
}

async fn folder() -> Result<FileSystemDirectoryHandle, JsValue> {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let storage = Reflect::get(&scope.navigator(), &"storage".into())?;
    if !is_function(&storage, "getDirectory") {
        return Err("this browser has no storage for files".into());
    }
    let root: FileSystemDirectoryHandle =
        JsFuture::from(scope.navigator().storage().get_directory()).await?.unchecked_into();
    let options = FileSystemGetDirectoryOptions::new();
    options.set_create(true);
    Ok(JsFuture::from(root.get_directory_handle_with_options(FOLDER, &options)).await?.unchecked_into())
}

/// Takes an answer of the engine: what belongs into a file goes there, everything else to the page.
pub fn pass(answer: &Answer) {
    let id = answer.id;
    let Some(mut sink) = SINKS.with_borrow_mut(|sinks| sinks.remove(&id)) else { return post(answer) };
    let bytes = answer.bytes.as_deref().unwrap_or_default();
    let taken = match (&answer.event, &mut sink) {
        (Event::Chunk, Sink::Stored { batch, .. }) => batch.add(bytes),
        (Event::Chunk, Sink::Chosen { stream, under_way }) => {
            *under_way += 1;
            if *under_way >= MOST_UNDER_WAY {
                with_engine(|engine| engine.hold(id, true));
            }
            write(id, stream, bytes)
        }
        // What the journal tells of has to be on the disk before.
        (Event::Journal, Sink::Stored { batch, journal }) => {
            batch.handle.flush().and_then(|()| journal.add(bytes)).and_then(|()| journal.handle.flush())
        }
        (Event::Journal, Sink::Chosen { .. }) => Ok(()),
        (Event::Resumed { bytes, journal: logged }, Sink::Stored { batch, journal }) => {
            batch.cut(*bytes).and_then(|()| journal.cut(*logged))
        }
        (Event::Exported(_), _) => return close(sink, answer),
        (Event::Cancelled | Event::Failed { .. }, _) => {
            give_up(sink);
            return post(answer);
        }
        _ => {
            post(answer);
            Ok(())
        }
    };
    match taken {
        Ok(()) => keep(id, sink),
        Err(error) => troubled(id, sink, &error),
    }
}

fn keep(id: RequestId, sink: Sink) {
    SINKS.with_borrow_mut(|sinks| sinks.insert(id, sink));
}

/// A file took no more. In the storage the batch ends where there is room for all of it; a chosen file is lost, as the
/// browser keeps none that was not closed.
fn troubled(id: RequestId, mut sink: Sink, error: &JsValue) {
    if let Sink::Stored { batch, journal } = &mut sink {
        let ended = with_engine(|engine| engine.end_export(id, batch.size));
        // From here on it can't go on, and the journal's room is needed.
        let cut = ended.map(|bytes| journal.cut(0).and_then(|()| batch.cut(bytes)));
        if let Some(Ok(())) = cut {
            return keep(id, sink);
        }
    }
    give_up(sink);
    with_engine(|engine| engine.give_up(id));
    fail(id, &reason(error));
}

/// Starts to write a chunk into a chosen file, and lets the export go on when few are under way.
fn write(id: RequestId, stream: &FileSystemWritableFileStream, bytes: &[u8]) -> Result<(), JsValue> {
    let written = JsFuture::from(stream.write_with_js_u8_array(&Uint8Array::from(bytes))?);
    spawn_local(async move {
        let written = written.await;
        // Nothing is here any more where it was given up meanwhile.
        let Some(mut sink) = SINKS.with_borrow_mut(|sinks| sinks.remove(&id)) else { return };
        if let Err(error) = written {
            return troubled(id, sink, &error);
        }
        if let Sink::Chosen { under_way, .. } = &mut sink {
            *under_way -= 1;
            if *under_way == FEW_UNDER_WAY {
                with_engine(|engine| engine.hold(id, false));
                wake();
            }
        }
        keep(id, sink);
    });
    Ok(())
}

/// Ends the file, then tells the page that the export is there.
fn close(sink: Sink, answer: &Answer) {
    let (id, answer) = (answer.id, answer.clone());
    match sink {
        Sink::Stored { batch, journal } => {
            let flushed = batch.handle.flush();
            batch.handle.close();
            journal.handle.close();
            match flushed {
                Ok(()) => post(&answer),
                Err(error) => fail(id, &reason(&error)),
            }
        }
        Sink::Chosen { stream, .. } => spawn_local(async move {
            match JsFuture::from(stream.close()).await {
                Ok(_) => post(&answer),
                Err(error) => fail(id, &reason(&error)),
            }
        }),
    }
}

fn give_up(sink: Sink) {
    match sink {
        Sink::Stored { batch, journal } => {
            batch.handle.close();
            journal.handle.close();
        }
        Sink::Chosen { stream, .. } => spawn_local(async move {
            // A stream that broke is given up already.
            drop(JsFuture::from(stream.abort()).await);
        }),
    }
}

fn field(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok().filter(|value| value.is_truthy())
}

fn resumes(place: &JsValue) -> bool {
    field(place, "resume").is_some()
}

fn is_function(object: &JsValue, name: &str) -> bool {
    object.is_object()
        && field(object.unchecked_ref::<Object>(), name).is_some_and(|f| f.is_instance_of::<Function>())
}

/// What went wrong, for people.
fn reason(error: &JsValue) -> String {
    let name = error.dyn_ref::<DomException>().map(DomException::name).unwrap_or_default();
    match name.as_str() {
        "QuotaExceededError" => "there is no room left on the disk for the file".into(),
        "NotAllowedError" => "the browser does not let this page write to the file any more".into(),
        "NotFoundError" => "the file, or the folder that it was in, is gone".into(),
        "NoModificationAllowedError" => "another tab or program is writing to the file".into(),
        _ => match error.dyn_ref::<DomException>() {
            Some(error) => error.message(),
            None => error.as_string().unwrap_or_else(|| "the file could not be written".into()),
        },
    }
}
