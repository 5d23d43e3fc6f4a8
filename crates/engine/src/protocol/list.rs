//! The list in requests and events.

use diag::Diagnostic;
use serde::{Deserialize, Serialize};

/// Whom a condition means.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SegmentCount {
    /// The condition.
    pub text: String,
    /// How many recipients meet it.
    pub members: usize,
    /// Of how many.
    pub of: usize,
    /// What is wrong with it; spans count in the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Who the preview is for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PreviewFor {
    /// Position among the kept recipients, from 0.
    pub at: usize,
    /// How many kept recipients there are.
    pub of: usize,
    /// The record's number as a spreadsheet shows it.
    pub row: u32,
    /// The reader's name; may be empty.
    pub name: String,
    /// The normalised address; empty without a list.
    pub address: String,
}

/// A recipient that was looked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Found {
    /// Why this one is worth a look; empty where it was searched for.
    pub why: String,
    /// Who it is.
    pub who: PreviewFor,
}
