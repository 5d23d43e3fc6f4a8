//! The letter merged for one recipient after the other, as relays take it.

use crate::desk::Desk;
use crate::list::Judged;
use crate::protocol::MessageHead;
use compose::{Compiled, Letter};
use diag::Diagnostic;
use mail::Mailbox;
use outbox::{Composer, MessageMeta, Options, PartFile, Parts};
use relays::{Attachment, Header, Outgoing, Person};
use std::sync::Arc;

/// A letter and the list it goes to.
pub struct Merging<'d> {
    compiled: Arc<Compiled>,
    list: &'d Judged,
    composer: Composer<'static>,
}

impl<'d> Merging<'d> {
    /// Compiles the letter. `now` is the Date header, `seed` makes boundaries and Message-IDs.
    ///
    /// # Errors
    /// There is no list, or the letter can't be merged at all.
    pub fn open(desk: &'d mut Desk, letter: &Letter, now: i64, seed: u64) -> Result<Merging<'d>, String> {
        let (kept, files) = (desk.letter(letter), desk.files.clone());
        let list = &desk.list.as_ref().ok_or("there is no list")?.judged;
        let compiled = kept.compiled.ok_or("the letter has an error")?;
        let composer = Composer::new(Arc::clone(&compiled), Options { now, seed }).with_files(files);
        Ok(Merging { compiled, list, composer })
    }

    /// The letter of the kept recipient at a position. `whole`: the finished message is all that is wanted. Where the
    /// merge failed, the head says why and there is no letter.
    ///
    /// # Errors
    /// There is no such recipient.
    pub fn one(&mut self, at: usize, whole: bool) -> Result<(MessageHead, Option<Outgoing>), String> {
        let recipient = self.list.recipient(at).ok_or("there is no such recipient")?;
        let mut head = MessageHead {
            at,
            of: self.list.roster.kept().len(),
            row: recipient.number,
            envelope_to: recipient.address.to_string(),
            ..MessageHead::default()
        };
        let cx = self.compiled.context(&self.list.lent(), recipient.row);
        let (name, mut raw) = (recipient.name.as_deref(), Vec::new());
        let made = self.composer.message(&cx, &recipient.address, name, recipient.number, &mut raw);
        let made = made.and_then(|meta| match whole {
            true => Ok((Outgoing::default(), meta)),
            false => {
                let parts = self.composer.parts(&cx, &recipient.address, name, recipient.number)?;
                Ok((outgoing(parts.0), meta))
            }
        });
        match made {
            Ok((letter, meta)) => Ok((head_of(head, &meta), Some(enveloped(letter, meta, raw)))),
            Err(errors) => {
                head.failed = errors.into_iter().next().or_else(|| {
                    Some(Diagnostic::error(
                        "merge-failed",
                        "the letter could not be merged for this recipient",
                    ))
                });
                Ok((head, None))
            }
        }
    }
}

fn head_of(head: MessageHead, meta: &MessageMeta) -> MessageHead {
    MessageHead { envelope_from: meta.envelope_from.clone(), idempotency_key: meta.key.clone(), ..head }
}

fn enveloped(letter: Outgoing, meta: MessageMeta, raw: Vec<u8>) -> Outgoing {
    let MessageMeta { key, envelope_from, envelope_to, .. } = meta;
    Outgoing { key, envelope_from, envelope_to, raw, ..letter }
}

fn outgoing(parts: Parts) -> Outgoing {
    let headers = parts.headers.into_iter().map(|header| Header { name: header.name, value: header.value });
    let file = |file: PartFile| Attachment::of_base64(file.name, file.media_type.to_owned(), &file.content);
    Outgoing {
        attachments: parts.attachments.into_iter().map(file).collect(),
        from: person(&parts.from),
        to: person(&parts.to),
        reply_to: parts.reply_to.as_deref().map(person),
        subject: parts.subject,
        text: Some(parts.text),
        html: parts.html,
        headers: headers.collect(),
        ..Outgoing::default()
    }
}

fn person(text: &str) -> Person {
    match Mailbox::parse(text) {
        Ok(mailbox) => Person { name: mailbox.name.unwrap_or_default(), email: mailbox.address.to_string() },
        Err(_) => Person { name: String::new(), email: text.to_owned() },
    }
}
