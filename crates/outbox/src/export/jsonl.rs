//! JSON lines: one message an object, for interfaces that build the MIME themselves.

use crate::message::{MessageMeta, Parts};
use serde::Serialize;

/// Writes a message in the JSON that some interface takes, where not in our own.
pub trait LineShape: Send {
    /// The JSON of one message, without a line break. `raw` is the message as bytes.
    ///
    /// # Errors
    /// Why it can't be said in this shape, for people.
    fn line(&self, parts: &Parts, meta: &MessageMeta, raw: &[u8]) -> Result<Vec<u8>, String>;
}

/// A line.
#[derive(Serialize)]
struct Line<'a> {
    row: u32,
    envelope_from: &'a str,
    envelope_to: &'a str,
    #[serde(flatten)]
    parts: &'a Parts,
    message_id: &'a str,
    idempotency_key: &'a str,
}

/// Appends a line without its line break.
pub(super) fn write_line(out: &mut Vec<u8>, row: u32, parts: &Parts, meta: &MessageMeta) {
    let line = Line {
        row,
        envelope_from: &meta.envelope_from,
        envelope_to: &meta.envelope_to,
        parts,
        message_id: &meta.message_id,
        idempotency_key: &meta.key,
    };
    crate::json::append(out, &line);
}
