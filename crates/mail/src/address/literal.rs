//! Address literals: `[192.0.2.1]` and `[IPv6:2001:db8::1]` (RFC 5321 §4.1.3).

use super::error::AddressError;

/// Reads the literal that fills `whole` from its `[` at `start` on. Returns it as written, the tag in its usual case
/// and the rest in lower case.
pub(super) fn read(whole: &str, start: usize) -> Result<String, AddressError> {
    let text = &whole[start..];
    let Some(end) = text.find(']') else {
        return Err(AddressError::new(
            "address-literal-open",
            start..whole.len(),
            "expected a closing bracket after the IP address, but found none",
            "close the bracket, or write a domain",
        ));
    };
    if end + 1 != text.len() {
        return Err(AddressError::new(
            "address-after-literal",
            start + end + 1..whole.len(),
            "expected nothing after the closing bracket, but found more text",
            "take away what follows the bracket",
        ));
    }
    let inner = &text[1..end];
    let span = start + 1..start + end;
    if let Some(six) = strip_tag(inner) {
        return match ipv6_problem(six) {
            None => Ok(format!("[IPv6:{}]", six.to_ascii_lowercase())),
            Some(problem) => Err(AddressError::new(
                "address-literal-ipv6",
                span.start + (inner.len() - six.len())..span.end,
                format!("expected an IPv6 address after the tag, but {problem}"),
                "correct the IP address, or write a domain",
            )),
        };
    }
    if is_ipv4(inner) {
        return Ok(text.to_owned());
    }
    if !inner.contains('.') && inner.contains(':') && ipv6_problem(inner).is_none() {
        return Err(AddressError::new(
            "address-literal-tag",
            span,
            "expected IPv6: before an IPv6 address, but found the address alone",
            "write IPv6: after the bracket",
        )
        .suggest(format!("{}[IPv6:{}]", &whole[..start], inner.to_ascii_lowercase())));
    }
    Err(AddressError::new(
        "address-literal",
        span,
        "expected an IP address between the brackets, such as 192.0.2.1 or IPv6:2001:db8::1",
        "correct the IP address, or write a domain",
    ))
}

fn strip_tag(inner: &str) -> Option<&str> {
    let tag = inner.get(..5)?;
    tag.eq_ignore_ascii_case("IPv6:").then(|| &inner[5..])
}

/// Four numbers of one to three digits, each at most 255 (`Snum`).
fn is_ipv4(text: &str) -> bool {
    let mut numbers = 0;
    text.split('.').all(|number| {
        numbers += 1;
        (1..=3).contains(&number.len())
            && number.bytes().all(|b| b.is_ascii_digit())
            && number.parse::<u16>().is_ok_and(|n| n <= 255)
    }) && numbers == 4
}

/// What is wrong with an IPv6 address in the grammar of RFC 5321 §4.1.3, where `::` stands for two groups or more.
fn ipv6_problem(text: &str) -> Option<String> {
    let mut groups = 0;
    let mut hex = text;
    if let Some(colon) = text.rfind(':').filter(|colon| text[*colon..].contains('.')) {
        if !is_ipv4(&text[colon + 1..]) {
            return Some("its last part is no IPv4 address".to_owned());
        }
        // The IPv4 address counts as two groups. The colon before it goes too, unless it closes a `::`.
        groups = 2;
        hex = if text[..colon].ends_with(':') { &text[..=colon] } else { &text[..colon] };
    }
    let (before, after) = match hex.split_once("::") {
        Some((_, after)) if after.contains("::") || after.starts_with(':') => {
            return Some("found `::` twice".to_owned());
        }
        Some((before, after)) => (before, Some(after)),
        None => (hex, None),
    };
    for part in [Some(before), after].into_iter().flatten().filter(|part| !part.is_empty()) {
        for group in part.split(':') {
            if group.is_empty() {
                return Some("found a single colon at an end".to_owned());
            }
            if group.len() > 4 || !group.bytes().all(|b| b.is_ascii_hexdigit()) {
                return Some("found a group that is not one to four hexadecimal digits".to_owned());
            }
            groups += 1;
        }
    }
    match after {
        Some(_) if groups > 6 => {
            Some(format!("found `::` beside {groups} groups, where at most 6 leave it room"))
        }
        None if groups != 8 => Some(format!("found {groups} groups instead of 8")),
        _ => None,
    }
}
