//! A message into a sink, signed or not.

use super::{Composer, Signer, in_row};
use crate::head::Head;
use crate::header::HeaderText;
use crate::qp::Sink;
use compose::Context;
use diag::Diagnostic;
use mail::Address;

/// Who stands on the envelope, known before the bytes are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Envelope {
    pub(crate) message_id: String,
    pub(crate) from: Address,
    pub(crate) notes: Vec<Diagnostic>,
}

impl Composer<'_> {
    /// Writes a message into a sink. After an error the sink holds a part of it, which the caller takes back.
    pub(crate) fn write<S: Sink>(
        &mut self,
        cx: &Context,
        to: &Address,
        to_name: Option<&str>,
        row: u32,
        sink: &mut S,
    ) -> Result<Envelope, Vec<Diagnostic>> {
        if let Some(signer) = self.signer.take() {
            let signed = self.write_signed(&*signer, cx, to, to_name, row, sink);
            self.signer = Some(signer);
            return signed;
        }
        self.write_unsigned(cx, to, to_name, row, sink)
    }

    /// Writes the message twice: once to be signed, and once after its signature.
    fn write_signed<S: Sink>(
        &mut self,
        signer: &dyn Signer,
        cx: &Context,
        to: &Address,
        to_name: Option<&str>,
        row: u32,
        sink: &mut S,
    ) -> Result<Envelope, Vec<Diagnostic>> {
        let mut message = Vec::new();
        self.write_unsigned(cx, to, to_name, row, &mut message)?;
        let signature = signer.sign(&message).map_err(|why| {
            let message = format!("the message can't be signed: {why}");
            vec![Diagnostic::error("signing-failed", message).in_row(row)]
        })?;
        sink.bytes().extend_from_slice(&signature);
        self.write_unsigned(cx, to, to_name, row, sink)
    }

    fn write_unsigned<S: Sink>(
        &mut self,
        cx: &Context,
        to: &Address,
        to_name: Option<&str>,
        row: u32,
        sink: &mut S,
    ) -> Result<Envelope, Vec<Diagnostic>> {
        let fields = self.compiled.fields(cx).map_err(|errors| in_row(errors, row))?;
        let carried = self
            .body
            .carried(&self.compiled, cx, &fields.attachments)
            .map_err(|errors| in_row(errors, row))?;
        let head = Head::read(self.compiled.letter(), &fields, &mut self.senders)
            .map_err(|errors| in_row(errors, row))?;
        let message_id = self.identity.message_id(row, &to.to_string(), &head.from.address);
        head.write(sink.bytes(), to, to_name.map(HeaderText::name).as_ref(), &self.date, &message_id);
        let envelope =
            Envelope { message_id, from: head.from.address.clone(), notes: in_row(head.notes, row) };
        sink.bytes().extend_from_slice(&self.head_end);
        let written = self.body.write(&self.compiled, cx, &carried, sink);
        written.map_err(|errors| in_row(errors, row))?;
        Ok(envelope)
    }
}
