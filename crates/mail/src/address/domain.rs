//! The domain: labels of letters, digits and hyphens, in ASCII or by UTS 46 (RFC 5321 §4.1.2, RFC 5890, RFC 6531 §3.3).

use super::error::AddressError;
use super::plain::is_a_label;
use super::{literal, text, u_label};
use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};

/// The most octets of a label (RFC 1035 §2.3.4).
const MAX_LABEL: usize = 63;
/// The most octets of a domain as text: 255 in DNS (RFC 1035 §2.3.4) with the length octets of its ends.
const MAX_DOMAIN: usize = 253;

/// Reads the domain that fills `whole` from `start` on. Returns it in A-labels and lower case, or the address
/// literal.
pub(super) fn read(whole: &str, start: usize) -> Result<String, AddressError> {
    let domain = &whole[start..];
    if domain.is_empty() {
        return Err(AddressError::new(
            "address-no-domain",
            start - 1..start,
            "expected a domain after the @, but found nothing",
            "write the part after the @",
        ));
    }
    if domain.starts_with('[') {
        return literal::read(whole, start);
    }
    check_characters(domain, start)?;
    check_dots(domain, start)?;
    if domain.is_ascii() {
        let ascii = domain.to_ascii_lowercase();
        check_labels(&ascii, domain, start)?;
        return Ok(ascii);
    }
    let ascii = to_a_labels(domain).ok_or_else(|| idna_error(domain, start))?;
    check_labels(&ascii, domain, start)?;
    check_script(&ascii, whole, start)?;
    Ok(ascii)
}

/// Whether a character separates labels: a full stop, or one that UTS 46 takes for it.
pub(super) fn is_stop(c: char) -> bool {
    matches!(c, '.' | '\u{3002}' | '\u{ff0e}' | '\u{ff61}')
}

/// The labels that were written in their own script have to be U-labels of IDNA 2008 (RFC 6531 §3.3). One that is
/// none, but has an `xn--` form, is meant by that form.
fn check_script(ascii: &str, whole: &str, start: usize) -> Result<(), AddressError> {
    let written = &whole[start..];
    for (label, unicode) in ascii.split('.').zip(unicode_labels(ascii)) {
        if written.split(is_stop).any(|written| written.eq_ignore_ascii_case(label)) {
            continue;
        }
        let Some(c) = u_label::problem(&unicode) else { continue };
        // The mapping may have made the sign of another; then all of the domain is shown.
        let span = written.find(c).map_or(start..whole.len(), |i| start + i..start + i + c.len_utf8());
        return Err(AddressError::new(
            "address-domain-character",
            span,
            format!("expected letters and digits of a script in the domain, but found {}", text::name(c)),
            "write this part of the domain in its xn-- form; IDNA 2008 has no symbols (RFC 5892)",
        )
        .suggest(format!("{}{ascii}", &whole[..start])));
    }
    Ok(())
}

/// The labels as UTS 46 shows them.
fn unicode_labels(domain: &str) -> impl Iterator<Item = String> {
    domain.split('.').map(|label| {
        match Uts46::new().to_unicode(label.as_bytes(), AsciiDenyList::EMPTY, Hyphens::Allow) {
            (unicode, Ok(())) => unicode.into_owned(),
            (_, Err(_)) => label.to_owned(),
        }
    })
}

/// The domain with its good A-labels in Unicode.
pub(super) fn to_unicode(domain: &str) -> String {
    if !domain.split('.').any(|label| is_a_label(label.as_bytes())) {
        return domain.to_owned();
    }
    let shown = domain.split('.').zip(unicode_labels(domain)).map(|(label, unicode)| {
        if u_label::problem(&unicode).is_none() { unicode } else { label.to_owned() }
    });
    let shown = shown.collect::<Vec<_>>().join(".");
    // Right-to-left rules look at the whole domain.
    if to_a_labels(&shown).as_deref() == Some(domain) { shown } else { domain.to_owned() }
}

/// The A-labels of a domain in any script, by UTS 46 without the transitional mappings.
pub(super) fn to_a_labels(domain: &str) -> Option<String> {
    Uts46::new()
        .to_ascii(domain.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Ignore)
        .ok()
        .map(|ascii| ascii.into_owned())
}

