//! Files and standard input, read whole.

use crate::fail::Fail;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

/// The bytes of a file; `-` is standard input.
///
/// # Errors
/// The file can't be read, in one line.
pub fn read(path: &Path) -> Result<Vec<u8>, Fail> {
    if path.as_os_str() == "-" {
        return read_stdin();
    }
    std::fs::read(path).map_err(|error| Fail::file("read", path, &error))
}

/// All files of a folder and of the folders in it, with their names, in alphabetical order. Hidden ones are passed
/// over.
///
/// # Errors
/// One of them can't be read, in one line.
pub fn folder(path: &Path) -> Result<Vec<(String, Vec<u8>)>, Fail> {
    let entries = std::fs::read_dir(path).map_err(|error| Fail::file("read", path, &error))?;
    let mut paths: Vec<_> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if hidden {
            continue;
        }
        if path.is_dir() {
            files.extend(folder(&path)?);
        } else {
            files.push((name(&path).unwrap_or_default(), read(&path)?));
        }
    }
    Ok(files)
}

/// Standard input to its end. A person at a terminal is told what is waited for.
///
/// # Errors
/// It can't be read.
pub fn read_stdin() -> Result<Vec<u8>, Fail> {
    let mut bytes = Vec::new();
    if io::stdin().is_terminal() {
        eprintln!("postroom: reading from the terminal; end with Ctrl-D");
    }
    io::stdin()
        .read_to_end(&mut bytes)
        .map_err(|error| Fail::new(format!("can't read standard input: {error}")))?;
    Ok(bytes)
}

/// The file's name as its user would say it; `None` for standard input.
pub fn name(path: &Path) -> Option<String> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    name.filter(|_| path.as_os_str() != "-")
}
