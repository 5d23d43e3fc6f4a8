//! Reports without a delivery-status part: the words of a program, recipient by recipient.
//!
//! The many programs that write such reports differ in phrases but not in shape: a greeting, then for each
//! recipient its address and the reason near it, then the message that came back. So the shape is read: where
//! the original begins, which lines name a recipient, and what stands between one and the next.

mod lexicon;
mod named;
mod original;
mod said;

pub(crate) use named::first_address;
pub(crate) use original::original_starts;
pub(crate) use said::{answered, refused, remote, telling};

use diag::Span;
use named::names_recipient;

/// What is said about one recipient.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    pub recipient: String,
    /// From the line that names the recipient to the next recipient or the end.
    pub span: Span,
}

/// The recipients that a report names, with what it says about each.
pub(crate) fn blocks(shown: &str, region: Span, strangers: &[String]) -> Vec<Block> {
    let text = region.of(shown).unwrap_or_default();
    let mut blocks: Vec<Block> = Vec::new();
    let mut at = region.start;
    let mut before = "";
    for line in text.split_inclusive('\n') {
        // An address to write to, announced on the line above.
        let contact =
            before.ends_with("to the address") || before.contains("contact") && !before.ends_with(':');
        if !line.trim().is_empty() {
            before = line.trim();
        }
        if contact {
            at += line.len();
            continue;
        }
        let named = names_recipient(line)
            .filter(|address| !strangers.iter().any(|s| s.eq_ignore_ascii_case(address)));
        if let Some(recipient) = named {
            let again = blocks.last().is_some_and(|last| last.recipient.eq_ignore_ascii_case(&recipient));
            if !again {
                if let Some(last) = blocks.last_mut() {
                    last.span.end = at;
                }
                blocks.push(Block { recipient, span: Span::new(at, region.end) });
            }
        }
        at += line.len();
    }
    merge(shown, blocks)
}

/// One block for each recipient: of several, the one that says most.
fn merge(shown: &str, blocks: Vec<Block>) -> Vec<Block> {
    let weight = |block: &Block| {
        let words = block.span.of(shown).unwrap_or_default();
        let codes = crate::codes::scan(words);
        (codes.reply.is_some() || codes.enhanced.is_some(), words.trim().len() > block.recipient.len() + 8)
    };
    let mut merged: Vec<Block> = Vec::new();
    for block in blocks {
        match merged.iter_mut().find(|known| known.recipient.eq_ignore_ascii_case(&block.recipient)) {
            Some(known) => {
                if weight(&block) > weight(known) {
                    known.span = block.span;
                }
            }
            None => merged.push(block),
        }
    }
    merged
}
