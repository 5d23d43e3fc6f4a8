//! Reports without a delivery-status part: the words of a program, recipient by recipient.
//!
//! The many programs that write such reports differ in phrases but not in shape: a greeting, then for each
//! recipient its address and the reason near it, then the message that came back. So the shape is read: where
//! the original begins, which lines name a recipient, and what stands between one and the next.

use crate::fact::command;
use diag::Span;

/// What is said about one recipient.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    pub recipient: String,
    /// From the line that names the recipient to the next recipient or the end.
    pub span: Span,
}

/// Lines that say that the returned message follows. Compared in lower case, from the line's first letter.
const ORIGINAL: &[&str] = &[
    "below this line is",
    "this is a copy of",
    "the body of the message is",
    "enclosed is a copy",
    "original message follows",
    "original message:",
    "original message header",
    "original message -",
    "original message",
    "unsent message",
    "undelivered message",
    "returned message",
    "returned mail",
    "message header",
    "message headers follow",
    "message follows",
    "headers of the original",
    "header of the original",
    "original headers",
    "copy of the original",
    "below is a copy",
    "begin original message",
    "the original message is",
    "your original message",
    "included is a copy",
    "your message reads",
    "bounced e-mail",
    "the following is a copy",
    "following is the original",
    "message body",
];

/// How much of a recipient's block is searched for the server and the command.
const NEAR: usize = 2_000;

/// The place where the returned message begins, or the region's end.
pub(crate) fn original_starts(shown: &str, region: Span) -> usize {
    let text = region.of(shown).unwrap_or_default();
    let mut at = region.start;
    let mut blank_before = true;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        // A sentence that merely mentions the original goes on; an announcement is a short line.
        let announces = bare.len() < 78 && at > region.start && announces_original(bare);
        // A header at the start of a line, first in its paragraph, can only be the returned message.
        let header = (blank_before
            && ["Received:", "Return-Path:", "Return-path:", "X-Received:", "DKIM-Signature:"]
                .iter()
                .any(|name| bare.starts_with(name)))
            || bare.starts_with("Received: from ")
            || bare.starts_with("Received: by ");
        if announces || header {
            return at;
        }
        blank_before = bare.is_empty();
        at += line.len();
    }
    region.end
}

fn announces_original(line: &str) -> bool {
    let letters = line.trim_start_matches(|c: char| !c.is_ascii_alphabetic()).as_bytes();
    ORIGINAL
        .iter()
        .any(|mark| letters.get(..mark.len()).is_some_and(|head| head.eq_ignore_ascii_case(mark.as_bytes())))
}

/// The recipients that a report names, with what it says about each.
pub(crate) fn blocks(shown: &str, region: Span, strangers: &[String]) -> Vec<Block> {
    let text = region.of(shown).unwrap_or_default();
    let mut blocks: Vec<Block> = Vec::new();
    let mut at = region.start;
    let mut before = "";
    for line in text.split_inclusive('\n') {
        // An address to write to, announced on the line above.
        let contact =
            before.ends_with("to the address") || before.contains("contact") && !before.ends_with(':');
        if !line.trim().is_empty() {
            before = line.trim();
        }
        if contact {
            at += line.len();
            continue;
        }
        let named = names_recipient(line)
            .filter(|address| !strangers.iter().any(|s| s.eq_ignore_ascii_case(address)));
        if let Some(recipient) = named {
            let again = blocks.last().is_some_and(|last| last.recipient.eq_ignore_ascii_case(&recipient));
            if !again {
                if let Some(last) = blocks.last_mut() {
                    last.span.end = at;
                }
                blocks.push(Block { recipient, span: Span::new(at, region.end) });
            }
        }
        at += line.len();
    }
    merge(shown, blocks)
}

