//! Exim's main log: `**` failed, `==` put off, `=>` delivered.

use super::{Line, address, delivered, host, words};
use crate::fact::{Action, Fact, command};

pub(super) fn read(line: &Line) -> Option<Fact<'static>> {
    let bytes = line.text.as_bytes();
    // The date opens every line: 2026-01-02 03:04:05.
    if bytes.len() < 30 || bytes[4] != b'-' || bytes[7] != b'-' || bytes[13] != b':' {
        return None;
    }
    let (mark, at) = [" ** ", " == ", " => ", " -> "]
        .iter()
        .filter_map(|mark| line.text.find(mark).map(|at| (*mark, at)))
        .min_by_key(|(_, at)| *at)?;
    let rest = &line.text[at + mark.len()..];
    let recipient = rest.split(' ').next()?.trim_end_matches(':');
    let fields = &rest[recipient.len()..];
    let original = fields.trim_start().strip_prefix(['(', '<']).and_then(|o| o.split([')', '>']).next());
    let said = reason(fields);
    let mut fact = Fact {
        input: "log:exim",
        recipient: address(recipient).or_else(|| Some(recipient.to_owned())),
        original_recipient: original.and_then(address).filter(|o| o != recipient),
        remote: line.value("H=").and_then(host),
        words: words(line, said),
        command: said.find("after ").and_then(|at| command(&said[at + "after ".len()..])).map(str::to_owned),
        ..Fact::default()
    };
    match mark {
        " ** " => fact.action = Some(Action::Failed),
        " == " => fact.retries = Some(true),
        _ => return Some(delivered(fact, line.span(recipient))),
    }
    Some(fact)
}

/// What stands after the fields `R=… T=… H=… [ip]:25: `.
fn reason(fields: &str) -> &str {
    let after = ["H=", "T=", "R=", "defer ("].iter().filter_map(|key| fields.find(key)).max().unwrap_or(0);
    match fields[after..].find(": ") {
        Some(at) => &fields[after + at + 2..],
        None => fields.trim_start(),
    }
}
