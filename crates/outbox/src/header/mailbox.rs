//! Address headers (RFC 5322 §3.4): From, To and Reply-To with one mailbox.

use super::encoded_word::write_encoded_phrase;
use super::{Field, HeaderName, HeaderText};
use mail::Address;

/// A word of a name that is longer would not fit a line, and is encoded so that it can be broken.
const LONGEST_WORD: usize = 900;

/// Writes an address header with one mailbox. The name is written as it is where it is made of plain words, in
/// quotes where it holds other ASCII, and as encoded words else. The address is raw UTF-8 only where its local
/// part is not ASCII (RFC 6532 §3.2), since nothing else can say it.
pub fn write_mailbox(
    out: &mut Vec<u8>,
    header: &HeaderName,
    name: Option<&HeaderText<'_>>,
    address: &Address,
) {
    let mut field = Field::open(out, header);
    match name.map(HeaderText::as_str).filter(|name| !name.is_empty()) {
        None => field.word(&address.to_string()),
        Some(name) => {
            if is_plain_phrase(name) {
                name.split(' ').for_each(|word| field.word(word));
            } else if is_quotable(name) {
                // Between words a quoted string may be folded like other text (RFC 5322 §3.2.4).
                quoted(name).split(' ').for_each(|word| field.word(word));
            } else {
                write_encoded_phrase(&mut field, name);
            }
            field.word(&format!("<{address}>"));
        }
    }
    field.close();
}

/// The mailbox as people and JSON interfaces write it: the name unencoded, in quotes where it needs them.
pub fn display_mailbox(name: Option<&HeaderText<'_>>, address: &Address) -> String {
    match name.map(HeaderText::as_str).filter(|name| !name.is_empty()) {
        None => address.to_string(),
        Some(name) if name.chars().all(|c| c == ' ' || is_atext(c) || !c.is_ascii()) => {
            format!("{name} <{address}>")
        }
        Some(name) => format!("{} <{address}>", quoted(name)),
    }
}

/// A run of atoms with one space between them (RFC 5322 §3.2.5), none too long for a line.
fn is_plain_phrase(name: &str) -> bool {
    let is_atom = |word: &str| !word.is_empty() && word.chars().all(is_atext);
    is_quotable(name) && name.split(' ').all(is_atom)
}

/// ASCII that can be said without encoded words and isn't taken for one.
fn is_quotable(name: &str) -> bool {
    name.is_ascii() && !name.contains("=?") && name.split(' ').all(|word| word.len() <= LONGEST_WORD)
}

/// The characters of an atom (RFC 5322 §3.2.3).
fn is_atext(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c)
}

fn quoted(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 2);
    text.push('"');
    for c in name.chars() {
        if matches!(c, '"' | '\\') {
            text.push('\\');
        }
        text.push(c);
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_where_they_need_it() {
        assert!(is_plain_phrase("Ann Lee") && is_plain_phrase("O'Neil"));
        for name in ["Lee, Ann", "J. Doe", "a  b", "", "Ünal", "=?utf-8?Q?a?="] {
            assert!(!is_plain_phrase(name), "{name}");
        }
        assert_eq!(quoted(r#"Ann "the \ pen" Lee"#), r#""Ann \"the \\ pen\" Lee""#);
    }
}
