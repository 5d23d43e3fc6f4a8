//! What is dropped on the page, folders with all that is in them.

use futures_channel::oneshot;
use js_sys::{Array, Function};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DataTransfer, File, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry};

/// What was dropped: files alone, or things that have to be walked through first.
pub enum Dropped {
    /// Files.
    Files(Vec<File>),
    /// Folders, and maybe files beside them.
    Folders(Vec<FileSystemEntry>),
}

/// What a drop brings. It has to be asked while the event lasts.
pub fn dropped(data: &DataTransfer) -> Dropped {
    let items = data.items();
    let entries = (0..items.length()).filter_map(|at| items.get(at)?.webkit_get_as_entry().ok().flatten());
    let entries: Vec<FileSystemEntry> = entries.collect();
    if entries.iter().any(FileSystemEntry::is_directory) {
        return Dropped::Folders(entries);
    }
    let files = data.files();
    Dropped::Files(
        files.iter().flat_map(|files| (0..files.length()).filter_map(|at| files.get(at))).collect(),
    )
}

/// All files in folders, each under its path below the dropped folder. What can't be read is left out.
pub async fn walk(entries: Vec<FileSystemEntry>) -> Vec<(String, File)> {
    let mut found = Vec::new();
    let mut waiting = entries;
    while let Some(entry) = waiting.pop() {
        if entry.is_directory() {
            let reader = entry.unchecked_into::<FileSystemDirectoryEntry>().create_reader();
            // A reader gives a hundred entries at a time, and none at the end.
            while let Some(some) =
                asked(|done, failed| reader.read_entries_with_callback_and_callback(done, failed)).await
            {
                let some: Vec<FileSystemEntry> =
                    some.unchecked_into::<Array>().iter().map(JsCast::unchecked_into).collect();
                if some.is_empty() {
                    break;
                }
                waiting.extend(some);
            }
            continue;
        }
        let path = entry.full_path();
        let file = entry.unchecked_into::<FileSystemFileEntry>();
        if let Some(file) = asked(|done, failed| {
            file.file_with_callback_and_callback(done, failed);
            Ok(())
        })
        .await
        {
            let path = path.trim_start_matches('/');
            let below = path.split_once('/').map_or(path, |(_, below)| below);
            // What the system puts into folders is none of the user's files.
            if !below.rsplit('/').next().is_some_and(|name| name.starts_with('.')) {
                found.push((below.to_owned(), file.unchecked_into()));
            }
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

/// Calls what answers by one of two callbacks; `None` where it answers by the second.
async fn asked(call: impl FnOnce(&Function, &Function) -> Result<(), JsValue>) -> Option<JsValue> {
    let (tell, told) = oneshot::channel();
    let tell = Rc::new(RefCell::new(Some(tell)));
    let one = |good: bool| {
        let tell = Rc::clone(&tell);
        Closure::once_into_js(move |value: JsValue| {
            if let Some(tell) = tell.borrow_mut().take() {
                // Nobody waits any more where the page was left.
                drop(tell.send(good.then_some(value)));
            }
        })
    };
    let (done, failed) = (one(true), one(false));
    call(done.unchecked_ref(), failed.unchecked_ref()).ok()?;
    told.await.ok().flatten()
}
