//! The files beside a letter: what it attaches, and the images that it shows.

use outbox::{File, Files};
use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// How much of files that were read is kept for the next message, in bytes.
const KEPT: u64 = 256 << 20;

/// The folder of a letter. A name may lead into a folder below it (`assets/logo.png`), never out of it: names may come
/// out of the list, and the list is somebody else's.
#[derive(Debug)]
pub struct Beside {
    folder: PathBuf,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    files: HashMap<String, Arc<File>>,
    bytes: u64,
}

impl Beside {
    /// The files beside the letter at this path.
    pub fn letter(path: &Path) -> Beside {
        let folder = path.parent().map_or_else(PathBuf::new, Path::to_path_buf);
        Beside { folder, known: Mutex::default() }
    }
}

impl Files for Beside {
    fn file(&self, name: &str) -> Result<Arc<File>, String> {
        // A lock that a panic left behind still guards a sound map.
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = known.files.get(name) {
            return Ok(file.clone());
        }
        let inside = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
        if !inside {
            return Err("only files in the letter's own folder can be taken".to_owned());
        }
        let places = [self.folder.join(name), self.folder.join("assets").join(name)];
        let path = places.iter().find(|path| path.is_file()).ok_or("there is no such file beside it")?;
        let bytes = std::fs::read(path).map_err(|error| format!("it can't be read: {error}"))?;
        let file = Arc::new(File::new(name, &bytes));
        known.bytes += bytes.len() as u64;
        if known.bytes <= KEPT {
            known.files.insert(name.to_owned(), file.clone());
        }
        Ok(file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_below_the_letter_are_taken() {
        let folder = std::env::temp_dir().join(format!("postroom-beside-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("letter/assets")).unwrap();
        std::fs::write(folder.join("secret.txt"), "x").unwrap();
        std::fs::write(folder.join("letter/assets/logo.png"), "x").unwrap();
        let files = Beside::letter(&folder.join("letter/letter.md"));
        assert_eq!(files.file("logo.png").unwrap().name(), "logo.png");
        assert_eq!(files.file("assets/logo.png").unwrap().name(), "logo.png");
        for name in ["../secret.txt", "/etc/hostname", "assets/../../secret.txt", "none.png", "assets"] {
            assert!(files.file(name).is_err(), "{name}");
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
