//! Archives of other people: their files, unpacked within bounds.

use crate::batch::{Archive, BatchError};
use std::io::Cursor;

/// The most files that are unpacked.
const MOST_FILES: usize = 20_000;

/// The files of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unzipped {
    /// Name and bytes, by name. A folder that holds everything is left out of the names.
    pub files: Vec<(String, Vec<u8>)>,
    /// Files that are broken, too large or too many.
    pub left_out: usize,
}

/// Unpacks a zip (APPNOTE 6.3) to at most `most` bytes.
///
/// # Errors
/// What keeps the archive as a whole from being read.
pub fn unzip(bytes: &[u8], most: u64) -> Result<Unzipped, BatchError> {
    let mut archive = Archive::open_folders(Cursor::new(bytes))?;
    // Folders are no files, and what macOS adds is about the files, not one of them.
    let is_file =
        |name: &&str| !name.ends_with('/') && !name.starts_with("__MACOSX/") && !name.ends_with(".DS_Store");
    let names: Vec<String> = archive.names().into_iter().filter(is_file).map(str::to_owned).collect();
    let mut unzipped = Unzipped { left_out: names.len().saturating_sub(MOST_FILES), ..Unzipped::default() };
    let around = folder_around(&names);
    let mut room = most;
    for name in names.iter().take(MOST_FILES) {
        match archive.read(name, room) {
            Ok(content) => {
                room -= content.len() as u64;
                unzipped.files.push((name.get(around..).unwrap_or(name).to_owned(), content));
            }
            Err(_) => unzipped.left_out += 1,
        }
    }
    Ok(unzipped)
}

/// The length of the folder, with its slash, in which all names stand.
fn folder_around(names: &[String]) -> usize {
    let first = names.first().and_then(|name| Some(name.split_at(name.find('/')? + 1).0));
    first.filter(|folder| names.iter().all(|name| name.starts_with(folder))).map_or(0, str::len)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::zip_files;
    use proptest::prelude::*;

    #[test]
    fn what_was_zipped_is_unzipped() {
        let files: [(&str, &[u8]); 3] = [("a/b.txt", b"one"), ("a/c/d.bin", &[0; 5000]), ("a/e", b"")];
        let zip = zip_files(0, files.map(|(name, bytes)| (name.to_owned(), bytes)));
        let names: Vec<String> = unzip(&zip, 1 << 20).unwrap().files.into_iter().map(|file| file.0).collect();
        assert_eq!(names, ["b.txt", "c/d.bin", "e"]);
        // What is too large is left out, not the rest.
        let small = unzip(&zip, 100).unwrap();
        assert_eq!((small.files.len(), small.left_out), (2, 1));
    }

    #[test]
    fn a_name_that_leads_elsewhere_is_refused() {
        for name in ["../x", "/etc/passwd", "a/../../b", "c:\\x", "a\\b"] {
            let zip = zip_files(0, [(name.to_owned(), b"x".as_slice())]);
            assert!(unzip(&zip, 100).is_err(), "{name}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = unzip(&bytes, 1 << 20);
            let _ = unzip(&[b"PK\x03\x04".as_slice(), &bytes, b"PK\x05\x06", &bytes].concat(), 1 << 20);
        }
    }
}
