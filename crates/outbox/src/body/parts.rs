//! The lines around and between parts, and the fields of a file's part.

use crate::files::File;
use crate::head::{CONTENT_TYPE, TRANSFER_ENCODING};
use crate::header::{HeaderName, HeaderText, write_token, write_with_parameters};

const DISPOSITION: HeaderName = HeaderName::known("Content-Disposition");
const CONTENT_ID: HeaderName = HeaderName::known("Content-ID");

/// The field of a multipart, the empty line, and the line before its first part.
pub(crate) fn open_multipart(
    out: &mut Vec<u8>,
    media_type: &'static str,
    parameters: &[(&'static str, &str)],
    boundary: &str,
) {
    write_with_parameters(out, &CONTENT_TYPE, media_type, parameters);
    out.extend_from_slice(b"\r\n--");
    out.extend_from_slice(boundary.as_bytes());
    out.extend_from_slice(b"\r\n");
}

/// The line between two parts. The line break before it belongs to it, so that texts keep their own end.
pub(crate) fn delimiter(out: &mut Vec<u8>, boundary: &str, end: &str) {
    out.extend_from_slice(b"\r\n--");
    out.extend_from_slice(boundary.as_bytes());
    out.extend_from_slice(end.as_bytes());
    out.extend_from_slice(b"\r\n");
}

pub(crate) fn attachment(file: &File) -> Vec<u8> {
    part_of(file, "attachment", None)
}

pub(crate) fn image(file: &File, name: &str) -> Vec<u8> {
    part_of(file, "inline", Some(name))
}

/// The fields of a file's part, and the empty line.
fn part_of(file: &File, disposition: &'static str, id: Option<&str>) -> Vec<u8> {
    let mut out = Vec::new();
    // Control characters can't stand in a name; nothing can start a field of its own.
    let name = HeaderText::name(file.name());
    write_with_parameters(&mut out, &CONTENT_TYPE, file.media_type(), &[("name", name.as_str())]);
    write_with_parameters(&mut out, &DISPOSITION, disposition, &[("filename", name.as_str())]);
    if let Some(id) = id {
        write_token(&mut out, &CONTENT_ID, &format!("<{id}>"));
    }
    write_token(&mut out, &TRANSFER_ENCODING, "base64");
    out.extend_from_slice(b"\r\n");
    out
}
