//! Finding reply codes and enhanced codes in running text, without inventing any.
//!
//! Three digits are everywhere: ports, dates, sizes, versions, addresses. So a number counts only in a place
//! where a server writes its code: first in a line, after a colon, before an enhanced code, after the word
//! "code". Among several the surest place wins, then the first.

use diag::Span;
use mail::{EnhancedStatusCode, ReplyCode};

/// The codes found, with their places in the text that was searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Codes {
    /// The reply code.
    pub reply: Option<(ReplyCode, Span)>,
    /// The enhanced code.
    pub enhanced: Option<(EnhancedStatusCode, Span)>,
    /// Whether the enhanced code stands beside a reply code, where nothing else can be meant.
    pub beside: bool,
}

/// How sure the place of a code is; higher is surer.
type Level = u8;

/// The best codes in the text.
pub(crate) fn scan(text: &str) -> Codes {
    let bytes = text.as_bytes();
    let mut reply: Option<(Level, ReplyCode, Span)> = None;
    let mut enhanced: Option<(Level, EnhancedStatusCode, Span)> = None;
    let mut i = 0;
    while i < bytes.len() {
        if !bytes[i].is_ascii_digit() || (i > 0 && bytes[i - 1].is_ascii_digit()) {
            i += 1;
            continue;
        }
        if let Some((code, end)) = enhanced_at(text, i) {
            if let Some(level) = enhanced_level(bytes, i, code)
                && enhanced.is_none_or(|(best, ..)| level > best)
            {
                enhanced = Some((level, code, Span::new(i, end)));
            }
            i = end;
        } else if let Some(code) = reply_at(text, i) {
            if let Some(level) = reply_level(text, i, code)
                && reply.is_none_or(|(best, ..)| level > best)
            {
                reply = Some((level, code, Span::new(i, i + 3)));
            }
            i += 3;
        } else {
            i += 1;
        }
    }
    // Class 2 in the middle of a failure is an earlier command's success; only the surest place keeps it.
    Codes {
        reply: reply.map(|(_, code, span)| (code, span)),
        enhanced: enhanced.map(|(_, code, span)| (code, span)),
        beside: enhanced.is_some_and(|(level, ..)| level == 3),
    }
}

/// A reply code at the very start of a line, and what divides it from the text: `550-` or `550 `.
pub(crate) fn leading_reply(line: &str) -> Option<ReplyCode> {
    let code = reply_at(line, 0)?;
    matches!(line.as_bytes().get(3), None | Some(b' ' | b'-' | b'\t')).then_some(code)
}

/// An enhanced code that begins here, and where it ends.
pub(crate) fn enhanced_at(text: &str, at: usize) -> Option<(EnhancedStatusCode, usize)> {
    let bytes = text.as_bytes();
    if !matches!(bytes.get(at), Some(b'2' | b'4' | b'5')) || bytes.get(at + 1) != Some(&b'.') {
        return None;
    }
    let mut end = at + 2;
    let mut dots = 0;
    while let Some(byte) = bytes.get(end) {
        match byte {
            b'0'..=b'9' => end += 1,
            b'.' if dots == 0 && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) => {
                dots += 1;
                end += 1;
            }
            _ => break,
        }
    }
    let after = bytes.get(end).copied().unwrap_or(b' ');
    let goes_on = after.is_ascii_alphanumeric()
        || matches!(after, b'_' | b'/')
        || (after == b'.' && bytes.get(end + 1).is_some_and(u8::is_ascii_digit));
    if goes_on {
        return None;
    }
    text.get(at..end)?.parse().ok().map(|code| (code, end))
}

fn reply_at(text: &str, at: usize) -> Option<ReplyCode> {
    let bytes = text.as_bytes();
    if bytes.get(at + 3).is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'/' | b'@'))
    {
        let sentence_end = bytes[at + 3] == b'.' && bytes.get(at + 4).is_none_or(u8::is_ascii_whitespace);
        if !sentence_end {
            return None;
        }
    }
    text.get(at..at + 3)?.parse().ok().and_then(ReplyCode::new)
}

/// The last byte before `at` that is no blank, and the text before it.
fn before(bytes: &[u8], at: usize) -> &[u8] {
    let end = bytes[..at].iter().rposition(|b| !matches!(b, b' ' | b'\t')).map_or(0, |i| i + 1);
    &bytes[..end]
}

fn enhanced_level(bytes: &[u8], at: usize, code: EnhancedStatusCode) -> Option<Level> {
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

fn reply_level(text: &str, at: usize, code: ReplyCode) -> Option<Level> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, reply: Option<u16>, enhanced: Option<&str>) {
        let found = scan(text);
        assert_eq!(found.reply.map(|(code, _)| code.get()), reply, "reply code of {text:?}");
        assert_eq!(found.enhanced.map(|(code, _)| code.to_string()).as_deref(), enhanced, "of {text:?}");
        if let Some((code, span)) = found.reply {
            assert_eq!(span.of(text).unwrap(), code.to_string());
        }
    }

    #[test]
    fn codes_are_found_where_servers_write_them() {
        check("550 5.1.1 User unknown", Some(550), Some("5.1.1"));
        check("550", Some(550), None);
        check("5.7.26", None, Some("5.7.26"));
        check("smtp; 550-5.7.1 [192.0.2.1] blocked\n550 5.7.1 end", Some(550), Some("5.7.1"));
        check(
            "host mx.example.org[192.0.2.25] said: 550 No such user (in reply to RCPT TO)",
            Some(550),
            None,
        );
        check("SMTP error from remote mail server after RCPT TO:<a@b.example>: 554 Denied", Some(554), None);
        check("Remote host said: 550 sorry, no mailbox here (#5.1.1)", Some(550), Some("5.1.1"));
        check("550 #5.1.0 Address rejected", Some(550), Some("5.1.0"));
        check("The error that the other server returned was: 552 552 5.2.2 full", Some(552), Some("5.2.2"));
        check("Remote server returned '550 5.1.1 gone'", Some(550), Some("5.1.1"));
        check("error code 550", Some(550), None);
        check("bob@example.org: [192.0.2.5], 550 No such user", Some(550), None);
        check("mailbox unavailable. [SMTP Error Code 550]", Some(550), None);
    }

    #[test]
    fn other_numbers_are_no_codes() {
        check("connect to 192.0.2.550 port 587 at 10:15:450", None, None);
        check("try again in 300 seconds", None, None);
        check("Postfix 2.5.1 and Exim version 4.84.2", None, None);
        check("Sendmail 8.14.4/8.14.4; 5.10.15.20", None, None);
        check("size 512 bytes, queue: 400 messages", None, None);
        check("tel: 555-1234", None, None);
    }
}
