//! Why a batch can't be read.

use std::fmt;
use std::io;

/// Why a batch can't be opened, or a message in it can't be read.
#[derive(Debug)]
#[non_exhaustive]
pub enum BatchError {
    /// The file is no zip archive, or its end is missing.
    NotAnArchive,
    /// The archive uses what a batch never does: encryption, other compression, several disks.
    Unsupported(&'static str),
    /// The archive's own records contradict each other.
    Damaged(String),
    /// There is no `manifest.json` in the archive.
    NoManifest,
    /// The manifest is not that of a batch.
    BadManifest(String),
    /// The manifest's form is newer than this reader.
    NewerVersion(u32),
    /// No entry has this name.
    Missing(String),
    /// An entry is larger than a reader may be made to believe.
    TooLarge(String),
    /// Reading failed.
    Io(io::Error),
}

impl BatchError {
    /// Whether another try, with the same file, might succeed.
    pub fn is_transient(&self) -> bool {
        matches!(self, BatchError::Io(_))
    }
}

impl fmt::Display for BatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BatchError::NotAnArchive => {
                f.write_str("expected a batch (a zip archive), but this file is none, or its end is missing")
            }
            BatchError::Unsupported(what) => write!(f, "the archive uses {what}, which a batch never does"),
            BatchError::Damaged(what) => write!(f, "the archive is damaged: {what}"),
            BatchError::NoManifest => f.write_str("the archive holds no manifest.json, so it is not a batch"),
            BatchError::BadManifest(why) => write!(f, "manifest.json can't be read: {why}"),
            BatchError::NewerVersion(version) => {
                write!(f, "the batch was written by a newer Postroom (version {version} of the manifest)")
            }
            BatchError::Missing(name) => write!(f, "the archive holds no file {name:?}"),
            BatchError::TooLarge(name) => {
                write!(f, "the file {name:?} is larger than a batch's files can be")
            }
            BatchError::Io(error) => write!(f, "the batch can't be read: {error}"),
        }
    }
}

impl std::error::Error for BatchError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            BatchError::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl From<io::Error> for BatchError {
    fn from(error: io::Error) -> BatchError {
        match error.kind() {
            // An archive that promises more than it has is damaged, whatever is tried.
            io::ErrorKind::UnexpectedEof => BatchError::Damaged("it ends too early".to_owned()),
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
                BatchError::Damaged(error.to_string())
            }
            _ => BatchError::Io(error),
        }
    }
}
