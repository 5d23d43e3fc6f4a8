//! What a build is made of, as one number: whether it has to be made again, and its name.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

/// A number that changes when a file below these paths is added, removed, renamed or changed. It depends on names
/// below `root` and on contents alone, so it is the same in every checkout of the same sources.
pub fn of(root: &Path, paths: &[PathBuf]) -> u64 {
    let mut files = Vec::new();
    for path in paths {
        collect(path, &mut files);
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for path in files {
        path.strip_prefix(root).unwrap_or(&path).to_string_lossy().hash(&mut hasher);
        // A file that can't be read stops the build itself, with a better word.
        std::fs::read(&path).unwrap_or_default().hash(&mut hasher);
    }
    hasher.finish()
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
            collect(&entry.path(), files);
        }
    } else if path.is_file() {
        files.push(path.to_path_buf());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_and_names_count_and_the_place_does_not() {
        let root = std::env::temp_dir().join(format!("postroom-fingerprint-{}", std::process::id()));
        let written = |checkout: &str, files: &[(&str, &str)]| {
            let checkout = root.join(checkout);
            std::fs::create_dir_all(&checkout).unwrap();
            for (name, text) in files {
                std::fs::write(checkout.join(name), text).unwrap();
            }
            of(&checkout, std::slice::from_ref(&checkout))
        };
        let one = written("one", &[("a", "1")]);
        assert_eq!(one, written("other", &[("a", "1")]));
        assert_ne!(one, written("changed", &[("a", "2")]));
        assert_ne!(one, written("more", &[("a", "1"), ("b", "")]));
        assert_ne!(one, written("renamed", &[("b", "1")]));
        std::fs::remove_dir_all(&root).unwrap();
    }
}
