//! Mailboxes: a name and an address (RFC 5322 §3.4).

use super::error::AddressError;
use super::{Address, text};
use std::fmt;

/// An address with the name that is shown before it (RFC 5322 §3.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// The name as people read it, without quotes.
    pub name: Option<String>,
    /// Where the mail goes.
    pub address: Address,
}

impl Mailbox {
    /// Reads `Ann Lee <ann@example.com>`, `"Lee, Ann" <…>`, `ann@example.com (Ann Lee)` or a bare address, with
    /// space around it or not. The name may have dots (`obs-phrase` of RFC 5322 §4.1) and any visible character; only
    /// commas and semicolons need quotation marks, since they separate mailboxes.
    ///
    /// # Errors
    /// What keeps it from being one mailbox.
    pub fn parse(text: &str) -> Result<Mailbox, AddressError> {
        let trimmed = text.trim();
        let offset = text.len() - text.trim_start().len();
        let place = |mut error: AddressError, at: usize, whole: Option<(&str, &str)>| {
            error.span = error.span.shifted(at);
            // The suggestion replaces the whole text, so the name has to be in it.
            error.suggestion = match whole {
                Some((before, after)) => error.suggestion.map(|address| format!("{before}{address}{after}")),
                None => error.suggestion,
            };
            error.whole = text.len();
            error
        };
        let Some(parts) = split(trimmed) else {
            return match bare(trimmed) {
                Ok(mailbox) => Ok(mailbox),
                Err(error) => Err(place(error, offset, None)),
            };
        };
        let inner = parts.address.trim_start();
        let start = offset + parts.address_start + parts.address.len() - inner.len();
        let address = match Address::parse(inner.trim_end()) {
            Ok(address) => address,
            Err(error) => {
                let before = &trimmed[..parts.address_start];
                let after = &trimmed[parts.address_start + parts.address.len()..];
                return Err(place(error, start, Some((before, after))));
            }
        };
        let name = read_name(parts.name).map_err(|mut error| {
            error.suggestion = Some(format!("{} <{address}>", quote(parts.name.trim())))
                .filter(|_| error.code == "mailbox-name-comma");
            place(error, offset, None)
        })?;
        Ok(Mailbox { name, address })
    }
}

/// The mailbox as a header has it before encoding: the name quoted where it needs quotes.
impl fmt::Display for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) if name.chars().all(is_phrase_character) => write!(f, "{name} <{}>", self.address),
            Some(name) => write!(f, "{} <{}>", quote(name), self.address),
            None => write!(f, "{}", self.address),
        }
    }
}

/// A text with an address in angle brackets at its end.
pub(super) struct Parts<'t> {
    pub(super) name: &'t str,
    pub(super) address: &'t str,
    pub(super) address_start: usize,
}

/// Splits `name <address>`; `None` where the text does not end with one pair of angle brackets outside quotes.
pub(super) fn split(text: &str) -> Option<Parts<'_>> {
    let inner = text.strip_suffix('>')?;
    let open = inner.rfind('<')?;
    let name = &inner[..open];
    (!inner[open..].contains('>')).then_some(Parts {
        name,
        address: &inner[open + 1..],
        address_start: open + 1,
    })
}

/// An address alone, or with the name in a comment after it, as mail programs once wrote it.
fn bare(text: &str) -> Result<Mailbox, AddressError> {
    let error = match Address::parse(text) {
        Ok(address) => return Ok(Mailbox { name: None, address }),
        Err(error) => error,
    };
    let comment = text.strip_suffix(')').and_then(|text| text.split_once('('));
    if let Some((address, name)) = comment
        && !name.contains(|c: char| matches!(c, '(' | ')') || c.is_control())
        && let Ok(address) = Address::parse(address.trim())
    {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        return Ok(Mailbox { name: (!name.is_empty()).then_some(name), address });
    }
    Err(error)
}

/// The name without quotes and escapes; spans count in `text`.
fn read_name(text: &str) -> Result<Option<String>, AddressError> {
    let mut name = String::with_capacity(text.len());
    let mut open = None;
    let mut escaped = false;
    for (i, c) in text.char_indices() {
        let span = i..i + c.len_utf8();
        if c.is_control() && c != '\t' {
            return Err(AddressError::new(
                "mailbox-name-control",
                span,
                format!("expected a name before the address, but found {}", text::name(c)),
                "write the name in one line",
            ));
        }
        match c {
            c if escaped => {
                escaped = false;
                name.push(c);
            }
            '\\' if open.is_some() => escaped = true,
            '"' => open = if open.is_some() { None } else { Some(i) },
            ',' | ';' if open.is_none() => {
                return Err(AddressError::new(
                    "mailbox-name-comma",
                    span,
                    format!("expected one name, but found {}, which separates mailboxes", text::name(c)),
                    "put the name in quotation marks",
                ));
            }
            '<' | '>' if open.is_none() => {
                return Err(AddressError::new(
                    "mailbox-name-bracket",
                    span,
                    format!("expected one address in angle brackets, but found {} before it", text::name(c)),
                    "keep one mailbox",
                ));
            }
            c => name.push(c),
        }
    }
    if let Some(start) = open {
        return Err(AddressError::new(
            "mailbox-open-quote",
            start..start + 1,
            "expected a closing quotation mark after the name, but found none",
            "close the quotation mark",
        ));
    }
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok((!name.is_empty()).then_some(name))
}

/// Whether the character needs no quotes in a phrase (RFC 5322 §3.2.3, §3.2.5, RFC 6532 §3.2).
fn is_phrase_character(c: char) -> bool {
    c == ' ' || !c.is_ascii() || super::plain::is_atext(c as u8)
}

fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn space_before_the_address_counts() {
        // Found by a law: the span ended within a character.
        let text = "< \u{200b}>";
        assert_eq!(Mailbox::parse(text).unwrap_err().span.of(text), Some("\u{200b}"));
    }

    #[test]
    fn a_name_in_a_comment_prints_as_it_is_read() {
        let read = Mailbox::parse("ann@example.com (Ann  Lee)").unwrap();
        assert_eq!(read.to_string(), "Ann Lee <ann@example.com>");
        assert_eq!(Mailbox::parse(&read.to_string()), Ok(read));
        // Found by the fuzzer: a control character in the comment would have come out in the name.
        assert!(Mailbox::parse("ann@example.com (a\u{13}h)").is_err());
    }
}
