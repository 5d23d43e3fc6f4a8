//! What a batch holds, as `manifest.json` says it: every row of the list with what became of it.

use crate::export::BatchFormat;
use serde::{Deserialize, Serialize};

/// Says that a JSON file is such a manifest.
pub const MANIFEST_FORMAT: &str = "postroom-batch";
/// The version of the manifest's form. Readers refuse a later one.
pub const MANIFEST_VERSION: u32 = 1;
/// The manifest's name in and beside a batch.
pub const MANIFEST_NAME: &str = "manifest.json";

/// Rows = kept + excluded + rejected, and kept = messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ManifestCounts {
    /// Rows of the list.
    pub rows: u64,
    /// Rows with a message.
    pub kept: u64,
    /// Rows set aside.
    pub excluded: u64,
    /// Rows without a message that should have one: bad addresses, and letters that could not be merged.
    pub rejected: u64,
    /// Of the rejected rows, those for which the letter could not be made.
    pub failed: u64,
}

/// A whole manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Always [`MANIFEST_FORMAT`].
    pub format: String,
    /// [`MANIFEST_VERSION`] of the writer.
    pub version: u32,
    /// In what the messages are.
    pub kind: BatchFormat,
    /// The letter's hash: SHA-256 of its canonical text, in hex.
    pub letter_sha256: String,
    /// What boundaries and Message-IDs were made from.
    pub seed: u64,
    /// The Date header of all messages (RFC 3339, UTC).
    pub date: String,
    /// How the rows add up.
    pub counts: ManifestCounts,
    /// The rows in the list's order. They stand last in the file, so that they can be written one by one.
    pub rows: Vec<ManifestRow>,
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ManifestStatus {
    /// It has a message.
    Kept,
    /// It was set aside.
    Excluded,
    /// It has no message, though it should.
    Rejected,
}

/// A row of the manifest. Fields that mean nothing for the row are null.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestRow {
    /// The record's number as a spreadsheet shows it: the header is 1.
    pub row: u32,
    /// The address: normalised in kept rows, as it stands in the list in others.
    pub address: String,
    /// What became of it.
    pub status: ManifestStatus,
    /// Why there is no message: `duplicate`, `suppressed`, the code of a diagnostic…
    pub reason: Option<String>,
    /// The message's file, where it has one of its own.
    pub file: Option<String>,
    /// SHA-256, in hex: of the whole message with CRLF in eml, zip and mbox, of the line or record without its
    /// line break in jsonl and csv.
    pub sha256: Option<String>,
    /// The size in bytes of what the hash is made of.
    pub size: Option<u64>,
    /// The Message-ID, angle brackets included.
    pub message_id: Option<String>,
    /// MAIL FROM; RCPT TO is the address.
    pub envelope_from: Option<String>,
    /// The same for the same letter and recipient.
    pub idempotency_key: Option<String>,
}

impl ManifestRow {
    /// A row without a message.
    pub(crate) fn without_message(
        row: u32,
        address: String,
        status: ManifestStatus,
        reason: String,
    ) -> ManifestRow {
        ManifestRow {
            row,
            address,
            status,
            reason: Some(reason),
            file: None,
            sha256: None,
            size: None,
            message_id: None,
            envelope_from: None,
            idempotency_key: None,
        }
    }
}
