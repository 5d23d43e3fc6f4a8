//! How sure the place of a code is: what stands before it and behind it.

use super::enhanced_at;
use mail::{EnhancedStatusCode, ReplyCode};

/// How sure the place of a code is; higher is surer.
pub(super) type Level = u8;

/// The last byte before `at` that is no blank, and the text before it.
fn before(bytes: &[u8], at: usize) -> &[u8] {
    let end = bytes[..at].iter().rposition(|b| !matches!(b, b' ' | b'\t')).map_or(0, |i| i + 1);
    &bytes[..end]
}

/// How sure an enhanced code is that begins here; `None` where it is some other number.
pub(super) fn enhanced_level(bytes: &[u8], at: usize, code: EnhancedStatusCode) -> Option<Level> {
    let direct = at.checked_sub(1).map(|i| bytes[i]);
    // `550 5.1.1`, `550-5.1.1`, `550 #5.1.1`, `550 (#5.1.1)`.
    let start = before(bytes, at).len();
    let start = bytes[..start]
        .iter()
        .rposition(|b| !matches!(b, b'#' | b'(' | b'-' | b' ' | b'[' | b':' | b'\''))
        .map_or(0, |i| i + 1);
    let head = &bytes[..start];
    if head.len() >= 3
        && head[head.len() - 3..].iter().all(u8::is_ascii_digit)
        && matches!(head[head.len() - 3], b'2'..=b'5')
        && (head.len() == 3 || !is_word(head[head.len() - 4]))
        && at - start <= 4
        && at > start
    {
        return Some(3);
    }
    if code.class() == 2 {
        return match direct {
            None | Some(b'\n' | b'\r' | b'#') => Some(2),
            _ => None,
        };
    }
    match direct {
        None | Some(b'\n' | b'\r' | b'#') => Some(2),
        Some(b'(' | b'[' | b'<' | b'"' | b'\'') => Some(2),
        Some(b'=') if ends_with_word(&bytes[..at - 1], &["dsn", "status", "code"]) => Some(2),
        Some(b' ' | b'\t' | b';' | b':') => {
            let head = before(bytes, at);
            if matches!(head.last(), None | Some(b'\n' | b'\r' | b':' | b';')) {
                return Some(2);
            }
            let version =
                ["version", "exim", "postfix", "sendmail", "esmtp", "v", "ver", "release", "mta", "smtpd"];
            (code.subject() <= 7 && !ends_with_word(head, &version)).then_some(1)
        }
        _ => None,
    }
}

/// How sure a reply code is that begins here; `None` where it is some other number.
pub(super) fn reply_level(text: &str, at: usize, code: ReplyCode) -> Option<Level> {
    let bytes = text.as_bytes();
    let direct = at.checked_sub(1).map(|i| bytes[i]);
    if direct.is_some_and(|b| is_word(b) || matches!(b, b'.' | b'-' | b'/' | b'+' | b'$' | b'@' | b'=')) {
        let equals = direct == Some(b'=') && ends_with_word(&bytes[..at - 1], &["code", "status", "reply"]);
        if !equals {
            return None;
        }
    }
    let rest = &bytes[at + 3..];
    // `550 5.1.1`, with the small decorations that servers like.
    let skip = rest
        .iter()
        .position(|b| !matches!(b, b' ' | b'-' | b'#' | b'(' | b'[' | b':' | b'\''))
        .unwrap_or(rest.len());
    if (1..=4).contains(&skip) && enhanced_at(text, at + 3 + skip).is_some() {
        return Some(if code.class() <= 3 { 2 } else { 4 });
    }
    let divided = matches!(
        rest,
        [] | [
            b' ' | b'-'
                | b'\n'
                | b'\r'
                | b'\t'
                | b':'
                | b','
                | b')'
                | b']'
                | b'"'
                | b'\''
                | b'<'
                | b'.'
                | b';',
            ..
        ]
    );
    if !divided || !plausible(rest) {
        return None;
    }
    let head = before(bytes, at);
    if head.ends_with(b"<<<") {
        return Some(3);
    }
    // `-- 554 Email rejected`: a list's mark opens the line.
    let unmarked = head.iter().rposition(|b| !matches!(b, b'-' | b'*' | b' ')).map_or(0, |i| i + 1);
    if code.class() >= 4 && direct == Some(b' ') && matches!(head[..unmarked].last(), None | Some(b'\n')) {
        return Some(3);
    }
    // `554 <a@b>... 550 Host unknown`: the first is the reporting program's, the second the server's.
    if head.ends_with(b"...") && code.class() >= 4 {
        return Some(4);
    }
    let head = match head.last() {
        Some(b'(' | b'[' | b'"' | b'\'' | b'<' | b'*') => before(bytes, head.len() - 1),
        _ => head,
    };
    match head.last() {
        None | Some(b'\n' | b'\r') => Some(3),
        // Success in the middle of a line is some number; so is a number that nothing follows.
        _ if code.class() < 4 => None,
        Some(b':')
            if ends_with_word(
                &head[..head.len() - 1],
                &["bytes)", "bytes", "size", "lines", "length", "count", "number", "port", "id"],
            ) =>
        {
            None
        }
        // `10:15:450` is a time, `said:550` is not.
        Some(b':') if head.len() == at && head.iter().rev().nth(1).is_some_and(u8::is_ascii_digit) => None,
        Some(b':' | b';' | b'>') => Some(3),
        // `[192.0.2.5], 550 No such user`
        Some(b',') if head.ends_with(b"],") => Some(3),
        _ if ends_with_word(
            head,
            &[
                "code", "error", "smtp", "status", "said", "reply", "response", "returned", "erreur",
                "fehler", "with", "and",
            ],
        ) =>
        {
            (!matches!(rest.first(), Some(b'-'))).then_some(2)
        }
        _ => None,
    }
}

/// Whether what follows three digits fits a code: a unit makes it an amount.
fn plausible(rest: &[u8]) -> bool {
    let word: Vec<u8> = rest
        .iter()
        .skip_while(|b| matches!(b, b' ' | b'-'))
        .take_while(|b| b.is_ascii_alphanumeric())
        .take(12)
        .map(u8::to_ascii_lowercase)
        .collect();
    let units: [&[u8]; 16] = [
        b"bytes",
        b"kb",
        b"mb",
        b"gb",
        b"seconds",
        b"second",
        b"secs",
        b"sec",
        b"minutes",
        b"minute",
        b"hours",
        b"days",
        b"messages",
        b"ms",
        b"octets",
        b"recipients",
    ];
    // `421-4-...` in telephone-like and date-like numbers: a digit group after a hyphen is no text.
    let date = rest.first() == Some(&b'-') && rest.get(1).is_some_and(u8::is_ascii_digit);
    !units.contains(&word.as_slice()) && !date
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// Whether the text ends with one of these words, in any case.
fn ends_with_word(head: &[u8], words: &[&str]) -> bool {
    words.iter().any(|word| {
        let Some(start) = head.len().checked_sub(word.len()) else { return false };
        head[start..].eq_ignore_ascii_case(word.as_bytes()) && (start == 0 || !is_word(head[start - 1]))
    })
}
