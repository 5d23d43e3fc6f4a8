//! The local part: a dot-atom or a quoted string (RFC 5321 §4.1.2, RFC 6531 §3.3).

use super::error::AddressError;
use super::plain::is_atext;
use super::text;
use icu_normalizer::ComposingNormalizerBorrowed;
use std::borrow::Cow;

/// The most octets of a local part. Defined in RFC 5321 §4.5.3.1.1.
const MAX_LOCAL: usize = 64;

/// Reads the local part at the start of `text`, which holds an `@`. Returns it in NFC, and where its `@` stands.
pub(super) fn read(text: &str) -> Result<(Cow<'_, str>, usize), AddressError> {
    let (at, minimal) = if text.starts_with('"') {
        let at = quoted(text)?;
        (at, Cow::Owned(minimal(&text[1..at - 1])))
    } else {
        let at = dot_atom(text)?;
        (at, Cow::Borrowed(&text[..at]))
    };
    let nfc = ComposingNormalizerBorrowed::new_nfc();
    let local = match minimal {
        Cow::Borrowed(local) => nfc.normalize(local),
        Cow::Owned(local) => Cow::Owned(nfc.normalize(&local).into_owned()),
    };
    // What was written counts too: a server may see it before anyone shortens it.
    let length = local.len().max(at);
    if length > MAX_LOCAL {
        return Err(AddressError::new(
            "address-local-too-long",
            0..at,
            format!("expected at most {MAX_LOCAL} octets before the @, but found {length}"),
            "ask the reader for the right address; no server takes a longer name",
        ));
    }
    Ok((local, at))
}

/// The form with the fewest quotes of what stands in a quoted string: none where a dot-atom says the same
/// (RFC 5321 §4.1.2 asks senders for it).
fn minimal(quoted: &str) -> String {
    let mut text = String::with_capacity(quoted.len());
    let mut characters = quoted.chars();
    while let Some(c) = characters.next() {
        // The grammar saw that a character follows each backslash.
        text.push(if c == '\\' { characters.next().unwrap_or(c) } else { c });
    }
    let is_atom = |c: char| if c.is_ascii() { is_atext(c as u8) } else { !c.is_whitespace() };
    if text.split('.').all(|atom| !atom.is_empty() && atom.chars().all(is_atom)) {
        return text;
    }
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Where the `@` after a dot-atom stands.
fn dot_atom(text: &str) -> Result<usize, AddressError> {
    let mut last = '.';
    for (i, c) in text.char_indices() {
        match c {
            '@' if i == 0 => {
                return Err(AddressError::new(
                    "address-no-local",
                    0..1,
                    "expected a name before the @, but found nothing",
                    "write the part before the @",
                ));
            }
            '@' if last == '.' => return Err(dot("address-local-dot-end", i - 1, "before the @")),
            '@' => return Ok(i),
            '.' if i == 0 => return Err(dot("address-local-dot-start", 0, "at the start")),
            '.' if last == '.' => {
                return Err(AddressError::new(
                    "address-local-double-dot",
                    i - 1..i + 1,
                    "expected one dot at a time before the @, but found two",
                    "take one dot away; where the mailbox really has two, put the part before the @ in quotation marks",
                ));
            }
            '.' => {}
            c if c.is_ascii() && is_atext(c as u8) => {}
            c => check_character(c, i, "before the @", !c.is_ascii())?,
        }
        last = c;
    }
    // The caller saw an `@`, so the loop returns; this is what a text without one would be.
    Err(super::grammar::no_at(text))
}

/// Where the `@` after a quoted string stands.
fn quoted(text: &str) -> Result<usize, AddressError> {
    let mut characters = text.char_indices().skip(1);
    let mut end = None;
    while let Some((i, c)) = characters.next() {
        match c {
            '"' => {
                end = Some(i + 1);
                break;
            }
            '\\' => match characters.next() {
                // A quoted pair is a backslash and one printable ASCII character (`quoted-pairSMTP`).
                Some((_, ' '..='~')) => {}
                Some((j, c)) => {
                    return Err(AddressError::new(
                        "address-quoted-pair",
                        i..j + c.len_utf8(),
                        format!(
                            "expected a printable ASCII character after the backslash, but found {}",
                            text::name(c)
                        ),
                        "take the backslash away",
                    ));
                }
                None => break,
            },
            ' '..='~' => {}
            c => check_character(c, i, "between the quotation marks", !c.is_ascii())?,
        }
    }
    let Some(end) = end else {
        return Err(AddressError::new(
            "address-open-quote",
            0..text.len(),
            "expected a closing quotation mark before the @, but found none",
            "close the quotation mark, or take the first one away",
        ));
    };
    match text[end..].chars().next() {
        Some('@') => Ok(end),
        Some(c) => Err(AddressError::new(
            "address-after-quote",
            end..end + c.len_utf8(),
            format!("expected the @ right after the closing quotation mark, but found {}", text::name(c)),
            "put the whole part before the @ into one pair of quotation marks",
        )),
        None => Err(super::grammar::no_at(text)),
    }
}

fn dot(code: &'static str, at: usize, place: &str) -> AddressError {
    AddressError::new(
        code,
        at..at + 1,
        format!("expected a letter, digit or sign, but found a dot {place}"),
        "take the dot away; where the mailbox really has it, put the part before the @ in quotation marks",
    )
}

/// Whether a character that is not printable ASCII may stand where RFC 6531 §3.3 takes any UTF-8; `utf8` says that
/// this is such a place.
fn check_character(c: char, at: usize, place: &str, utf8: bool) -> Result<(), AddressError> {
    let span = at..at + c.len_utf8();
    // The joiners are letters' neighbours in some scripts (RFC 5892 appendix A.1), so they are not refused.
    if utf8 && text::is_invisible(c) && !matches!(c, '\u{200c}' | '\u{200d}') {
        return Err(AddressError::new(
            "address-invisible",
            span,
            format!("expected only visible characters {place}, but found {}", text::name(c)),
            "take the invisible character away",
        ));
    }
    if c.is_whitespace() && !c.is_control() || c == '\t' {
        return Err(AddressError::new(
            "address-space",
            span,
            format!("expected no space {place}, but found {}", text::name(c)),
            "take the space away",
        ));
    }
    if c.is_control() {
        return Err(AddressError::new(
            "address-control",
            span,
            format!("expected text {place}, but found {}", text::name(c)),
            "take the control character away",
        ));
    }
    if !utf8 || text::is_unusable(c) {
        return Err(AddressError::new(
            "address-local-character",
            span,
            format!(
                "expected letters, digits, dots or one of !#$%&'*+-/=?^_`{{|}}~ {place}, but found {}",
                text::name(c)
            ),
            "correct the character",
        ));
    }
    Ok(())
}
