//! The preview: the letter as one recipient gets it.

use crate::desk::Desk;
use crate::findings;
use crate::list::{Judged, Recipient};
use crate::placeholders::placeholders;
use crate::protocol::{Composed, Event, PreviewFor};
use compose::{Cells, Compiled, Letter, Merged};
use mail::Address;
use outbox::{Composer, Options};
use std::sync::Arc;

/// Longer sources are cut for the screen: nobody reads them to the end, and each copy costs.
const SOURCE_SHOWN: usize = 256 * 1024;

/// The seed of the preview's boundary and Message-ID; an export draws its own.
const PREVIEW_SEED: u64 = 1;

/// Compiles the letter if it changed, and merges it for one recipient. Without a list, each field shows its name.
pub fn compose(desk: &mut Desk, letter: &Letter, at: usize, now: i64) -> Event {
    let kept = desk.letter(letter);
    let mut composed = Composed { diagnostics: kept.diagnostics, ..Composed::default() };
    let list = desk.list.as_ref().map(|list| &list.judged).filter(|list| !list.roster.kept().is_empty());
    match list {
        Some(list) => {
            let at = at.min(list.roster.kept().len().saturating_sub(1));
            if let (Some(compiled), Some(recipient)) = (kept.compiled, list.recipient(at)) {
                composed.recipient = describe(list, &recipient, at);
                show(&mut composed, &compiled, &list.lent(), Some(&recipient), now);
                findings::add(&mut composed.diagnostics, list.check_fields(&compiled));
            }
        }
        None => {
            let cells = placeholders(letter);
            if let Some(compiled) = compose::compile(letter, cells.columns()).value {
                show(&mut composed, &Arc::new(compiled), &cells, None, now);
            }
        }
    }
    findings::sort(&mut composed.diagnostics);
    Event::Composed(Box::new(composed))
}

fn describe(list: &Judged, recipient: &Recipient, at: usize) -> PreviewFor {
    PreviewFor {
        at,
        of: list.roster.kept().len(),
        row: recipient.number,
        name: recipient.name.clone().unwrap_or_default(),
        address: recipient.address.to_string(),
    }
}

fn show(
    composed: &mut Composed,
    compiled: &Arc<Compiled>,
    cells: &Arc<dyn Cells>,
    recipient: Option<&Recipient>,
    now: i64,
) {
    let cx = compiled.context(cells, recipient.map_or(0, |recipient| recipient.row));
    let merged = match compiled.merge(&cx) {
        Ok(merged) => merged,
        Err(errors) => return findings::add(&mut composed.diagnostics, errors),
    };
    findings::add(&mut composed.diagnostics, checks::check_letter(compiled, &merged));
    let mut source = Vec::new();
    // A letter without a list is shown as it goes to nobody in particular.
    let nobody = Address::parse("reader@example.com");
    let to = recipient.map(|recipient| &recipient.address).or(nobody.as_ref().ok());
    let name = recipient.and_then(|recipient| recipient.name.as_deref());
    let number = recipient.map_or(0, |recipient| recipient.number);
    let mut composer = Composer::new(Arc::clone(compiled), Options { now, seed: PREVIEW_SEED });
    if let Some(to) = to {
        match composer.message(&cx, to, name, number, &mut source) {
            Ok(meta) => findings::add(&mut composed.diagnostics, meta.notes),
            Err(errors) => findings::add(&mut composed.diagnostics, errors),
        }
    }
    let Merged { fields, html, text } = merged;
    composed.good = true;
    composed.from = fields.from;
    composed.subject = fields.subject;
    composed.preheader = fields.preheader;
    composed.html = html.unwrap_or_default();
    composed.text = text;
    composed.size = source.len();
    source.truncate(SOURCE_SHOWN);
    composed.source = String::from_utf8_lossy(&source).into_owned();
    composed.headers = headers(&composed.source);
}

/// The header section, unfolded (RFC 5322 §2.2.3).
fn headers(source: &str) -> Vec<(String, String)> {
    let mut headers: Vec<(String, String)> = Vec::new();
    for line in source.split("\r\n").take_while(|line| !line.is_empty()) {
        match (line.starts_with([' ', '\t']), headers.last_mut(), line.split_once(':')) {
            (true, Some((_, value)), _) => value.push_str(line),
            (_, _, Some((name, value))) => headers.push((name.to_owned(), value.trim_start().to_owned())),
            _ => (),
        }
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded_headers_are_one_line() {
        let source = "Subject: a\r\n b\r\nTo: x@example.com\r\n\r\nBody: not a header\r\n";
        let expected = [("Subject", "a b"), ("To", "x@example.com")];
        assert_eq!(headers(source), expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }
}
