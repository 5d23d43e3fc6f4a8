//! Tables: PowerMTA's accounting files and Exchange's message tracking logs.

use crate::fact::{Action, Fact, Words};
use crate::read::log::Line;
use crate::read::mail::status::host;
use diag::Span;
use std::borrow::Cow;

/// Reads a table; `None` where its header is not known.
pub(crate) fn read(text: &str) -> Option<(String, Vec<Fact<'static>>)> {
    let mut columns: Vec<String> = Vec::new();
    let mut exchange = false;
    let mut facts = Vec::new();
    let mut start = 0;
    for raw in text.split_inclusive('\n') {
        let line = Line { text: raw.trim_end(), start };
        start += raw.len();
        if let Some(header) = line.text.strip_prefix("#Fields:") {
            columns = header.split(',').map(|name| name.trim().to_ascii_lowercase()).collect();
            exchange = columns.iter().any(|name| name == "event-id");
        } else if line.text.starts_with("type,") && line.text.contains("rcpt") {
            columns = line.text.split(',').map(|name| name.trim().to_ascii_lowercase()).collect();
            exchange = false;
        } else if columns.is_empty() {
            // Comments may stand before the header, nothing else.
            if !line.text.is_empty() && !line.text.starts_with('#') {
                return None;
            }
        } else if facts.len() < crate::read::most(text.len())
            && !line.text.starts_with('#')
            && !line.text.is_empty()
        {
            let row = Row { cells: cells(line.text), columns: &columns, line };
            let stamp = ["timelogged", "date-time", "timequeued"].iter().find_map(|name| row.get(name));
            let date = stamp.and_then(crate::read::when::of_stamp);
            let found = if exchange { tracking(&row) } else { accounting(&row) };
            facts.extend(found.into_iter().map(|fact| Fact { date: date.clone(), ..fact }));
        }
    }
    if columns.is_empty() {
        return None;
    }
    let kind = if exchange { "Exchange tracking" } else { "PowerMTA accounting" };
    Some((format!("{kind} ({} failures)", facts.len()), facts))
}

struct Row<'t> {
    cells: Vec<Cow<'t, str>>,
    columns: &'t [String],
    line: Line<'t>,
}

impl Row<'_> {
    fn get(&self, column: &str) -> Option<&str> {
        let at = self.columns.iter().position(|name| name == column)?;
        self.cells.get(at).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
    }

    /// The words of a cell with their place in the line; quoted cells may differ from what stands there.
    fn words(&self, words: &str) -> Words<'static> {
        let at = self.line.text.find(words);
        let span = at.map_or(Span::new(self.line.start, self.line.start + 1), |at| {
            Span::new(self.line.start + at, self.line.start + at + words.len())
        });
        Words { span, plain: at.is_none().then(|| words.to_owned().into()) }
    }
}

/// One record: `b` bounced, `t` and `tq` put off, `rb` and `rs` remote bounces, `f` complaints.
fn accounting(row: &Row) -> Vec<Fact<'static>> {
    let kind = row.get("type").unwrap_or_default();
    let mut fact =
        Fact { input: "csv:powermta", recipient: row.get("rcpt").map(str::to_owned), ..Fact::default() };
    fact.words.extend(row.get("dsndiag").map(|words| {
        let words = words.split_once(';').map_or(words, |(_, said)| said.trim_start());
        row.words(words)
    }));
    let status = row.get("dsnstatus");
    fact.status = status.and_then(|status| {
        let code = status.split([' ', '(']).next()?;
        Some((code.parse().ok()?, row.words(code).span))
    });
    fact.context.extend(
        status.and_then(|s| s.split_once('(')).map(|(_, comment)| row.words(comment.trim_end_matches(')'))),
    );
    fact.remote = row.get("dsnmta").and_then(host);
    let category = row.get("bouncecat").unwrap_or_default();
    match kind {
        "b" | "rb" | "rs" | "br" => fact.action = Some(Action::Failed),
        "t" | "tq" => fact.retries = Some(true),
        "f" => {
            fact.stated = Some(("complaint", "structure: PowerMTA feedback record"));
            fact.stated_at = Some(row.words("f").span);
            return vec![fact];
        }
        _ => return Vec::new(),
    }
    let cause = match category {
        "bad-mailbox" => "no-such-address",
        "bad-domain" => "no-such-domain",
        "inactive-mailbox" => "address-closed",
        "quota-issues" => "mailbox-full",
        "spam-related" => "looks-like-spam",
        "virus-related" => "virus-or-attachment",
        "content-related" => "broken-message",
        "policy-related" => "policy",
        "invalid-sender" => "sender-domain",
        "relaying-issues" => "login-or-relay",
        "message-expired" => "gave-up",
        "bad-connection" | "no-answer-from-host" | "routing-errors" => "cannot-connect",
        "bad-configuration" | "protocol-errors" | "hardware" => "their-server-broken",
        _ => "",
    };
    if !cause.is_empty() {
        fact.stated = Some((cause, "structure: PowerMTA bounceCat"));
        fact.stated_at = Some(row.words(category).span);
        fact.stated_is_weak = true;
    }
    vec![fact]
}

