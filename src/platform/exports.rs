//! Where exports go: a file that the user chooses, or the browser's own storage, where the worker writes them. See
//! `worker_sinks` for its side.

use super::files::words;
use gloo::utils::window;
use js_sys::{Array, AsyncIterator, Function, IteratorNext, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, File, FileSystemDirectoryHandle, FileSystemFileHandle};

/// The folder of exports in the browser's storage.
const FOLDER: &str = "exports";
/// What the name of a journal ends with.
const JOURNAL: &str = ".journal";

/// Whether the user can choose a file to write.
pub fn can_choose() -> bool {
    picker().is_some()
}

fn picker() -> Option<Function> {
    Reflect::get(&window(), &"showSaveFilePicker".into()).ok()?.dyn_into().ok()
}

/// Lets the user choose a file; `None` where they chose none. To be called in answer to a click.
///
/// # Errors
/// The browser's words.
pub async fn choose(name: &str) -> Result<Option<Object>, String> {
    let Some(picker) = picker() else { return Err("this browser has no way to choose a file".into()) };
    let options = Object::new();
    // Setting a property of an object that we made can't fail.
    let _ = Reflect::set(&options, &"suggestedName".into(), &name.into());
    let asked = picker.call1(&window(), &options).map(JsCast::unchecked_into::<Promise>).map_err(words)?;
    match JsFuture::from(asked).await {
        Ok(file) => {
            let place = Object::new();
            let _ = Reflect::set(&place, &"file".into(), &file);
            Ok(Some(place))
        }
        Err(error) if error.dyn_ref::<DomException>().is_some_and(|e| e.name() == "AbortError") => Ok(None),
        Err(error) => {
            Err(error.dyn_ref::<DomException>().map_or_else(|| words(error.clone()), DomException::message))
        }
    }
}

/// A file of this name in the browser's storage; the export that is in it goes on, or begins anew.
pub fn stored(name: &str, resume: bool) -> Object {
    let place = Object::new();
    let _ = Reflect::set(&place, &"name".into(), &name.into());
    let _ = Reflect::set(&place, &"resume".into(), &resume.into());
    place
}

/// A batch that is to be proved.
pub fn batch(file: &File) -> Object {
    let place = Object::new();
    let _ = Reflect::set(&place, &"batch".into(), file);
    place
}

/// What is in the file of this name; `None` where there is none.
pub async fn read(name: &str) -> Option<File> {
    let file = JsFuture::from(folder().await?.get_file_handle(name)).await.ok()?;
    JsFuture::from(file.unchecked_into::<FileSystemFileHandle>().get_file()).await.ok()?.dyn_into().ok()
}

/// Takes away every file but those of this name.
pub async fn keep_only(name: &str) {
    let Some(folder) = folder().await else { return };
    for other in names(&folder).await {
        if other != name && other.strip_suffix(JOURNAL) != Some(name) {
            // A file that is in use stays until next time.
            drop(JsFuture::from(folder.remove_entry(&other)).await);
        }
    }
}

async fn names(folder: &FileSystemDirectoryHandle) -> Vec<String> {
    let keys: AsyncIterator = folder.keys();
    let names = Array::new();
    while let Ok(next) = keys.next() {
        let Ok(next) = JsFuture::from(next).await.map(JsCast::unchecked_into::<IteratorNext>) else { break };
        if next.done() {
            break;
        }
        names.push(&next.value());
    }
    names.iter().filter_map(|name| name.as_string()).collect()
}

async fn folder() -> Option<FileSystemDirectoryHandle> {
    let storage = Reflect::get(&window().navigator(), &"storage".into()).ok()?;
    let open = Reflect::get(storage.dyn_ref::<Object>()?, &"getDirectory".into()).ok()?;
    let open: Promise = open.dyn_into::<Function>().ok()?.call0(&storage).ok()?.unchecked_into();
    let root: FileSystemDirectoryHandle = JsFuture::from(open).await.ok()?.unchecked_into();
    JsFuture::from(root.get_directory_handle(FOLDER)).await.ok().map(JsValue::unchecked_into)
}
