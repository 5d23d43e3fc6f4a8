//! Postfix: delivery lines (`status=`), and refusals of its own server (`reject:`).

use super::{Line, address, delivered, host, words};
use crate::fact::{Action, Fact, command};

const INPUT: &str = "log:postfix";

pub(super) fn read(line: &Line) -> Option<Fact<'static>> {
    if let Some(at) = line.text.find(": reject: ") {
        return rejected(line, &line.text[at + ": reject: ".len()..]);
    }
    let status = line.value("status=")?;
    let recipient = line.value("to=<").map(|to| to.trim_end_matches('>')).or_else(|| line.value("to="))?;
    line.value("dsn=").or_else(|| line.value("relay="))?;
    let place = line.span(status);
    let said = line.text.get(place.end - line.start..).unwrap_or_default().trim();
    let said = said.strip_prefix('(').unwrap_or(said);
    let said = said.strip_suffix(')').unwrap_or(said);
    let dsn = line.value("dsn=");
    let mut fact = Fact {
        input: INPUT,
        recipient: address(recipient).or_else(|| Some(recipient.to_owned())),
        original_recipient: line.value("orig_to=").and_then(address),
        status: dsn.and_then(|code| Some((code.parse().ok()?, line.span(code)))),
        remote: line.value("relay=").and_then(host),
        words: words(line, said),
        command: said
            .rfind("in reply to ")
            .and_then(|at| command(&said[at + "in reply to ".len()..]))
            .map(str::to_owned),
        ..Fact::default()
    };
    match status {
        "sent" | "deliverable" => return Some(delivered(fact, place)),
        "deferred" => fact.retries = Some(true),
        "expired" => {
            fact.stated = Some(("gave-up", "structure: status=expired"));
            fact.stated_at = Some(place);
        }
        _ => fact.action = Some(Action::Failed),
    }
    Some(fact)
}

/// `RCPT from host[ip]: 554 5.7.1 <a@b>: reason; from=<…> to=<…> proto=ESMTP`.
fn rejected(line: &Line, rest: &str) -> Option<Fact<'static>> {
    let (before, said) = rest.split_once("]: ").or_else(|| rest.split_once(": "))?;
    let end = said.find("; from=").unwrap_or(said.len());
    Some(Fact {
        input: INPUT,
        recipient: line.value("to=").and_then(address),
        command: command(before).map(str::to_owned),
        words: words(line, &said[..end]),
        ..Fact::default()
    })
}
