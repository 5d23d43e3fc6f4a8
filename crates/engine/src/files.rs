//! The files that go with a letter, in memory: what the browser has in place of the folder beside a letter file.

use outbox::{File, Files};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A file as the page lists it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FileCard {
    /// The name under which a letter attaches or shows it.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
}

/// Files by their names. Cloning it copies no bytes.
#[derive(Debug, Clone, Default)]
pub struct Pool {
    files: BTreeMap<String, (Arc<File>, u64)>,
}

impl Pool {
    /// Takes a file; one of the same name goes.
    pub fn take(&mut self, name: &str, bytes: &[u8]) {
        let file = Arc::new(File::new(name, bytes));
        self.files.insert(plain(name).to_owned(), (file, bytes.len() as u64));
    }

    /// Forgets a file.
    pub fn forget(&mut self, name: &str) {
        self.files.remove(plain(name));
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Whether a letter that names this file gets it.
    pub fn has(&self, name: &str) -> bool {
        self.files.contains_key(plain(name))
    }

    /// The names of all files.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The same names with nothing in the files: for whoever only asks whether each letter could be made.
    pub fn hollow(&self) -> Pool {
        let empty = |name: &String| (name.clone(), (Arc::new(File::new(name, b"")), 0));
        Pool { files: self.files.keys().map(empty).collect() }
    }
}

impl Files for Pool {
    fn file(&self, name: &str) -> Result<Arc<File>, String> {
        let found = self.files.get(plain(name)).map(|(file, _)| Arc::clone(file));
        found.ok_or_else(|| "there is no such file among the letter's files".to_owned())
    }
}

/// A name without what only says where the files lie: `assets/logo.png` and `logo.png` are one file, as they are for the
/// command.
pub fn plain(name: &str) -> &str {
    let name = name.trim();
    let name = name.strip_prefix("./").unwrap_or(name);
    name.strip_prefix("assets/").unwrap_or(name)
}

/// Which rows lack a file, and which files nobody gets.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FilesReport {
    /// Letters that were looked at.
    pub letters: usize,
    /// Letters that attach something.
    pub attaching: usize,
    /// Letters for which a file is missing.
    pub lacking: usize,
    /// Names that are missing, each with its rows.
    pub missing: Vec<MissingFile>,
    /// Files that no letter attaches or shows.
    pub unused: Vec<String>,
}

/// A file that letters name and nobody has.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MissingFile {
    /// Its name.
    pub name: String,
    /// How many letters name it.
    pub letters: usize,
    /// The first rows of them, as a spreadsheet shows their numbers.
    pub rows: Vec<u32>,
    /// Whether it is an image whose name can't stand in a letter, so that to have the file would not help.
    pub unfit: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_found_as_the_command_finds_it() {
        let mut pool = Pool::default();
        pool.take("assets/logo.png", b"x");
        pool.take("contracts/ann.pdf", b"yy");
        for name in ["logo.png", "assets/logo.png", "./logo.png", " contracts/ann.pdf"] {
            assert!(pool.file(name).is_ok() && pool.has(name), "{name}");
        }
        for name in ["ann.pdf", "Logo.png", "../logo.png", ""] {
            assert!(pool.file(name).is_err(), "{name}");
        }
        assert_eq!(pool.file("contracts/ann.pdf").unwrap().name(), "ann.pdf");
        pool.forget("logo.png");
        assert_eq!(pool.names().collect::<Vec<_>>(), ["contracts/ann.pdf"]);
        assert!(pool.hollow().has("contracts/ann.pdf"));
    }
}
