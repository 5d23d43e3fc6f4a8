//! Where the command keeps its own files.

use std::env;
use std::path::PathBuf;

/// A file in the user's data folder: `XDG_DATA_HOME` or its default, `Library/Application Support`, `LOCALAPPDATA`.
/// `None` where the environment names no such folder.
pub fn data_file(name: &str) -> Option<PathBuf> {
    let folder = |key: &str| env::var_os(key).filter(|value| !value.is_empty()).map(PathBuf::from);
    let base = if cfg!(windows) {
        folder("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        folder("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        folder("XDG_DATA_HOME").or_else(|| folder("HOME").map(|home| home.join(".local/share")))
    };
    base.map(|base| base.join("postroom").join(name))
}
