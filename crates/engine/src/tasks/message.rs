//! One message, ready to hand over.

use crate::desk::Desk;
use crate::protocol::{Event, MessageHead};
use compose::Letter;
use diag::Diagnostic;
use outbox::{Composer, Options};

/// Writes the message of the kept recipient at a position. Its bytes go beside the event.
pub fn message(desk: &mut Desk, letter: &Letter, at: usize, now: i64, seed: u64) -> (Event, Option<Vec<u8>>) {
    let kept = desk.letter(letter);
    let Some(list) = desk.list.as_ref().map(|list| &list.judged) else { return refuse("there is no list") };
    let Some(compiled) = kept.compiled else { return refuse("the letter has an error") };
    let Some(recipient) = list.recipient(at) else { return refuse("there is no such recipient") };
    let mut head = MessageHead {
        at,
        of: list.roster.kept().len(),
        row: recipient.number,
        envelope_to: recipient.address.to_string(),
        ..MessageHead::default()
    };
    let mut bytes = Vec::new();
    let cx = compiled.context(&list.lent(), recipient.row);
    let mut composer = Composer::new(compiled, Options { now, seed }).with_files(desk.files.clone());
    let name = recipient.name.as_deref();
    match composer.message(&cx, &recipient.address, name, recipient.number, &mut bytes) {
        Ok(meta) => {
            head.envelope_from = meta.envelope_from;
            head.idempotency_key = meta.key;
            (Event::Message(Box::new(head)), Some(bytes))
        }
        Err(errors) => {
            head.failed = errors.into_iter().next().or_else(|| {
                Some(Diagnostic::error("merge-failed", "the letter could not be merged for this recipient"))
            });
            (Event::Message(Box::new(head)), None)
        }
    }
}

fn refuse(message: &str) -> (Event, Option<Vec<u8>>) {
    (Event::Failed { message: message.into() }, None)
}
