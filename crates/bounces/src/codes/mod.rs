//! Finding reply codes and enhanced codes in running text, without inventing any.
//!
//! Three digits are everywhere: ports, dates, sizes, versions, addresses. So a number counts only in a place
//! where a server writes its code: first in a line, after a colon, before an enhanced code, after the word
//! "code". Among several the surest place wins, then the first.

mod place;

use diag::Span;
use mail::{EnhancedStatusCode, ReplyCode};
use place::{enhanced_level, reply_level};

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

/// The best codes in the text.
pub(crate) fn scan(text: &str) -> Codes {
    let bytes = text.as_bytes();
    let mut reply: Option<(place::Level, ReplyCode, Span)> = None;
    let mut enhanced: Option<(place::Level, EnhancedStatusCode, Span)> = None;
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
        check("The problem:\n-- 554 Email rejected", Some(554), None);
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