/// One block for each recipient: of several, the one that says most.
fn merge(shown: &str, blocks: Vec<Block>) -> Vec<Block> {
    let weight = |block: &Block| {
        let words = block.span.of(shown).unwrap_or_default();
        let codes = crate::codes::scan(words);
        (codes.reply.is_some() || codes.enhanced.is_some(), words.trim().len() > block.recipient.len() + 8)
    };
    let mut merged: Vec<Block> = Vec::new();
    for block in blocks {
        match merged.iter_mut().find(|known| known.recipient.eq_ignore_ascii_case(&block.recipient)) {
            Some(known) => {
                if weight(&block) > weight(known) {
                    known.span = block.span;
                }
            }
            None => merged.push(block),
        }
    }
    merged
}

/// The recipient that a line introduces.
fn names_recipient(line: &str) -> Option<String> {
    let bare = line.trim();
    if !bare.contains('@') || bare.len() > 600 {
        return None;
    }
    let lower = bare.to_ascii_lowercase();
    // What is said about the sender, or quoted from the message's own head, names no recipient.
    const NOT: &[&str] = &[
        "from:",
        "sender:",
        "mail from",
        ">>> mail",
        "reply-to",
        "message-id",
        "subject:",
        "date:",
        "received:",
        "cc:",
        "return-path",
        "envelope-from",
        "x-",
        "reporting-mta",
        "<<< ",
        "final-log",
    ];
    if NOT.iter().any(|word| lower.starts_with(word)) {
        return None;
    }
    // Exchange wraps the address into an X.400 one: `c=US;a= ;p=Org;dda:SMTP=bob@example.org; on Fri, …`.
    if let Some(wrapped) = lower.find("smtp=").and_then(|at| bare.get(at + 5..)) {
        return first_address(wrapped)
            .filter(|(_, before, _)| before.is_empty())
            .map(|(address, ..)| address);
    }
    let (address, before, after) = first_address(bare)?;
    let head = before.trim_end_matches(['<', '"', '(', '[', '\'']).trim_end();
    let tail = after.trim_start_matches(['>', '"', ')', ']', '\'', '.', ',']);
    let lower_head = head.to_ascii_lowercase();
    if lower_head.is_empty() || lower_head.chars().all(|c| !c.is_alphanumeric()) {
        // The address opens the line: a list entry, `<a@b>: reason`, `a@b... reason`.
        let prose = tail.starts_with(" is ") || tail.starts_with(" for ");
        return (!prose).then_some(address);
    }
    // A code and then the address in brackets, as Sendmail writes it: `550 5.1.1 <a@b>... User unknown`.
    let coded = lower_head.split_whitespace().all(|word| {
        word.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'(' | b')' | b'#' | b':'))
    });
    if coded {
        return (after.starts_with('>') && (tail.is_empty() || !tail.starts_with(" sender")))
            .then_some(address);
    }
    const LABELS: &[&str] = &[
        "recipient",
        "recipients",
        "recipient address",
        "rcpt to",
        "to",
        "delivery failed",
        "delivered to",
        "could not be delivered to",
        "deliver to",
        "address",
        "target mail address",
        "user",
        "mail to",
        "message to",
        "your mail to",
        "your message to",
        "email to",
        "undeliverable to",
        "intended recipient",
        "failed recipient",
        "addresses",
        "failed address",
        "mailing list",
        "the list",
    ];
    let label = lower_head.trim_end_matches([':', ' ', '=', '-', '>']);
    let labelled = LABELS.iter().any(|known| {
        label
            .strip_suffix(known)
            .is_some_and(|rest| rest.is_empty() || !rest.ends_with(|c: char| c.is_alphanumeric()))
    });
    let reason =
        lower_head.ends_with(':') && tail.is_empty() && label.contains(' ') && !label.ends_with("from");
    let contact = ["contact", "write to", "mail to <", "send mail to", "reply to", "report to", "assistance"]
        .iter()
        .any(|word| lower_head.contains(word));
    let own_header = lower_head == "to:" && !line.starts_with(">>>");
    ((labelled && !own_header && tail.len() < 120) || reason).then_some(address).filter(|_| !contact)
}

