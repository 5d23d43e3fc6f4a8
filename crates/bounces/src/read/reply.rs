//! Bare codes, replies of one or several lines, and transcripts of an SMTP dialogue.

use super::recipient::{address_in, is_asked_for};
use crate::codes::{enhanced_at, leading_reply};
use crate::fact::{Fact, Words, command};
use diag::Span;
use std::collections::HashMap;

/// Who says a line of a transcript.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Client,
    Server,
}

/// One line with its place, without the mark that tells the side.
#[derive(Debug, Clone, Copy)]
struct Line<'t> {
    side: Option<Side>,
    text: &'t str,
    start: usize,
}

/// Reads a code, replies or a transcript. The label names what it was.
pub(crate) fn read(text: &str) -> (String, Vec<Fact<'static>>) {
    let lines = lines(text);
    let marked = lines.iter().filter(|line| line.side.is_some()).count();
    let commands = lines.iter().filter(|line| line.side.is_none() && is_command(line.text)).count();
    let codes = lines.iter().filter(|line| leading_reply(line.text).is_some()).count();
    if codes > 0 && (commands > 0 || marked > 1) {
        return ("an SMTP transcript".into(), transcript(&lines));
    }
    let facts = replies(text, &lines);
    let label = match facts.as_slice() {
        [] => "nothing that was recognised".to_owned(),
        [fact] if fact.input == "code" => "a bare code".to_owned(),
        [_] => "one reply".to_owned(),
        several => format!("{} replies", several.len()),
    };
    (label, facts)
}

/// The marks by which programs tell the two sides apart, longest first.
const MARKS: [(&str, Side); 20] = [
    (">>>", Side::Client),
    ("<<<", Side::Server),
    ("<**", Side::Server),
    ("<~*", Side::Server),
    ("~~>", Side::Client),
    (" ->", Side::Client),
    (" <-", Side::Server),
    ("-->", Side::Client),
    ("<--", Side::Server),
    ("->", Side::Client),
    ("<-", Side::Server),
    ("=>", Side::Client),
    ("<=", Side::Server),
    ("C:", Side::Client),
    ("S:", Side::Server),
    ("client:", Side::Client),
    ("server:", Side::Server),
    ("Client:", Side::Client),
    ("Server:", Side::Server),
    ("> ", Side::Client),
];

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut start = 0;
    let mut lines = Vec::new();
    for raw in text.split('\n').take(2 * crate::read::most(text.len())) {
        let blank = raw.len() - raw.trim_start().len();
        let body = raw.trim();
        let marked = MARKS.iter().find_map(|(mark, side)| {
            let rest = raw.strip_prefix(mark).or_else(|| body.strip_prefix(mark.trim()))?;
            Some((*side, rest.trim()))
        });
        let (side, body) = marked.map_or((None, body), |(side, rest)| (Some(side), rest));
        if !body.is_empty() {
            // The body is a part of the line, so its distance from the line's start is its offset.
            let offset = body.as_ptr() as usize - raw.as_ptr() as usize;
            debug_assert!(offset >= blank);
            lines.push(Line { side, text: body, start: start + offset });
        }
        start += raw.len() + 1;
    }
    lines
}

fn is_command(line: &str) -> bool {
    let upper = line.get(..10.min(line.len())).unwrap_or_default().to_ascii_uppercase();
    ["MAIL FROM:", "RCPT TO:", "EHLO ", "HELO ", "STARTTLS", "AUTH "]
        .iter()
        .any(|word| upper.starts_with(word))
        || matches!(line.to_ascii_uppercase().as_str(), "DATA" | "QUIT" | "RSET")
}

