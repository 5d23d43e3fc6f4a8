//! The preview: the letter as one recipient gets it, first to look at, then with what there is to say of it.

use super::text;
use crate::desk::Desk;
use crate::findings;
use crate::list::{Judged, Recipient};
use crate::placeholders::placeholders;
use crate::protocol::{BLOCK, Composed, Event, PreviewFor, Reviewed};
use compose::{Cells, Compiled, Context, Letter, Merged};
use diag::Diagnostic;
use mail::Address;
use outbox::{Composer, Options};
use std::fmt::Write;
use std::sync::Arc;

/// Longer sources are cut for the screen: nobody reads them to the end, and each copy costs.
const SOURCE_SHOWN: usize = 256 * 1024;

/// The seed of the preview's boundary and Message-ID; an export draws its own.
const PREVIEW_SEED: u64 = 1;

/// What is still to be said of a letter that was shown: its message, the rules, the rows with empty fields. It waits
/// behind the preview, and a newer key press makes it needless.
pub struct Review {
    diagnostics: Vec<Diagnostic>,
    letter: Option<Shown>,
    now: i64,
    source: bool,
}

/// A letter that can be merged for somebody.
struct Shown {
    compiled: Arc<Compiled>,
    cx: Context,
    /// Without a list there is none.
    recipient: Option<Recipient>,
    /// `None` where the merge failed.
    merged: Option<Merged>,
}

/// Compiles the letter if it changed, and merges it for one recipient. Without a list, each field shows its name.
pub fn compose(desk: &mut Desk, letter: &Letter, at: usize, now: i64, source: bool) -> (Event, Review) {
    let kept = desk.letter(letter);
    let mut review = Review { diagnostics: kept.diagnostics, letter: None, now, source };
    let mut composed = Composed::default();
    let list = desk.list.as_ref().map(|list| &list.judged).filter(|list| !list.roster.kept().is_empty());
    match list {
        Some(list) => {
            let at = at.min(list.roster.kept().len().saturating_sub(1));
            if let Some(recipient) = list.recipient(at) {
                composed.recipient = describe(list, &recipient, at);
                if let Some(compiled) = kept.compiled {
                    show(&mut composed, &mut review, compiled, &list.lent(), Some(recipient));
                }
            }
        }
        None => {
            let cells = placeholders(letter);
            if let Some(compiled) = compose::compile(letter, cells.columns()).value {
                show(&mut composed, &mut review, Arc::new(compiled), &cells, None);
            }
        }
    }
    (Event::Composed(Box::new(composed)), review)
}

/// The letters of several recipients.
pub fn readers(desk: &mut Desk, letter: &Letter, all: &[usize]) -> Event {
    let composed = all.iter().map(|at| match compose(desk, letter, *at, 0, false).0 {
        Event::Composed(composed) => *composed,
        _ => Composed::default(),
    });
    Event::Readers(composed.collect())
}

/// The recipient as the page shows it.
pub fn describe(list: &Judged, recipient: &Recipient, at: usize) -> PreviewFor {
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
    review: &mut Review,
    compiled: Arc<Compiled>,
    cells: &Arc<dyn Cells>,
    recipient: Option<Recipient>,
) {
    let cx = compiled.context(cells, recipient.as_ref().map_or(0, |recipient| recipient.row));
    let merged = match compiled.merge_placed(&cx) {
        Ok((merged, places)) => {
            composed.good = true;
            composed.from.clone_from(&merged.fields.from);
            composed.subject.clone_from(&merged.fields.subject);
            composed.preheader.clone_from(&merged.fields.preheader);
            composed.html = with_blocks(merged.html.as_deref().unwrap_or_default(), &places);
            composed.blocks =
                compiled.blocks().iter().map(|start| u32::try_from(*start).unwrap_or(u32::MAX)).collect();
            composed.text.clone_from(&merged.text);
            Some(merged)
        }
        Err(errors) => {
            findings::add(&mut review.diagnostics, errors);
            None
        }
    };
    review.letter = Some(Shown { compiled, cx, recipient, merged });
}

