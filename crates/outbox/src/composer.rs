//! From a compiled letter and a row to the bytes of one message.

mod write;

use crate::body::Body;
use crate::files::Files;
use crate::head::{self, Head, Senders};
use crate::header::{HeaderText, display_mailbox};
use crate::identity::{Identity, hex};
use crate::letter::CompiledRef;
use crate::message::{MessageMeta, NameValue, Options, Parts};
use compose::{Compiled, Context};
use diag::Diagnostic;
use mail::Address;
use sha2::{Digest as _, Sha256};
use std::sync::Arc;
pub(crate) use write::Envelope;

/// What is told of a message that was appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// What was mended or left out; warnings only.
    pub notes: Vec<Diagnostic>,
    /// The size of its HTML part in bytes, before it was encoded.
    pub html_bytes: usize,
}

/// Writes the messages of one letter. It keeps what was encoded once, so use one for many recipients.
pub struct Composer<'c> {
    // The pieces know the letter's text by its address, so the letter stays beside them, unchanged.
    compiled: CompiledRef<'c>,
    body: Body,
    signer: Option<Box<dyn Signer>>,
    options: Options,
    identity: Identity,
    letter_hash: String,
    date: String,
    head_end: Vec<u8>,
    senders: Senders,
}

/// Signs messages (DKIM, RFC 6376).
pub trait Signer: Send {
    /// The field to be put before this message, with its line break.
    ///
    /// # Errors
    /// Why it can't be signed, for people.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, String>;
}

impl<'c> Composer<'c> {
    /// A composer of a lent (`&compiled`) or shared (`Arc`) letter.
    pub fn new(compiled: impl Into<CompiledRef<'c>>, options: Options) -> Composer<'c> {
        let compiled = compiled.into();
        let letter_hash = compiled.hash();
        let identity = Identity::new(&letter_hash, options.seed, options.now);
        let body = Body::new(&compiled, &identity);
        let head_end = head::fixed_end(compiled.letter());
        Composer {
            body,
            signer: None,
            options,
            date: head::date(options.now),
            head_end,
            senders: Senders::default(),
            identity,
            letter_hash,
            compiled,
        }
    }

    /// The same with files to attach and images to show.
    pub fn with_files(mut self, files: Arc<dyn Files>) -> Composer<'c> {
        self.body.take_files(files);
        self
    }

    /// The same with a signature in each message.
    pub fn with_signer(mut self, signer: Box<dyn Signer>) -> Composer<'c> {
        self.signer = Some(signer);
        self
    }

    /// The letter.
    pub fn compiled(&self) -> &Compiled {
        &self.compiled
    }

    /// The options.
    pub fn options(&self) -> Options {
        self.options
    }

    /// The letter's hash, as [`Compiled::hash`] gives it.
    pub fn letter_hash(&self) -> &str {
        &self.letter_hash
    }

    /// The idempotency key of a recipient's message.
    pub fn key(&self, to: &Address) -> String {
        self.identity.key(&to.to_string())
    }

    /// Appends the message of one recipient. `row` is the record's number as a spreadsheet shows it.
    ///
    /// # Errors
    /// Why the letter can't be merged or sent to this recipient, each with the row. Nothing is appended then.
    pub fn message(
        &mut self,
        cx: &Context,
        to: &Address,
        to_name: Option<&str>,
        row: u32,
        out: &mut Vec<u8>,
    ) -> Result<MessageMeta, Vec<Diagnostic>> {
        let start = out.len();
        let written = self.write(cx, to, to_name, row, out);
        let envelope = written.inspect_err(|_| out.truncate(start))?;
        let message = out.get(start..).unwrap_or_default();
        Ok(MessageMeta {
            message_id: envelope.message_id,
            envelope_from: envelope.from.to_string(),
            envelope_to: to.to_string(),
            size: message.len(),
            sha256: hex(&Sha256::digest(message)),
            key: self.key(to),
            notes: envelope.notes,
        })
    }

    /// Appends the message of one recipient and tells little of it: for those who need neither hash nor ids.
    ///
    /// # Errors
    /// As [`Composer::message`].
    pub fn append(
        &mut self,
        cx: &Context,
        to: &Address,
        to_name: Option<&str>,
        row: u32,
        out: &mut Vec<u8>,
    ) -> Result<Appended, Vec<Diagnostic>> {
        let start = out.len();
        let envelope = self.write(cx, to, to_name, row, out).inspect_err(|_| out.truncate(start))?;
        Ok(Appended { notes: envelope.notes, html_bytes: self.body.html_bytes() })
    }

    /// The same message as texts, for interfaces that build the MIME themselves. The metadata then has neither size
    /// nor hash.
    ///
    /// # Errors
    /// As [`Composer::message`].
    pub fn parts(
        &mut self,
        cx: &Context,
        to: &Address,
        to_name: Option<&str>,
        row: u32,
    ) -> Result<(Parts, MessageMeta), Vec<Diagnostic>> {
        self.parts_from(cx, to, to_name, row).map(|(parts, meta, _)| (parts, meta))
    }

    /// The same with the sender's address.
    pub(crate) fn parts_from(
        &mut self,
        cx: &Context,
        to: &Address,
        to_name: Option<&str>,
        row: u32,
    ) -> Result<(Parts, MessageMeta, Address), Vec<Diagnostic>> {
        let merged = self.compiled.merge(cx).map_err(|errors| in_row(errors, row))?;
        let head = Head::read(self.compiled.letter(), &merged.fields, &mut self.senders)
            .map_err(|errors| in_row(errors, row))?;
        let to_text = to.to_string();
        let files = self
            .body
            .files(&self.compiled, cx, &merged.fields.attachments)
            .map_err(|errors| in_row(errors, row))?;
        let headers = head.pairs().into_iter().map(|(name, value)| NameValue { name, value });
        let parts = Parts {
            from: head.sender_text(),
            to: display_mailbox(to_name.map(HeaderText::name).as_ref(), to),
            reply_to: head.reply_to_text(),
            subject: head.subject.as_str().to_owned(),
            headers: headers.collect(),
            html: merged.html,
            text: merged.text,
            attachments: files,
        };
        let meta = MessageMeta {
            message_id: self.identity.message_id(row, &to_text, &head.from.address),
            envelope_from: head.from.address.to_string(),
            size: 0,
            sha256: String::new(),
            key: self.identity.key(&to_text),
            envelope_to: to_text,
            notes: in_row(head.notes, row),
        };
        Ok((parts, meta, head.from.address.clone()))
    }

    /// The Message-ID that a row's message has or would have.
    pub(crate) fn message_id(&self, row: u32, to: &Address, sender: &Address) -> String {
        self.identity.message_id(row, &to.to_string(), sender)
    }
}

/// The diagnostics with the row in each.
pub(crate) fn in_row(mut diagnostics: Vec<Diagnostic>, row: u32) -> Vec<Diagnostic> {
    for diagnostic in &mut diagnostics {
        diagnostic.row.get_or_insert(row);
    }
    diagnostics
}