/// The first address of a line, with what stands before and after it.
pub(crate) fn first_address(line: &str) -> Option<(String, &str, &str)> {
    let mut from = 0;
    while let Some(found) = line.get(from..)?.find('@') {
        let at = from + found;
        let part = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
        let start = match line[..at].strip_suffix('"') {
            Some(quoted) => quoted.rfind('"').unwrap_or(at),
            None => line[..at]
                .rfind(|c: char| !part(c))
                .map_or(0, |i| i + line[i..].chars().next().map_or(1, char::len_utf8)),
        };
        // East Asian text follows without a blank; in a domain it would follow a dot.
        let domain = |c: char| {
            (c.is_alphanumeric() && (c < '\u{2e80}' || !line[at + 1..].starts_with(|c: char| c.is_ascii())))
                || c == '-'
                || c == '.'
        };
        let rest = &line[at + 1..];
        let end = at + 1 + rest.find(|c: char| !domain(c)).unwrap_or(rest.len());
        let trimmed = line[at + 1..end].trim_end_matches(['.', '-']);
        let end = at + 1 + trimmed.len();
        let start =
            start + line[start..at].len() - line[start..at].trim_start_matches(['\'', '=', '/']).len();
        if start < at && !trimmed.is_empty() {
            return Some((line[start..end].to_owned(), &line[..start], &line[end..]));
        }
        from = at + 1;
    }
    None
}

/// The telling part of a block: the paragraph of its first reply code, else all of it.
pub(crate) fn telling(shown: &str, block: Span) -> Span {
    let Some(text) = block.of(shown) else { return block };
    let codes = crate::codes::scan(text);
    let Some((_, code)) = codes.reply.filter(|(code, _)| code.class() >= 4) else { return block };
    let start = text[..code.start].rfind('\n').map_or(0, |i| i + 1);
    let end = text[code.end..].find("\n\n").map_or(text.len(), |i| code.end + i);
    Span::new(block.start + start, block.start + end)
}

/// The refusal that a transcript (`>>> RCPT TO`, `<<< 550 …`) shows for a recipient, and the command that it
/// answered. Sendmail sums each up in a line that names the recipient after it.
pub(crate) fn refused(
    shown: &str,
    region: Span,
    recipient: &str,
    only: bool,
) -> Option<(Span, Option<&'static str>)> {
    let mut asked = None;
    let mut refusal: Option<(Span, Option<&'static str>)> = None;
    let mut at = region.start;
    for line in region.of(shown)?.split_inclusive('\n') {
        let bare = line.trim();
        let start = at + line.len() - line.trim_start().len();
        at += line.len();
        if let Some(said) = bare.strip_prefix(">>>") {
            asked = command(said);
        } else if let Some(answer) = bare.strip_prefix("<<<") {
            let code = crate::codes::leading_reply(answer.trim_start());
            if code.is_some_and(|code| code.class() >= 4) && asked != Some("QUIT") {
                let span = Span::new(start, start + bare.len());
                match refusal
                    .as_mut()
                    .filter(|(last, _)| shown.get(last.end..start).is_some_and(|gap| gap.trim().is_empty()))
                {
                    Some((last, _)) => last.end = span.end,
                    None => refusal = Some((span, asked)),
                }
            }
        } else if refusal.is_some() && bare.contains("...") {
            if first_address(bare).is_some_and(|(address, ..)| address.eq_ignore_ascii_case(recipient)) {
                return refusal;
            }
            if first_address(bare).is_some() {
                refusal = None;
            }
        }
    }
    refusal.filter(|_| only)
}

/// The command that a report says was answered.
pub(crate) fn answered(text: &str) -> Option<&'static str> {
    let lower = text[..text.floor_char_boundary(NEAR)].to_ascii_lowercase();
    let marks = [
        "in reply to ",
        "after ",
        "from remote server for ",
        "did not like our ",
        "in response to the ",
        "in response to ",
        "step: ",
        ">>> ",
    ];
    for mark in marks {
        let found = match mark {
            ">>> " => lower.rfind(mark),
            _ => lower.find(mark),
        };
        let rest = found.map(|at| &lower[at + mark.len()..]);
        if let Some(found) =
            rest.and_then(|rest| command(rest.trim_start_matches("final ").trim_start_matches("the ")))
        {
            return Some(found);
        }
    }
    let told = [
        "[rcpt_to]",
        "[mail_from]",
        "[data]",
        "[eod]",
        "does not like recipient",
        "sender was rejected",
        "my name was rejected",
        "greeting failed",
        "failed on data command",
        "failed after i sent the message",
    ];
    told.iter()
        .zip([
            "RCPT TO",
            "MAIL FROM",
            "DATA",
            "DATA",
            "RCPT TO",
            "MAIL FROM",
            "HELO",
            "CONNECT",
            "DATA",
            "DATA",
        ])
        .find(|(mark, _)| lower.contains(*mark))
        .map(|(_, name)| name)
}