fn transcript(lines: &[Line]) -> Vec<Fact<'static>> {
    let mut facts: Vec<Fact> = Vec::new();
    let mut asked: Option<&'static str> = Some("CONNECT");
    let mut recipient: Option<String> = None;
    let mut remote: Option<String> = None;
    let mut accepted: Option<Span> = None;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        at += 1;
        let server = line.side != Some(Side::Client) && leading_reply(line.text).is_some();
        if !server {
            let said = command(line.text).filter(|_| line.side != Some(Side::Server));
            // Whatever the client says after DATA is the message, up to the dot.
            if line.text == "." {
                asked = Some("DATA");
            } else if let Some(said) = said {
                asked = Some(said);
                if said == "RCPT TO" {
                    recipient = address_in(line.text);
                }
            }
            continue;
        }
        let Some(code) = leading_reply(line.text) else { continue };
        let mut end = line.start + line.text.len();
        let mut more = line.text.as_bytes().get(3) == Some(&b'-');
        while let Some(next) = lines.get(at).filter(|next| more && leading_reply(next.text) == Some(code)) {
            end = next.start + next.text.len();
            more = next.text.as_bytes().get(3) == Some(&b'-');
            at += 1;
        }
        let span = Span::new(line.start, end);
        if code.get() == 220 && asked == Some("CONNECT") {
            remote = line.text.get(4..).and_then(|rest| rest.split_whitespace().next()).map(str::to_owned);
        }
        if code.class() == 2 && matches!(asked, Some("DATA" | "BDAT")) {
            accepted = Some(span);
        }
        // `503 need RCPT` after all recipients were refused repeats what was said already.
        let follows = code.get() == 503 && !facts.is_empty();
        let harmless = matches!(asked, Some("VRFY" | "NOOP" | "QUIT"));
        if code.class() >= 4 && !follows && !harmless {
            let about = matches!(asked, Some("RCPT TO" | "DATA" | "BDAT"));
            facts.push(Fact {
                input: "transcript",
                recipient: recipient.clone().filter(|_| about),
                words: vec![Words::at(span)],
                command: asked.map(str::to_owned),
                remote: remote.clone().filter(|host| host.contains('.')),
                ..Fact::default()
            });
        }
    }
    if let Some(span) = accepted.filter(|_| facts.is_empty()) {
        facts.push(Fact {
            input: "transcript",
            recipient,
            words: vec![Words::at(span)],
            command: Some("DATA".into()),
            remote,
            ..Fact::default()
        });
    }
    facts
}

/// Replies that stand alone: each opening code begins one, unless it continues the one before.
fn replies(text: &str, lines: &[Line]) -> Vec<Fact<'static>> {
    let mut groups: Vec<(Span, bool)> = Vec::new();
    let mut open: Option<(&str, bool)> = None;
    for line in lines {
        let code = leading_reply(line.text).map(|_| &line.text[..3]);
        let end = line.start + line.text.len();
        let continues = match (code, open) {
            (Some(code), Some((before, more))) => more && code == before,
            // A line without a code is the wrapped rest of the one above.
            (None, Some(_)) => true,
            (_, None) => false,
        };
        match groups.last_mut().filter(|_| continues) {
            Some((span, _)) => span.end = end,
            None => groups.push((Span::new(line.start, end), false)),
        }
        match code {
            Some(code) => open = Some((code, line.text.as_bytes().get(3) == Some(&b'-'))),
            None if open.is_none() => open = Some(("", false)),
            None => {}
        }
    }
    // The same words without a recipient are the same answer: it is explained once.
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut facts: Vec<Fact> = Vec::new();
    for (span, _) in groups {
        let words = span.of(text).unwrap_or_default();
        if let Some(count) = seen.get_mut(words) {
            *count += 1;
        } else if let Some(fact) = reply_fact(text, span) {
            seen.insert(words, 1);
            facts.push(fact);
        }
    }
    for fact in &mut facts {
        let words = fact.words.first().map_or("", |words| words.text(text));
        if let Some(count) = seen.get(words).filter(|count| **count > 1) {
            fact.warnings.push(format!("This answer stands here {count} times."));
        }
    }
    facts
}

fn reply_fact(text: &str, span: Span) -> Option<Fact<'static>> {
    let words = span.of(text)?;
    let bare = words.trim_matches(|c: char| c.is_whitespace() || c == '#' || c == '.');
    let code = bare.len() == 3 && leading_reply(bare).is_some();
    let enhanced = enhanced_at(bare, 0).is_some_and(|(_, end)| end == bare.len());
    let both = bare.split_once(' ').is_some_and(|(a, b)| {
        a.len() == 3 && leading_reply(a).is_some() && enhanced_at(b, 0).is_some_and(|(_, end)| end == b.len())
    });
    let command = words.rfind("in reply to ").and_then(|at| command(&words[at + "in reply to ".len()..]));
    Some(Fact {
        input: if code || enhanced || both { "code" } else { "reply" },
        recipient: address_in(words).filter(|address| is_asked_for(words, address)),
        words: vec![Words::at(span)],
        command: command.map(str::to_owned),
        ..Fact::default()
    })
}
