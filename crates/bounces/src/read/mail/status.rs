//! The fields of a delivery report (RFC 3464, RFC 6533), in its own part or written into plain text.

use super::mime::{Header, fields, find, unfold};
use crate::codes::enhanced_at;
use crate::fact::Action;
use diag::Span;
use mail::EnhancedStatusCode;

/// What a report says about one recipient.
#[derive(Debug, Clone, Default)]
pub(crate) struct Group {
    pub recipient: Option<String>,
    pub original: Option<String>,
    pub action: Option<Action>,
    pub status: Option<(EnhancedStatusCode, Span)>,
    /// What stands in parentheses after the status.
    pub comment: Option<Span>,
    /// The diagnostic words without the type before them.
    pub diagnostic: Option<Span>,
    pub remote: Option<String>,
    /// Whether the action is `expired`, which no standard knows.
    pub expired: bool,
    /// Whether the report promises to go on trying.
    pub retries: bool,
}

/// A whole report.
#[derive(Debug, Clone, Default)]
pub(crate) struct Report {
    pub reporter: Option<String>,
    pub groups: Vec<Group>,
}

/// Reads a report from a region of the shown text.
pub(crate) fn read(shown: &str, region: Span) -> Report {
    let mut report = Report::default();
    let text = region.of(shown).unwrap_or_default();
    let mut block: Vec<Header> = Vec::new();
    let mut at = region.start;
    let lines = text.split_inclusive('\n').peekable();
    for line in lines {
        let bare = line.trim_end_matches('\n');
        let end = at + bare.len();
        if bare.trim().is_empty() {
            close(shown, &mut block, &mut report);
        } else if let Some(header) = fields(bare, at).pop() {
            let name = header.name.of(shown).unwrap_or_default();
            // A repeated field begins the next recipient where the blank line was lost.
            let key = name.eq_ignore_ascii_case("Final-Recipient") || name.eq_ignore_ascii_case("Action");
            if key && find(&block, shown, name).is_some() {
                close(shown, &mut block, &mut report);
            }
            block.push(header);
        } else if let Some(last) = block.last_mut() {
            // A folded line, or one that lost its blanks.
            last.value.end = end;
        }
        at += line.len();
    }
    close(shown, &mut block, &mut report);
    report.groups.retain(|g| {
        g.recipient.is_some() || g.original.is_some() || g.status.is_some() || g.action.is_some()
    });
    report
}

/// Turns the fields gathered so far into a group, and begins anew.
fn close(shown: &str, block: &mut Vec<Header>, report: &mut Report) {
    let headers = std::mem::take(block);
    let get = |name: &str| find(&headers, shown, name);
    let text = |name: &str| get(name).map(|span| unfold(span.of(shown).unwrap_or_default()));
    if let Some(reporter) = text("Reporting-MTA") {
        report.reporter = host(&reporter).or(report.reporter.take());
    }
    let group = Group {
        recipient: text("Final-Recipient").and_then(|value| address(&value)),
        original: text("Original-Recipient").or_else(|| text("Original-recipient")).and_then(|v| address(&v)),
        action: text("Action").and_then(|value| action(&value)),
        status: get("Status").and_then(|span| status(shown, span)),
        comment: get("Status").and_then(|span| comment(shown, span)),
        diagnostic: get("Diagnostic-Code").and_then(|span| diagnostic(shown, span)),
        remote: text("Remote-MTA").and_then(|value| host(&value)),
        expired: text("Action").is_some_and(|value| value.eq_ignore_ascii_case("expired")),
        retries: get("Will-Retry-Until").is_some(),
    };
    let about_one = group.recipient.is_some()
        || group.original.is_some()
        || group.action.is_some()
        || group.status.is_some();
    if !about_one {
        return;
    }
    // Some programs put a blank line inside one recipient's fields.
    let continues = group.recipient.is_none()
        && report.groups.last().is_some_and(|last| last.recipient.is_some() && last.diagnostic.is_none())
        && (group.original.is_none() || report.groups.last().is_some_and(|last| last.original.is_none()));
    match report.groups.last_mut().filter(|_| continues) {
        Some(last) => {
            last.original = last.original.take().or(group.original);
            last.action = last.action.or(group.action);
            last.status = last.status.or(group.status);
            last.diagnostic = group.diagnostic;
            last.remote = last.remote.take().or(group.remote);
        }
        None => report.groups.push(group),
    }
}

/// The address of `rfc822; a@b.example`, `utf-8; …`, or a bare address.
pub(crate) fn address(value: &str) -> Option<String> {
    let value = value.rsplit_once(';').map_or(value, |(_, address)| address).trim();
    let value = match value.split_once('<') {
        Some((_, rest)) => rest.split('>').next().unwrap_or(rest),
        None => value.split_whitespace().next().unwrap_or_default(),
    };
    // A quoted local part keeps its quotes; quotes around the whole address go.
    let value = value.trim_matches(|c: char| matches!(c, '\'' | ',' | '>' | ':'));
    let value = if value.contains("\"@") { value } else { value.trim_matches('"') };
    (value.contains('@') && !value.ends_with('@') && !value.starts_with('@')).then(|| undo_xtext(value))
}

