//! Complaints: RFC 5965 feedback reports, and the older forms that some providers still send.

use super::decode::decode_words;
use super::mime::{Mail, fields, find, unfold};
use super::status::address;
use super::text::first_address;
use crate::fact::{Fact, Words};
use diag::Span;

/// Reads a complaint, or `None` where the mail is none.
pub(crate) fn read(mail: &Mail, shown: &str) -> Option<Vec<Fact<'static>>> {
    let part = mail.parts.iter().find(|part| part.kind == "message/feedback-report");
    if let Some(part) = part {
        return Some(report(mail, shown, part.body));
    }
    // A report may stand in plain text; its type field opens a line.
    for part in
        mail.parts.iter().filter(|part| part.kind.starts_with("text/plain") || part.kind == "epilogue")
    {
        let body = part.body.of(shown)?;
        let at = body.find("Feedback-Type:").filter(|at| *at == 0 || body.as_bytes()[at - 1] == b'\n');
        if let Some(at) = at {
            return Some(report(mail, shown, Span::new(part.body.start + at, part.body.end)));
        }
    }
    old_form(mail, shown)
}

fn report(mail: &Mail, shown: &str, region: Span) -> Vec<Fact<'static>> {
    let headers = fields(region.of(shown).unwrap_or_default(), region.start);
    let kind_span = find(&headers, shown, "Feedback-Type");
    let kind = kind_span.map(|span| unfold(span.of(shown).unwrap_or_default()).to_ascii_lowercase());
    let kind = kind.unwrap_or_default();
    let mut recipients: Vec<String> = Vec::new();
    for name in ["Original-Rcpt-To", "Removal-Recipient", "Redacted-Address"] {
        for header in &headers {
            let same = header.name.of(shown).is_some_and(|n| n.eq_ignore_ascii_case(name));
            let value = header.value.of(shown).filter(|_| same).map(unfold).unwrap_or_default();
            for found in value.split(',').filter_map(address) {
                if !recipients.contains(&found) {
                    recipients.push(found);
                }
            }
        }
        if !recipients.is_empty() {
            break;
        }
    }
    if recipients.is_empty() {
        recipients.extend(original_to(mail, shown));
    }
    let span = kind_span.map_or(region, |value| trim(shown, value));
    let several = recipients.len();
    let mut facts: Vec<Fact> = Vec::new();
    let recipients: Vec<Option<String>> =
        if recipients.is_empty() { vec![None] } else { recipients.into_iter().map(Some).collect() };
    for recipient in recipients {
        let mut fact = complaint(&kind, recipient, span);
        fact.remote = find(&headers, shown, "Reporting-MTA")
            .and_then(|span| super::status::host(&unfold(span.of(shown).unwrap_or_default())));
        if several > 1 {
            fact.warnings
                .push(format!("This report is about {several} recipients; each has a verdict of its own."));
        }
        facts.push(fact);
    }
    facts
}

fn trim(shown: &str, span: Span) -> Span {
    let text = span.of(shown).unwrap_or_default();
    let start = span.start + text.len() - text.trim_start().len();
    Span::new(start, start + text.trim().len())
}

/// A verdict's fact by the report's type (RFC 5965 §7.3, RFC 6591, RFC 6650).
fn complaint(kind: &str, recipient: Option<String>, span: Span) -> Fact<'static> {
    let (cause, rule) = match kind {
        "not-spam" => ("not-a-bounce", "structure: Feedback-Type: not-spam"),
        "auth-failure" => ("authentication", "structure: Feedback-Type: auth-failure"),
        "virus" => ("virus-or-attachment", "structure: Feedback-Type: virus"),
        "opt-out" | "opt-out-list" => ("complaint", "structure: Feedback-Type: opt-out"),
        "fraud" => ("complaint", "structure: Feedback-Type: fraud"),
        _ => ("complaint", "structure: Feedback-Type: abuse"),
    };
    let told = match kind {
        "opt-out" | "opt-out-list" => Some((
            "The reader unsubscribed",
            "Their mail program or provider passes on the wish to get no more of these letters.",
        )),
        "auth-failure" => Some((
            "A receiver reports that authentication failed",
            "This is no complaint of a reader: the receiver tells you that a mail in your domain's name did not pass SPF, DKIM or DMARC. It may be yours, or somebody may misuse your name.",
        )),
        "not-spam" => Some((
            "The reader says that your mail is not spam",
            "They took it out of the spam folder; the provider counts that in your favour.",
        )),
        _ => None,
    };
    Fact {
        input: "arf",
        recipient,
        context: vec![Words::at(span)],
        stated: Some((cause, rule)),
        stated_at: Some(span),
        told,
        ..Fact::default()
    }
}

/// Hotmail's complaints without a report part, and unsubscribing by mail.
fn old_form(mail: &Mail, shown: &str) -> Option<Vec<Fact<'static>>> {
    let header = |name: &str| mail.header(shown, name).map(|value| decode_words(&value));
    let subject = header("Subject").unwrap_or_default().to_lowercase();
    let from = header("From").unwrap_or_default();
    let subject_span =
        find(&mail.headers, shown, "Subject").map(|span| trim(shown, span)).unwrap_or_default();
    let body = mail.parts.first().and_then(|part| part.body.of(shown)).unwrap_or_default();
    if subject.contains("complaint about message from")
        || subject.contains("spam report") && shown.contains("X-HmXmr")
    {
        let recipient = named(shown, "X-HmXmrOriginalRecipient").or_else(|| original_to(mail, shown));
        return Some(vec![complaint("abuse", recipient, subject_span)]);
    }
    // RFC 2369 lets a mail program unsubscribe by an otherwise empty mail.
    let by_program =
        body.contains("sent this email to unsubscribe") || body.contains("sent this e-mail to unsubscribe");
    if by_program || (subject.trim() == "unsubscribe" && body.trim().is_empty()) {
        let recipient = first_address(&from).map(|(address, ..)| address);
        return Some(vec![complaint("opt-out", recipient, subject_span)]);
    }
    None
}

/// The address in the first line that begins with this field's name.
fn named(shown: &str, name: &str) -> Option<String> {
    let line = shown.lines().find(|line| line.starts_with(name))?;
    first_address(line).map(|(address, ..)| address)
}

/// To whom the message was that is complained about.
fn original_to(mail: &Mail, shown: &str) -> Option<String> {
    let original = mail.parts.iter().find(|part| {
        matches!(
            part.kind.as_str(),
            "message/rfc822" | "text/rfc822-headers" | "message/global" | "message/rfc822-headers"
        )
    })?;
    let text = original.body.of(shown)?;
    let head = text.trim_start().split("\n\n").next().unwrap_or_default();
    let headers = fields(head, 0);
    ["X-HmXmrOriginalRecipient", "To", "Delivered-To", "X-Original-To"].iter().find_map(|name| {
        let value = find(&headers, head, name)?.of(head)?;
        first_address(value).map(|(address, ..)| address)
    })
}
