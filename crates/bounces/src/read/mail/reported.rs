//! Reports with a delivery-status part (RFC 3464), recipient by recipient.

use super::mime::Mail;
use super::region::{failed_recipients, is_status, report_regions, strangers};
use super::status::{self, Group};
use super::worded::original_recipient;
use super::{signs, text};
use crate::fact::{Action, Fact, Words};
use diag::Span;

/// Reads the delivery-status part, or the same fields written into the text.
pub(super) fn reported(mail: &Mail, shown: &str) -> Vec<Fact<'static>> {
    let regions = report_regions(mail, shown);
    let mut report = status::Report::default();
    for part in mail.parts.iter().filter(|part| is_status(&part.kind)) {
        let read = status::read(shown, part.body);
        report.reporter = report.reporter.or(read.reporter);
        report.groups.extend(read.groups);
    }
    if report.groups.is_empty() {
        for region in &regions {
            let text = region.of(shown).unwrap_or_default();
            if let Some(at) = signs::status_fields(text) {
                report = status::read(shown, Span::new(region.start + at, region.end));
                report.groups.retain(|group| group.recipient.is_some() || group.original.is_some());
            }
        }
    }
    if report.groups.is_empty() && signs::is_bounce(mail, shown) {
        // A report inside a report, quoted as plain text.
        for part in mail.parts.iter().filter(|part| part.kind.starts_with("text/plain")) {
            let text = part.body.of(shown).unwrap_or_default();
            if let Some(at) = signs::status_fields(text) {
                let end = text[at..].find("\n--").map_or(part.body.end, |i| part.body.start + at + i);
                report = status::read(shown, Span::new(part.body.start + at, end));
                report.groups.retain(|group| group.recipient.is_some());
            }
        }
    }
    if report.groups.is_empty() {
        return Vec::new();
    }
    let strangers = strangers(mail, shown);
    let blocks: Vec<text::Block> =
        regions.iter().flat_map(|region| text::blocks(shown, *region, &strangers)).collect();
    let several = report.groups.len() > 1;
    let mut facts: Vec<Fact> = Vec::new();
    for group in &report.groups {
        let mut fact = group_fact(shown, group, &blocks, &regions, several);
        fact.reporter = report.reporter.clone();
        facts.push(fact);
    }
    let fallback =
        failed_recipients(mail, shown).into_iter().next().or_else(|| original_recipient(mail, shown));
    for fact in &mut facts {
        if fact.recipient.is_none() {
            fact.recipient = fact
                .original_recipient
                .clone()
                .or_else(|| blocks.first().map(|block| block.recipient.clone()).or_else(|| fallback.clone()));
        }
        if several {
            let count = report.groups.len();
            fact.warnings
                .push(format!("This report is about {count} recipients; each has a verdict of its own."));
        }
    }
    facts
}

fn group_fact(
    shown: &str,
    group: &Group,
    blocks: &[text::Block],
    regions: &[Span],
    several: bool,
) -> Fact<'static> {
    let same = |address: &Option<String>, block: &text::Block| {
        address.as_ref().is_some_and(|a| a.eq_ignore_ascii_case(&block.recipient))
    };
    let block = blocks
        .iter()
        .find(|block| same(&group.recipient, block) || same(&group.original, block))
        .or_else(|| blocks.first().filter(|_| !several && blocks.len() == 1));
    let mut fact = Fact {
        input: "dsn",
        recipient: group.recipient.clone(),
        original_recipient: group.original.clone().filter(|o| Some(o) != group.recipient.as_ref()),
        action: group.action,
        status: group.status,
        retries: Some(group.retries),
        remote: group.remote.clone(),
        ..Fact::default()
    };
    let region = block.map(|b| b.span).or_else(|| regions.first().copied().filter(|_| !several));
    match group.diagnostic {
        Some(span) => fact.words.push(Words::at(span)),
        None => {
            // A comment behind the status is the program's own words.
            fact.words.extend(block.map(|block| Words::at(text::telling(shown, block.span))));
            fact.words.extend(group.comment.map(Words::at));
        }
    }
    fact.context.extend(region.map(Words::at));
    fact.context.extend(group.comment.filter(|_| group.diagnostic.is_some()).map(Words::at));
    let around = region.and_then(|span| span.of(shown)).unwrap_or_default();
    fact.command = text::answered(around).map(str::to_owned);
    if fact.remote.is_none() {
        fact.remote = text::remote(around);
    }
    let delivered = matches!(group.action, Some(Action::Delivered | Action::Relayed | Action::Expanded));
    if group.expired {
        fact.stated = Some(("gave-up", "structure: Action: expired"));
    }
    if delivered {
        fact.stated = Some(("not-a-bounce", "structure: Action says that it was delivered"));
    }
    fact
}
