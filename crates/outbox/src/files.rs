//! Files that go with a letter: attached, or shown in its HTML by their name (`<img src="cid:logo.png">`, RFC 2392).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::sync::Arc;

/// Bytes that make a line of base64: 76 characters (RFC 2045 §6.8).
const LINE: usize = 57;

/// A file, encoded once for all messages that carry it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    name: String,
    media_type: &'static str,
    encoded: Vec<u8>,
}

impl File {
    /// A file of this name. What stands before the last slash is left out: no folder of ours belongs into a message.
    pub fn new(name: &str, bytes: &[u8]) -> File {
        let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let mut encoded = Vec::with_capacity(bytes.len() / LINE * 78 + 80);
        for line in bytes.chunks(LINE) {
            encoded.extend_from_slice(STANDARD.encode(line).as_bytes());
            encoded.extend_from_slice(b"\r\n");
        }
        File { name: base.to_owned(), media_type: media_type(base), encoded }
    }

    /// Its name, without a folder.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its media type, told by its name.
    pub fn media_type(&self) -> &'static str {
        self.media_type
    }

    /// Its bytes in base64, in lines that end with CRLF.
    pub(crate) fn encoded(&self) -> &[u8] {
        &self.encoded
    }
}

/// Where a letter's files come from. Asking for the same name again should be cheap.
pub trait Files: Send + Sync {
    /// The file of this name, as the letter writes it.
    ///
    /// # Errors
    /// Why it can't be had, in a few words for people.
    fn file(&self, name: &str) -> Result<Arc<File>, String>;
}

/// Files that are all in memory.
impl Files for Vec<Arc<File>> {
    fn file(&self, name: &str) -> Result<Arc<File>, String> {
        self.iter().find(|file| file.name == name).cloned().ok_or_else(|| "there is no such file".to_owned())
    }
}

/// Extensions and what they mean (the registry of media types); anything else is bytes.
const MEDIA_TYPES: [(&str, &str); 26] = [
    ("csv", "text/csv"),
    ("doc", "application/msword"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("gif", "image/gif"),
    ("gz", "application/gzip"),
    ("htm", "text/html"),
    ("html", "text/html"),
    ("ics", "text/calendar"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("json", "application/json"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("ppt", "application/vnd.ms-powerpoint"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("rtf", "application/rtf"),
    ("svg", "image/svg+xml"),
    ("txt", "text/plain"),
    ("vcf", "text/vcard"),
    ("webp", "image/webp"),
    ("xls", "application/vnd.ms-excel"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("zip", "application/zip"),
];

fn media_type(name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    let known = MEDIA_TYPES.iter().find(|(known, _)| *known == extension);
    known.map_or("application/octet-stream", |(_, media_type)| media_type)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_a_name_a_type_and_short_lines() {
        let file = File::new("../assets/Prices.PDF", &[b'x'; 200]);
        assert_eq!((file.name(), file.media_type()), ("Prices.PDF", "application/pdf"));
        assert!(file.encoded().split(|b| *b == b'\n').all(|line| line.len() <= 77));
        assert_eq!(File::new("a\\b", b"").name(), "b");
        assert_eq!(File::new("b", b"").media_type(), "application/octet-stream");
    }

    #[test]
    fn the_table_is_sorted() {
        assert!(MEDIA_TYPES.is_sorted_by_key(|(extension, _)| extension));
    }
}