/// The host that a report says answered.
pub(crate) fn remote(text: &str) -> Option<String> {
    let text = &text[..text.floor_char_boundary(NEAR)];
    let lower = text.to_ascii_lowercase();
    let marks = [
        "while talking to ",
        "host: ",
        "host ",
        "connected to ",
        "remote system: dns;",
        "relay=",
        "server ",
        "by ",
    ];
    for mark in marks {
        let mut from = 0;
        while let Some(found) = lower.get(from..).and_then(|rest| rest.find(mark)) {
            let at = from + found;
            let border = at == 0 || !lower.as_bytes()[at - 1].is_ascii_alphanumeric();
            let word = text.get(at + mark.len()..).unwrap_or_default().trim_start();
            let word: String =
                word.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')).collect();
            let word = word.trim_matches('.').to_owned();
            let dots = word.bytes().filter(|b| *b == b'.').count();
            if border && dots >= 1 && word.len() > 5 {
                return Some(word);
            }
            from = at + mark.len();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Option<&str>) {
        assert_eq!(names_recipient(line).as_deref(), expected, "{line:?}");
    }

    #[test]
    fn lines_that_name_a_recipient() {
        check("<bob@example.org>: host mx.example.org said: 550 no", Some("bob@example.org"));
        check("  bob@example.org", Some("bob@example.org"));
        check("bob@example.org [User unknown]", Some("bob@example.org"));
        check("550 5.1.1 <bob@example.org>... User unknown", Some("bob@example.org"));
        check("    Recipient: <bob@example.org>", Some("bob@example.org"));
        check(">>> RCPT To:<bob@example.org>", Some("bob@example.org"));
        check("Delivery failed: bob@example.org", Some("bob@example.org"));
        check("c=US;a= ;p=Org;o=X;dda:SMTP=bob@example.org; on Fri, 4 Oct 2002", Some("bob@example.org"));
        check("User mailbox exceeds allowed size: bob@example.org", Some("bob@example.org"));
        check("There was an error delivering your mail to <bob@example.org>.", Some("bob@example.org"));
    }

    #[test]
    fn lines_that_do_not() {
        check("From: ann@example.com", None);
        check("For further assistance, please contact <support@example.com>", None);
        check(">>> MAIL From:<ann@example.com>", None);
        check("  To: bob@example.org", None);
        check("no address here", None);
    }

    #[test]
    fn the_returned_message_is_cut_off() {
        let text =
            "It failed.\n\nbob@example.org\n\n--- Below this line is a copy of the message.\n\nReceived: x\n";
        let cut = original_starts(text, Span::new(0, text.len()));
        assert_eq!(&text[..cut], "It failed.\n\nbob@example.org\n\n");
    }
}
