//! Header fields, written so that nothing can be injected: names and texts are types whose constructors keep
//! line breaks, NUL and every other control character out (RFC 5322 §2.2, RFC 2047, RFC 2231).
//!
//! Lines are folded at 76 characters where a line may be broken at all, and never exceed 998.

mod date;
mod encoded_word;
mod field;
mod mailbox;
mod name;
mod parameter;
mod text;
mod unfold;
mod uri;

pub use date::Date;
pub use mailbox::{display_mailbox, write_mailbox};
pub use name::{HeaderName, HeaderNameError};
pub use parameter::write_with_parameters;
pub use text::HeaderText;
pub use unfold::unfolded;
pub use uri::HeaderUri;

pub(crate) use field::Field;

/// Writes an unstructured field such as Subject. What isn't plain ASCII becomes encoded words; plain words of
/// up to `longest_word` bytes stay as they are, so that tokens in extra headers are not encoded needlessly.
pub fn write_text(out: &mut Vec<u8>, name: &HeaderName, text: &HeaderText<'_>, longest_word: usize) {
    let mut field = Field::open(out, name);
    encoded_word::write_unstructured(&mut field, text, longest_word);
    field.close();
}

/// Writes a field whose value is one unbreakable ASCII token, such as a Message-ID or a date.
pub(crate) fn write_token(out: &mut Vec<u8>, name: &HeaderName, token: &str) {
    let mut field = Field::open(out, name);
    field.word(token);
    field.close();
}

/// Writes `List-Unsubscribe` (RFC 2369 §3.2): the addresses in angle brackets, in their order, with commas.
pub fn write_uris(out: &mut Vec<u8>, name: &HeaderName, uris: &[HeaderUri]) {
    let mut field = Field::open(out, name);
    for (i, uri) in uris.iter().enumerate() {
        let comma = if i + 1 < uris.len() { "," } else { "" };
        field.word(&format!("<{}>{comma}", uri.as_str()));
    }
    field.close();
}
