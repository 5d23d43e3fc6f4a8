//! The names of files that come out of a folder.

use js_sys::Reflect;
use web_sys::File;

/// The name of a file, with its path below the folder that was chosen.
pub fn path(file: &File) -> String {
    // Not in web-sys: `webkitRelativePath` starts with the chosen folder itself.
    let path = Reflect::get(file, &"webkitRelativePath".into()).ok().and_then(|path| path.as_string());
    let below = path.as_deref().and_then(|path| path.split_once('/')).map(|(_, below)| below.to_owned());
    below.filter(|below| !below.is_empty()).unwrap_or_else(|| file.name())
}
