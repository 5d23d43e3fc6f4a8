//! Checks, exports and proofs in requests and events.

use diag::Diagnostic;
use outbox::Split;
use serde::{Deserialize, Serialize};

/// The findings before sending.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CheckReport {
    /// How many merged letters were looked at.
    pub letters: usize,
    /// How many rules looked at the letter.
    pub rules: usize,
    /// What was found, errors first.
    pub findings: Vec<Diagnostic>,
    /// The HTML part's size of the heaviest letter, in bytes.
    pub heaviest_html: usize,
    /// The whole message's size of the heaviest letter, in bytes.
    pub heaviest_message: usize,
    /// The row of the heaviest letter.
    pub heaviest_row: u32,
}

/// What an export held.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ExportReport {
    /// The name that the file should get.
    pub file_name: String,
    /// Its media type.
    pub media_type: String,
    /// Messages written.
    pub messages: usize,
    /// Rows for which no message could be made, with the reason.
    pub failed: Vec<Diagnostic>,
    /// The file's size.
    pub bytes: u64,
    /// The position of the first row that is not in it, where it ended early.
    pub rest: Option<usize>,
    /// How many parts it has.
    pub parts: u32,
}

/// What a proof of a batch found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct VerifyReport {
    /// Rows that its manifest tells of.
    pub rows: u64,
    /// Messages in it.
    pub messages: u64,
    /// The date of all messages.
    pub date: String,
    /// What is not as the manifest says; nothing: the batch is whole and unchanged. The first thousand.
    pub problems: Vec<Diagnostic>,
}

/// How an export is written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ExportPlan {
    /// The position of the first row; those before it are in another batch.
    pub from: usize,
    /// Whether a journal is kept, so that it can go on after an interruption.
    pub journal: bool,
    /// Whether an interrupted export ends where it was, so that what is finished becomes a whole batch.
    pub end: bool,
    /// The most letters and bytes of a part, and whether large domains get parts of their own. Such an export has no
    /// journal.
    pub split: Split,
}
