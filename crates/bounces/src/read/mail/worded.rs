//! Facts out of reports without a delivery-status part: the recipients that the words name, and what they say.

use super::mime::{self, Mail};
use super::region::{all_addresses, failed_recipients, report_regions, strangers};
use super::{signs, text};
use crate::fact::{Action, Fact, Words};
use diag::Span;

/// Reads a report without fields.
pub(super) fn worded(mail: &Mail, shown: &str) -> Vec<Fact<'static>> {
    let regions = report_regions(mail, shown);
    let strangers = strangers(mail, shown);
    let all = |strangers: &[String]| -> Vec<text::Block> {
        regions.iter().flat_map(|region| text::blocks(shown, *region, strangers)).collect()
    };
    let mut blocks = all(&strangers);
    if blocks.is_empty() {
        // Who writes to themselves is both.
        blocks = all(&[]);
    }
    let failed = failed_recipients(mail, shown);
    if !failed.is_empty() {
        // The header knows better than the shape of the lines, where both speak.
        blocks.retain(|b| failed.iter().any(|f| f.eq_ignore_ascii_case(&b.recipient)) || says_much(shown, b));
    }
    let mut facts = Vec::new();
    for block in &blocks {
        facts.push(block_fact(shown, Some(block.recipient.clone()), block.span));
    }
    if facts.is_empty() {
        let recipient = failed
            .first()
            .cloned()
            .or_else(|| envelope_recipient(shown, &regions))
            .or_else(|| only_address(shown, &regions, &strangers))
            .or_else(|| original_recipient(mail, shown));
        if let Some(region) = regions.first() {
            facts.push(block_fact(shown, recipient, *region));
        }
    }
    for (fact, block) in facts.iter_mut().zip(&blocks) {
        let region =
            regions.iter().find(|region| region.start <= block.span.start && block.span.end <= region.end);
        let refusal =
            region.and_then(|region| text::refused(shown, *region, &block.recipient, blocks.len() == 1));
        if let Some((span, command)) = refusal {
            fact.words = vec![Words::at(span)];
            fact.context.clear();
            fact.command = command.map(str::to_owned).or(fact.command.take());
        }
    }
    if let ([block], [fact], Some(region)) = (&blocks[..], &mut facts[..], regions.first()) {
        // With one recipient the reason may stand before its name as well.
        let coded = |span: Span| text::telling(shown, span) != span;
        let answered = fact.words.iter().any(|w| crate::codes::scan(w.text(shown)).reply.is_some());
        if !answered && !coded(block.span) && coded(*region) {
            fact.words = vec![Words::at(text::telling(shown, *region))];
        }
    }
    for fact in &mut facts {
        if blocks.len() < 2 {
            fact.context.extend(regions.iter().map(|region| Words::at(*region)));
        }
        fact.title =
            (blocks.len() < 2).then(|| mime::find(&mail.headers, shown, "Subject")).flatten().map(Words::at);
        if signs::only_late(mail, shown) {
            fact.action = Some(Action::Delayed);
            fact.retries = Some(true);
        }
    }
    facts
}

fn says_much(shown: &str, block: &text::Block) -> bool {
    block.span.of(shown).is_some_and(|words| crate::codes::scan(words).reply.is_some())
}

fn block_fact(shown: &str, recipient: Option<String>, span: Span) -> Fact<'static> {
    let telling = text::telling(shown, span);
    let words = span.of(shown).unwrap_or_default();
    let mut fact = Fact {
        input: "mail",
        recipient,
        words: vec![Words::at(telling)],
        command: text::answered(words).map(str::to_owned),
        remote: text::remote(words),
        ..Fact::default()
    };
    if telling != span {
        fact.context.push(Words::at(span));
    }
    fact
}

/// The first address of the text that is nobody's among the correspondents.
fn envelope_recipient(shown: &str, regions: &[Span]) -> Option<String> {
    regions.iter().filter_map(|region| region.of(shown)).find_map(|text| {
        text.lines().find_map(|line| {
            let lower = line.trim_start().to_ascii_lowercase();
            let to = lower.starts_with("to:") || lower.starts_with("rcpt to");
            to.then(|| text::first_address(line).map(|(address, ..)| address)).flatten()
        })
    })
}

/// The one address that the report names beside its correspondents, wherever it stands in a sentence.
fn only_address(shown: &str, regions: &[Span], strangers: &[String]) -> Option<String> {
    let helpers = ["postmaster@", "abuse@", "support@", "help@", "admin@", "mailer-daemon@", "info@"];
    let mut found: Option<String> = None;
    for line in regions.iter().filter_map(|region| region.of(shown)).flat_map(str::lines).take(200) {
        for address in all_addresses(line) {
            let lower = address.to_ascii_lowercase();
            let other = strangers.iter().any(|s| s.eq_ignore_ascii_case(&address))
                || helpers.iter().any(|helper| lower.starts_with(helper));
            match &found {
                _ if other => {}
                Some(known) if known.eq_ignore_ascii_case(&address) => {}
                Some(_) => return None,
                None => found = Some(address),
            }
        }
    }
    found
}

/// The To of the returned message.
pub(super) fn original_recipient(mail: &Mail, shown: &str) -> Option<String> {
    let area = mail.parts.first().map(|part| part.body.start)?;
    let text = shown.get(area..)?;
    text.lines()
        .filter(|line| line.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("to:")))
        .find_map(|line| text::first_address(line).map(|(address, ..)| address))
}
