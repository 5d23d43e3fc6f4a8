//! What of a campaign is written to the store.

use compose::Letter;
use engine::Change;
use engine::files::FileCard;
use recipients::{Mapping, ReadOptions};
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// What is written to the store.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Saved {
    /// The campaign's name.
    pub name: String,
    /// The letter.
    pub letter: Rc<Letter>,
    /// The files that go with the letter; the bytes are in the store, each under its name.
    pub files: Vec<FileCard>,
    /// The list's file name; the bytes are in the store under [`LIST`](super::LIST).
    pub list_name: Option<String>,
    /// What the user said about the list's file.
    pub read_options: ReadOptions,
    /// The servers whose pictures the preview of this letter may fetch, as the user said.
    pub shown_hosts: Vec<String>,
    /// The columns that the user chose.
    pub mapping: Option<Mapping>,
    /// Changes of the list, in their order. The file in the store stays as it was given, and these are made again
    /// whenever it is read.
    pub changes: Vec<Change>,
    /// The condition that recipients have to meet; empty: everyone.
    pub segment: String,
    /// Conditions under their names.
    pub segments: Vec<Named>,
    /// Columns that were chosen for files with the same header, the newest first.
    pub mappings: Vec<Known>,
    /// Normalised addresses that get nothing.
    pub suppressed: Vec<String>,
    /// What was explained last, the newest first.
    pub explained: Vec<Explained>,
}

/// A segment with a name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// Its condition.
    pub text: String,
}

/// Columns that were chosen for a header.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Known {
    /// The names of the columns, with tabs between them.
    pub header: String,
    /// What they mean.
    pub mapping: Mapping,
}

/// A line of Explain's history.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Explained {
    /// What was pasted.
    pub text: String,
    /// What it meant.
    pub title: String,
    /// The code that stands in the row's first cell.
    pub code: String,
    /// Whom it was about.
    pub recipient: String,
}