fn check_characters(domain: &str, start: usize) -> Result<(), AddressError> {
    for (i, c) in domain.char_indices() {
        let span = start + i..start + i + c.len_utf8();
        let error = |code, expected: &str, hint: &str| {
            Err(AddressError::new(
                code,
                span.clone(),
                format!("expected {expected}, but found {}", text::name(c)),
                hint,
            ))
        };
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '.' => {}
            '@' => {
                return Err(AddressError::new(
                    "address-two-ats",
                    span,
                    "expected one @, but found a second",
                    "leave one @; write one address in a cell",
                ));
            }
            ' ' | '\t' => return error("address-space", "no space in the domain", "take the space away"),
            c if c.is_control() => {
                return error("address-control", "a domain after the @", "take the control character away");
            }
            c if text::is_invisible(c) && !matches!(c, '\u{200c}' | '\u{200d}') => {
                return error(
                    "address-invisible",
                    "only visible characters in the domain",
                    "take the invisible character away",
                );
            }
            c if c.is_whitespace() => {
                return error("address-space", "no space in the domain", "take the space away");
            }
            c if c.is_ascii() => {
                return error(
                    "address-domain-character",
                    "letters, digits, hyphens and dots after the @",
                    "correct the domain",
                );
            }
            c if text::is_domain_punctuation(c) => {
                return error(
                    "address-domain-character",
                    "letters, digits, hyphens and dots after the @",
                    "correct the domain",
                );
            }
            _ => {}
        }
    }
    Ok(())
}

fn check_dots(domain: &str, start: usize) -> Result<(), AddressError> {
    let mut last: Option<(usize, char)> = None;
    for (i, c) in domain.char_indices() {
        let span = start + i..start + i + c.len_utf8();
        match last {
            None if is_stop(c) => {
                return Err(AddressError::new(
                    "address-domain-dot-start",
                    span,
                    "expected a domain after the @, but found a dot",
                    "take the dot away",
                ));
            }
            Some((before, stop)) if is_stop(stop) && is_stop(c) => {
                return Err(AddressError::new(
                    "address-domain-double-dot",
                    start + before..span.end,
                    "expected one dot at a time in the domain, but found two",
                    "take one dot away",
                ));
            }
            _ => last = Some((i, c)),
        }
    }
    match last {
        Some((i, c)) if is_stop(c) => Err(AddressError::new(
            "address-trailing-dot",
            start + i..start + domain.len(),
            "expected the address to end with its domain, but found a dot",
            "take the dot away",
        )),
        _ => Ok(()),
    }
}

/// Checks the labels of `ascii`; `written` is the domain as it stands in the text from `start` on. Where the two
/// have as many labels, the span is that of the written one.
fn check_labels(ascii: &str, written: &str, start: usize) -> Result<(), AddressError> {
    let all = start..start + written.len();
    let same_labels = ascii.split('.').count() == written.split(is_stop).count();
    let mut written_labels = written.split_inclusive(is_stop);
    let mut offset = start;
    for label in ascii.split('.') {
        let inclusive = written_labels.next().unwrap_or_default();
        let length = inclusive.trim_end_matches(is_stop).len();
        let span = if same_labels { offset..offset + length } else { all.clone() };
        offset += inclusive.len();
        if label.is_empty() {
            // A sign that the mapping makes a dot of, beside another dot.
            return Err(idna_error(written, start));
        }
        if label.starts_with('-') || label.ends_with('-') {
            return Err(AddressError::new(
                "address-label-hyphen",
                span,
                "expected each part of the domain to begin and end with a letter or digit, but found a hyphen",
                "correct the domain",
            ));
        }
        if label.len() > MAX_LABEL {
            return Err(AddressError::new(
                "address-label-too-long",
                span,
                format!("expected at most {MAX_LABEL} octets between two dots, but found {}", label.len()),
                "ask the reader for the right address; no such domain can exist",
            ));
        }
        if is_a_label(label.as_bytes()) && to_a_labels(label).is_none_or(|again| again != label) {
            return Err(AddressError::new(
                "address-a-label",
                span,
                "expected the letters after xn-- to stand for a name in another script, but they do not",
                "write the domain in its own script, or ask the reader for the right address",
            ));
        }
    }
    if ascii.len() > MAX_DOMAIN {
        return Err(AddressError::new(
            "address-domain-too-long",
            all,
            format!("expected a domain of at most {MAX_DOMAIN} octets, but found {}", ascii.len()),
            "ask the reader for the right address; no such domain can exist",
        ));
    }
    Ok(())
}

/// The domain has a character that UTS 46 does not take, or characters in an order that it does not.
fn idna_error(domain: &str, start: usize) -> AddressError {
    // The first character that can stand neither alone nor after a letter is the one to show (a mark needs a letter
    // before it); else the order of the characters is wrong.
    let good = |c: char| to_a_labels(&c.to_string()).is_some() || to_a_labels(&format!("a{c}")).is_some();
    let wrong = domain.char_indices().find(|(_, c)| !c.is_ascii() && !good(*c));
    match wrong {
        Some((i, c)) => AddressError::new(
            "address-domain-character",
            start + i..start + i + c.len_utf8(),
            format!("expected characters that a domain may have, but found {}", text::name(c)),
            "correct the domain",
        ),
        None => AddressError::new(
            "address-idna",
            start..start + domain.len(),
            "expected a domain that can be registered, but its characters may not stand together (UTS 46)",
            "correct the domain; writing from both directions can't be mixed in one part of it",
        ),
    }
}
