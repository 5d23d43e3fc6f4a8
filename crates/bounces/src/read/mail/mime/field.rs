//! Header fields: their places, their values, their parameters.

use diag::Span;

/// One header field: spans of its name and of its value, folded as it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Header {
    pub name: Span,
    pub value: Span,
}

/// The value of the first header of this name.
pub(crate) fn find(headers: &[Header], shown: &str, name: &str) -> Option<Span> {
    let same = |h: &&Header| h.name.of(shown).is_some_and(|n| n.eq_ignore_ascii_case(name));
    headers.iter().find(same).map(|header| header.value)
}

/// A folded value in one line.
pub(crate) fn unfold(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The fields of a head; `base` is its place in the shown text.
pub(crate) fn fields(text: &str, base: usize) -> Vec<Header> {
    let mut headers: Vec<Header> = Vec::new();
    let mut at = base;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches('\n');
        if bare.starts_with([' ', '\t']) {
            if let Some(last) = headers.last_mut() {
                last.value.end = at + bare.len();
            }
        } else if let Some(colon) = bare.find(':').filter(|colon| is_name(&bare[..*colon])) {
            headers.push(Header {
                name: Span::new(at, at + bare[..colon].trim_end().len()),
                value: Span::new(at + colon + 1, at + bare.len()),
            });
        }
        at += line.len();
    }
    headers
}

fn is_name(name: &str) -> bool {
    let name = name.trim_end();
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_graphic())
}

/// A parameter of a structured header value.
pub(crate) fn parameter(value: &str, name: &str) -> Option<String> {
    let lower = value.to_ascii_lowercase();
    let mut from = 0;
    while let Some(found) = lower.get(from..)?.find(name) {
        let at = from + found;
        let rest = lower.get(at + name.len()..)?.trim_start();
        let border = at == 0 || matches!(lower.as_bytes()[at - 1], b';' | b' ' | b'\t');
        if let Some(after) = rest.strip_prefix('=').filter(|_| border) {
            let start = value.len() - after.trim_start().len();
            let raw = value.get(start..)?;
            let word = match raw.strip_prefix('"') {
                Some(quoted) => quoted.split('"').next()?,
                None => raw.split([';', ' ', '\t']).next()?,
            };
            return Some(word.trim().to_owned()).filter(|word| !word.is_empty());
        }
        from = at + name.len();
    }
    None
}