/// The HTML with the number of its block in each element that a block begins with.
fn with_blocks(html: &str, places: &[(usize, u32)]) -> String {
    let mut out = String::with_capacity(html.len() + places.len() * (BLOCK.len() + 8));
    let mut done = 0;
    for (at, block) in places {
        out.push_str(html.get(done..*at).unwrap_or_default());
        // Writing into a string can't fail.
        let _ = write!(out, " {BLOCK}=\"{block}\"");
        done = *at;
    }
    out.push_str(html.get(done..).unwrap_or_default());
    out
}

impl Review {
    /// Writes the message, and looks at it and at the list.
    pub fn finish(self, desk: &Desk) -> Event {
        let mut reviewed = Reviewed { diagnostics: self.diagnostics, ..Reviewed::default() };
        if let Some(shown) = self.letter {
            if let Some(merged) = &shown.merged {
                findings::add(&mut reviewed.diagnostics, checks::check_letter(&shown.compiled, merged));
                write(&mut reviewed, &shown, desk, self.now, self.source);
            }
            reviewed.derived_text = shown.compiled.derived_text().map(str::to_owned);
            reviewed.text_changes = text::changes(&shown.compiled);
            if let (Some(list), Some(_)) = (&desk.list, &shown.recipient) {
                findings::add(&mut reviewed.diagnostics, list.judged.check_fields(&shown.compiled));
            }
        }
        findings::sort(&mut reviewed.diagnostics);
        Event::Reviewed(Box::new(reviewed))
    }
}

fn write(reviewed: &mut Reviewed, shown: &Shown, desk: &Desk, now: i64, wants_source: bool) {
    // A letter without a list is shown as it goes to nobody in particular.
    let nobody = Address::parse("reader@example.com");
    let recipient = shown.recipient.as_ref();
    let Some(to) = recipient.map(|recipient| &recipient.address).or(nobody.as_ref().ok()) else { return };
    let name = recipient.and_then(|recipient| recipient.name.as_deref());
    let number = recipient.map_or(0, |recipient| recipient.number);
    let options = Options { now, seed: PREVIEW_SEED };
    let mut composer = Composer::new(Arc::clone(&shown.compiled), options).with_files(desk.files.clone());
    let mut source = Vec::new();
    match composer.message(&shown.cx, to, name, number, &mut source) {
        Ok(meta) => findings::add(&mut reviewed.diagnostics, meta.notes),
        Err(errors) => findings::add(&mut reviewed.diagnostics, errors),
    }
    reviewed.size = source.len();
    reviewed.headers = headers(&source);
    if wants_source {
        source.truncate(SOURCE_SHOWN);
        reviewed.source = String::from_utf8_lossy(&source).into_owned();
    }
}

/// The header section, unfolded (RFC 5322 §2.2.3).
fn headers(source: &[u8]) -> Vec<(String, String)> {
    let mut headers: Vec<(String, String)> = Vec::new();
    let lines = source.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    for line in lines.take_while(|line| !line.is_empty()) {
        let line = String::from_utf8_lossy(line);
        match (line.starts_with([' ', '\t']), headers.last_mut(), line.split_once(':')) {
            (true, Some((_, value)), _) => value.push_str(&line),
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
    fn elements_know_their_blocks() {
        let html = with_blocks("<h1>a</h1><p class>b</p>", &[(3, 0), (12, 7)]);
        assert_eq!(html, "<h1 data-postroom-block=\"0\">a</h1><p data-postroom-block=\"7\" class>b</p>");
    }

    #[test]
    fn folded_headers_are_one_line() {
        let source = b"Subject: a\r\n b\r\nTo: x@example.com\r\n\r\nBody: not a header\r\n";
        let expected = [("Subject", "a b"), ("To", "x@example.com")];
        assert_eq!(headers(source), expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }
}