/// One event. Several recipients of one event stand in one cell, divided by `;`.
fn tracking(row: &Row) -> Vec<Fact<'static>> {
    let event = row.get("event-id").unwrap_or_default();
    if !matches!(event, "FAIL" | "DEFER" | "BADMAIL" | "POISONMESSAGE") {
        return Vec::new();
    }
    let recipients: Vec<&str> = row.get("recipient-address").unwrap_or_default().split(';').collect();
    let statuses: Vec<&str> = split_statuses(row.get("recipient-status").unwrap_or_default());
    let several = recipients.len() > 1;
    recipients
        .iter()
        .enumerate()
        .map(|(at, recipient)| {
            let status = statuses.get(at).or(statuses.first()).copied().unwrap_or_default();
            let part = |key: &str| {
                let rest = status.split_once(&format!("{{{key}="))?.1;
                Some(rest.split('}').next().unwrap_or(rest)).filter(|value| !value.is_empty())
            };
            let words = part("LED").or_else(|| part("LRT")).unwrap_or(status);
            let mut fact = Fact {
                input: "log:exchange",
                recipient: Some(recipient.trim().to_owned()).filter(|r| !r.is_empty()),
                words: vec![row.words(words)],
                remote: part("FQDN").map(str::to_owned),
                ..Fact::default()
            };
            match event {
                "DEFER" => fact.retries = Some(true),
                _ => fact.action = Some(Action::Failed),
            }
            if several {
                fact.warnings.push(format!(
                    "This event is about {} recipients; each has a verdict of its own.",
                    recipients.len()
                ));
            }
            fact
        })
        .collect()
}

/// The statuses of several recipients: `[{LED=…};{MSG=…}];[{LED=…}]`, or plain texts divided by `;`.
fn split_statuses(cell: &str) -> Vec<&str> {
    if cell.starts_with('[') { cell.split("];[").collect() } else { vec![cell] }
}

/// The cells of a line of comma-separated values (RFC 4180).
fn cells(line: &str) -> Vec<Cow<'_, str>> {
    let mut cells = Vec::new();
    let mut rest = line;
    loop {
        let Some(quoted) = rest.strip_prefix('"') else {
            let (cell, tail) = rest.split_once(',').map_or((rest, None), |(cell, tail)| (cell, Some(tail)));
            cells.push(Cow::Borrowed(cell));
            match tail {
                Some(tail) => rest = tail,
                None => return cells,
            }
            continue;
        };
        let mut end = 0;
        let closed = loop {
            match quoted.get(end..).and_then(|q| q.find('"')) {
                Some(at) if quoted.as_bytes().get(end + at + 1) == Some(&b'"') => end += at + 2,
                Some(at) => break end + at,
                None => break quoted.len(),
            }
        };
        let cell = &quoted[..closed];
        cells.push(if cell.contains("\"\"") { cell.replace("\"\"", "\"").into() } else { cell.into() });
        match quoted.get(closed + 1..).and_then(|tail| tail.strip_prefix(',')) {
            Some(tail) => rest = tail,
            None => return cells,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_cut_at_commas_outside_quotes() {
        assert_eq!(cells("a,\"b,\"\"c\"\"\",,d"), ["a", "b,\"c\"", "", "d"]);
        assert_eq!(cells("\"open"), ["open"]);
    }

    #[test]
    fn a_row_of_powermta() {
        let text = "type,timeLogged,orig,rcpt,dsnAction,dsnStatus,dsnDiag,dsnMta,bounceCat\n\
                    b,1178807915,o@example.com,u@example.org,failed,5.1.1 (bad destination mailbox address),\"smtp;550 5.1.1 User unknown\",mx.example.org (192.0.2.1),bad-mailbox\n\
                    d,1178807915,o@example.com,v@example.org,,,,,\n";
        let explanation = crate::explain(text.as_bytes(), None);
        let [verdict] = &explanation.verdicts[..] else { panic!("{explanation:?}") };
        assert_eq!(verdict.cause, "no-such-address");
        assert_eq!(verdict.recipient.as_deref(), Some("u@example.org"));
        assert_eq!(verdict.remote.as_deref(), Some("mx.example.org"));
        assert_eq!(verdict.enhanced_code.map(|c| c.to_string()).as_deref(), Some("5.1.1"));
    }

    #[test]
    fn a_row_of_powermta_without_words() {
        let text = "type,timeLogged,orig,rcpt,dlvSourceIp,bounceCat\nb,1178807915,o@example.com,u@example.org,,policy-related\n";
        let explanation = crate::explain(text.as_bytes(), None);
        assert_eq!(explanation.verdicts[0].cause, "policy");
    }

    #[test]
    fn a_row_of_exchange() {
        let text = "#Software: Microsoft Exchange Server\n#Fields: date-time,source,event-id,recipient-address,recipient-status\n\
                    2026-01-02T03:04:05.678Z,SMTP,FAIL,u@example.org;v@example.org,\"[{LED=550 5.1.1 User unknown};{MSG=};{FQDN=mx.example.org};{IP=192.0.2.1};{LRT=}];[{LED=452 4.2.2 Mailbox full};{MSG=}]\"\n";
        let explanation = crate::explain(text.as_bytes(), None);
        let causes: Vec<_> = explanation.verdicts.iter().map(|v| v.cause.as_str()).collect();
        assert_eq!(causes, ["no-such-address", "mailbox-full"]);
        assert_eq!(explanation.verdicts[0].remote.as_deref(), Some("mx.example.org"));
    }
}
