//! Names of header fields, and the names that a letter may not set.

use std::borrow::Cow;

/// The name of a header field: printable ASCII without a colon (RFC 5322 §2.2), at most 60 characters so that
/// a value always has room beside it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct HeaderName(Cow<'static, str>);

/// Why a letter may not set a header of this name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderNameError {
    /// The name is empty, too long, or holds a character that no name may hold.
    Malformed,
    /// Postroom writes this header itself, or it belongs to the servers on the way.
    Reserved,
}

/// The longest name taken.
const LONGEST: usize = 60;

/// Headers that stand once in a message and that Postroom writes from the letter's own fields, and headers
/// that only servers write. A letter that could set them could forge a sender or add hidden recipients.
const RESERVED: &[&str] = &[
    "apparently-to",
    "authentication-results",
    "bcc",
    "cc",
    "date",
    "delivered-to",
    "dkim-signature",
    "domainkey-signature",
    "envelope-to",
    "errors-to",
    "from",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "message-id",
    "mime-version",
    "received",
    "received-spf",
    "reply-to",
    "return-path",
    "sender",
    "subject",
    "to",
    "x-original-to",
];

/// Families of headers that are reserved as a whole.
const RESERVED_PREFIXES: &[&str] = &["arc-", "content-", "resent-"];

impl HeaderName {
    /// A name known when Postroom is built.
    pub(crate) const fn known(name: &'static str) -> HeaderName {
        HeaderName(Cow::Borrowed(name))
    }

    /// The name of an extra header of a letter.
    ///
    /// # Errors
    /// Whether the name is malformed or reserved.
    pub fn extra(name: &str) -> Result<HeaderName, HeaderNameError> {
        let well_formed = !name.is_empty()
            && name.len() <= LONGEST
            && name.bytes().all(|b| b.is_ascii_graphic() && b != b':');
        if !well_formed {
            return Err(HeaderNameError::Malformed);
        }
        let lower = name.to_ascii_lowercase();
        let reserved = RESERVED.contains(&lower.as_str())
            || RESERVED_PREFIXES.iter().any(|prefix| lower.starts_with(prefix));
        if reserved {
            return Err(HeaderNameError::Reserved);
        }
        Ok(HeaderName(Cow::Owned(name.to_owned())))
    }

    /// The name itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_can_not_set_what_is_not_its_own() {
        for name in ["Bcc", "FROM", "resent-to", "Content-Type", "ARC-Seal", "Return-Path"] {
            assert_eq!(HeaderName::extra(name), Err(HeaderNameError::Reserved), "{name}");
        }
        for name in ["", "X Campaign", "X-Ü", "X:", "X-A\r\nBcc", &"x".repeat(61)] {
            assert_eq!(HeaderName::extra(name), Err(HeaderNameError::Malformed), "{name}");
        }
        for name in ["X-Campaign", "List-ID", "Feedback-ID", "Precedence", "Auto-Submitted"] {
            assert_eq!(HeaderName::extra(name).unwrap().as_str(), name);
        }
    }

    #[test]
    fn the_table_is_lower_case() {
        assert!(RESERVED.iter().chain(RESERVED_PREFIXES).all(|n| n.to_ascii_lowercase() == **n));
    }
}
