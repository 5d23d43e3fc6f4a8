//! Whether the inputs of a build changed since it was made.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// A number that changes when a file below these paths is added, removed, renamed or written.
pub fn of(paths: &[PathBuf]) -> u64 {
    let mut files = Vec::new();
    for path in paths {
        collect(path, &mut files);
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for (path, length, written) in files {
        path.hash(&mut hasher);
        length.hash(&mut hasher);
        written.hash(&mut hasher);
    }
    hasher.finish()
}

fn collect(path: &Path, files: &mut Vec<(PathBuf, u64, u128)>) {
    let Ok(meta) = path.metadata() else { return };
    if meta.is_dir() {
        for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
            collect(&entry.path(), files);
        }
        return;
    }
    let written = meta
        .modified()
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
        .map_or(0, |since| since.as_nanos());
    files.push((path.to_path_buf(), meta.len(), written));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_changes_it() {
        let folder = std::env::temp_dir().join(format!("postroom-fingerprint-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("a"), "1").unwrap();
        let before = of(std::slice::from_ref(&folder));
        assert_eq!(before, of(std::slice::from_ref(&folder)));
        std::fs::write(folder.join("b"), "1").unwrap();
        assert_ne!(before, of(std::slice::from_ref(&folder)));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