/// Undoes `\x{1F431}` (RFC 6533 §3) in an address.
fn undo_xtext(address: &str) -> String {
    let mut out = String::new();
    let mut rest = address;
    while let Some((before, after)) = rest.split_once("\\x{") {
        out.push_str(before);
        let character = after.split_once('}').and_then(|(hex, tail)| {
            Some((u32::from_str_radix(hex, 16).ok().and_then(char::from_u32)?, tail))
        });
        match character {
            Some((c, tail)) => {
                out.push(c);
                rest = tail;
            }
            None => {
                out.push_str("\\x{");
                rest = after;
            }
        }
    }
    out + rest
}

fn action(value: &str) -> Option<Action> {
    let word = value.trim().split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    let known = [
        ("failed", Action::Failed),
        ("failure", Action::Failed),
        ("delayed", Action::Delayed),
        ("delivered", Action::Delivered),
        // Postfix answers an address probe with these two.
        ("deliverable", Action::Delivered),
        ("undeliverable", Action::Failed),
        ("relayed", Action::Relayed),
        ("expanded", Action::Expanded),
        ("expired", Action::Failed),
    ];
    known.into_iter().find(|(name, _)| word.eq_ignore_ascii_case(name)).map(|(_, action)| action)
}

fn status(shown: &str, span: Span) -> Option<(EnhancedStatusCode, Span)> {
    let value = span.of(shown)?;
    let at = value.find(|c: char| c.is_ascii_digit())?;
    let (code, end) = enhanced_at(value, at)?;
    Some((code, Span::new(span.start + at, span.start + end)))
}

fn comment(shown: &str, span: Span) -> Option<Span> {
    let value = span.of(shown)?;
    let (open, close) = (value.find('(')?, value.rfind(')')?);
    (close > open + 1).then(|| Span::new(span.start + open + 1, span.start + close))
}

/// The words after the diagnostic's type. A missing type, as some programs have it, leaves all of it.
fn diagnostic(shown: &str, span: Span) -> Option<Span> {
    let value = span.of(shown)?;
    let kind = value
        .find(';')
        .filter(|at| *at < 24 && value[..*at].trim().bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
    let start = kind.map_or(0, |at| at + 1);
    let words = &value[start..];
    let blank = words.len() - words.trim_start().len();
    (!words.trim().is_empty())
        .then(|| Span::new(span.start + start + blank, span.start + start + words.trim_end().len()))
}

/// The host of `dns; mx.example.org (192.0.2.1)`.
pub(crate) fn host(value: &str) -> Option<String> {
    let value = value.rsplit_once(';').map_or(value, |(_, host)| host).trim();
    let word = value.split(|c: char| c.is_whitespace() || matches!(c, '(' | ',')).next()?;
    let word = word.trim_matches(|c: char| matches!(c, '[' | ']' | '<' | '>' | '.' | '"'));
    (word.len() > 2).then(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(text: &str) -> Report {
        read(text, Span::new(0, text.len()))
    }

    #[test]
    fn a_report_is_read_recipient_by_recipient() {
        let text = "Reporting-MTA: dns; mx.example.com\n\nFinal-Recipient: rfc822; a@example.org\n\
                    Original-Recipient: rfc822;b@example.com\nAction: failed\nStatus: 5.1.1 (bad)\n\
                    Remote-MTA: dns; mx.example.org (192.0.2.1)\nDiagnostic-Code: smtp; 550 5.1.1 no\n  such user\n\n\
                    Final-Recipient: rfc822; c@example.org\nAction: delayed\n";
        let report = report(text);
        assert_eq!(report.reporter.as_deref(), Some("mx.example.com"));
        assert_eq!(report.groups.len(), 2);
        let first = &report.groups[0];
        assert_eq!(first.recipient.as_deref(), Some("a@example.org"));
        assert_eq!(first.original.as_deref(), Some("b@example.com"));
        assert_eq!(first.status.unwrap().0.to_string(), "5.1.1");
        assert_eq!(first.comment.unwrap().of(text), Some("bad"));
        assert_eq!(first.diagnostic.unwrap().of(text), Some("550 5.1.1 no\n  such user"));
        assert_eq!(first.remote.as_deref(), Some("mx.example.org"));
        assert_eq!(report.groups[1].action, Some(Action::Delayed));
    }

    #[test]
    fn international_addresses_are_undone() {
        assert_eq!(address("utf-8; \\x{732B}@example.jp").as_deref(), Some("猫@example.jp"));
        assert_eq!(address("rfc822;<a@b.example>").as_deref(), Some("a@b.example"));
        assert_eq!(address("rfc822; local"), None);
    }
}
