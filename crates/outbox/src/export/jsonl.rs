//! JSON lines: one message an object, for interfaces that build the MIME themselves.

use crate::message::{MessageMeta, Parts};
use serde::Serialize;

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
