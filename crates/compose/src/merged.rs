//! What one recipient gets, before it becomes a message.

use crate::letter::Unsubscribe;

/// The small fields of one recipient's letter. Line breaks in them have become spaces, so that none can start a
/// header of its own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fields {
    /// The subject line.
    pub subject: String,
    /// The line that a mailbox shows after the subject.
    pub preheader: String,
    /// The sender.
    pub from: String,
    /// Where answers go; empty means the sender.
    pub reply_to: String,
    /// More headers, in their order.
    pub headers: Vec<(String, String)>,
    /// Names of files to attach; those that are empty for this recipient are left out.
    pub attachments: Vec<String>,
    /// How this reader leaves the list.
    pub unsubscribe: Unsubscribe,
    /// The sender's postal address.
    pub postal_address: String,
}

/// One recipient's letter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Merged {
    /// Subject and the other small fields.
    pub fields: Fields,
    /// The HTML part; `None` for [`Format::Text`].
    pub html: Option<String>,
    /// The text part.
    pub text: String,
}

/// No line breaks, and no space at the ends: a header is one line.
pub(crate) fn one_line(text: &str) -> String {
    let text = text.trim();
    if !text.contains(['\r', '\n']) {
        return text.to_string();
    }
    text.split(['\r', '\n']).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_one_line() {
        assert_eq!(one_line(" a\r\nBcc: b\n\n c "), "a Bcc: b c");
        assert_eq!(one_line("a  b"), "a  b");
    }
}
