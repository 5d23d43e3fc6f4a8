//! JSON of our own types, which can't fail to be written.

use serde::Serialize;

/// Appends a value. Structs of strings, numbers and lists always have a JSON form, and a vector takes every byte;
/// should that ever change, `null` stands there, and the text stays JSON.
pub(crate) fn append(out: &mut Vec<u8>, value: &impl Serialize) {
    let start = out.len();
    if serde_json::to_writer(&mut *out, value).is_err() {
        out.truncate(start);
        out.extend_from_slice(b"null");
    }
}
