//! What is asked of messages, and what is told of them.

use crate::files::File;
use diag::Diagnostic;
use serde::Serialize;

/// What all messages of a batch share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// The Date header: seconds since 1970, UTC.
    pub now: i64,
    /// Makes boundaries and Message-IDs. The same letter, list, seed and date give the same bytes.
    pub seed: u64,
}

/// What is told of a message beside its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageMeta {
    /// The Message-ID, angle brackets included.
    pub message_id: String,
    /// MAIL FROM.
    pub envelope_from: String,
    /// RCPT TO.
    pub envelope_to: String,
    /// The message's size in bytes.
    pub size: usize,
    /// SHA-256 of the message's bytes, in lower-case hex.
    pub sha256: String,
    /// The idempotency key: the same for the same letter and recipient.
    pub key: String,
    /// What was mended or left out; warnings only.
    pub notes: Vec<Diagnostic>,
}

/// A message for interfaces that build the MIME themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Parts {
    /// The sender, as people write it.
    pub from: String,
    /// The recipient, as people write it.
    pub to: String,
    /// Where answers go, where not to the sender.
    pub reply_to: Option<String>,
    /// The subject.
    pub subject: String,
    /// The HTML part; `None` for a text letter.
    pub html: Option<String>,
    /// The text part.
    pub text: String,
    /// Further headers in their order.
    pub headers: Vec<NameValue>,
    /// Attached files, and images that the HTML shows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<PartFile>,
}

/// An attached file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartFile {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// The id by which the HTML shows it (`cid:`), for an image that is shown there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_id: Option<String>,
    /// Its bytes in base64, in one line.
    pub content: String,
}

impl PartFile {
    pub(crate) fn new(file: &File, content_id: Option<&str>) -> PartFile {
        let digits = file.encoded().iter().filter(|byte| !byte.is_ascii_whitespace());
        PartFile {
            name: file.name().to_owned(),
            media_type: file.media_type(),
            content_id: content_id.map(str::to_owned),
            content: digits.map(|byte| char::from(*byte)).collect(),
        }
    }
}

/// One further header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NameValue {
    /// Its name.
    pub name: String,
    /// Its value, unfolded and unencoded.
    pub value: String,
}
