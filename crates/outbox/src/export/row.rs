//! One row of the list becomes one message, in the batch's format.

use super::record::Record;
use super::{BatchFormat, Chunk, Export, KEPT_DIAGNOSTICS, csv, jsonl, mbox};
use crate::composer::in_row;
use crate::file_name::message_file;
use crate::header::{Date, HeaderText};
use crate::rows::{Row, RowState};
use diag::Diagnostic;
use mail::Address;
use sha2::{Digest as _, Sha256};

/// What was written for a row.
struct Written {
    message: Place,
    size: usize,
    sender: Option<Address>,
    notes: Vec<Diagnostic>,
}

/// Where the bytes are that were written for a row, before they were pressed or framed.
enum Place {
    Zip,
    Scratch,
    /// From here in the chunk's bytes.
    Chunk(usize),
}

/// A kept row.
struct Recipient<'r> {
    index: usize,
    row: u32,
    to: &'r Address,
    name: Option<&'r str>,
}

impl Export<'_> {
    /// Writes the row at a position and returns how many bytes of work it was; `None`, and nothing, where it would
    /// make the part too large.
    pub(super) fn write_row(&mut self, position: usize, chunk: &mut Chunk) -> Option<usize> {
        let index = self.order.row(position);
        let Row { number, state } = self.rows.row(index);
        let (address, name) = match state {
            RowState::Excluded { .. } => {
                self.counts.rows += 1;
                self.counts.excluded += 1;
                self.records.push(Record::NotKept);
                return Some(0);
            }
            RowState::Rejected { .. } => {
                self.counts.rows += 1;
                self.counts.rejected += 1;
                self.records.push(Record::NotKept);
                return Some(0);
            }
            RowState::Kept { address, name } => (address, name),
        };
        let recipient = Recipient { index, row: number, to: &address, name: name.as_deref() };
        let before = (chunk.bytes.len(), chunk.files.len(), self.zip.mark());
        let written = self.write_recipient(&recipient, chunk);
        let files: usize = chunk.files.iter().skip(before.1).map(|(_, bytes)| bytes.len()).sum();
        if self.is_too_much(chunk.bytes.len() - before.0 + files) {
            chunk.bytes.truncate(before.0);
            chunk.files.truncate(before.1);
            self.zip.rewind(before.2);
            return None;
        }
        self.counts.rows += 1;
        Some(match written {
            Ok(written) => {
                self.counts.kept += 1;
                self.note(written.notes);
                let sender = written.sender.map(|sender| self.records.sender_id(&sender));
                // A message that is no longer than memory, with limits on what a template may give, fits 32 bits.
                let size = u32::try_from(written.size).unwrap_or(u32::MAX);
                let message = match written.message {
                    Place::Zip => self.zip.message(),
                    Place::Scratch => &self.scratch,
                    Place::Chunk(start) => chunk.bytes.get(start..start + written.size).unwrap_or_default(),
                };
                let sha256 = if self.hashed { Sha256::digest(message).into() } else { <[u8; 32]>::default() };
                let part = self.records.part_id(self.part.number, &self.part.name);
                self.records.push(Record::Written { sha256, size, sender, part });
                written.size
            }
            Err(errors) => {
                self.fail(in_row(errors, number));
                // Whatever failed did so after some merging.
                self.scratch.len().max(1_024)
            }
        })
    }

    /// Whether a message of this many bytes would make the part larger than it may be.
    fn is_too_much(&self, bytes: usize) -> bool {
        let Some(most) = self.split.bytes else { return false };
        let kept = self.counts.kept - self.part.before.kept;
        let rows = (self.records.len() - self.part.start + 1) as u64;
        // What a zip still needs: its directory, and the manifest, whose rows press to less than this.
        let rest =
            if self.format == BatchFormat::Zip { self.zip.directory() + rows * 300 + 1_024 } else { 0 };
        kept > 0 && self.part.bytes + bytes as u64 + rest > most
    }

    fn write_recipient(&mut self, to: &Recipient<'_>, chunk: &mut Chunk) -> Result<Written, Vec<Diagnostic>> {
        match self.format {
            BatchFormat::Zip => self.write_zip(to, chunk),
            BatchFormat::Mbox => self.write_mbox(to, chunk),
            BatchFormat::Jsonl => self.write_jsonl(to, chunk),
            BatchFormat::Csv => Ok(self.write_csv(to, chunk)),
            BatchFormat::Eml | BatchFormat::Maildir => self.write_eml(to, chunk),
        }
    }

    fn write_zip(&mut self, to: &Recipient<'_>, chunk: &mut Chunk) -> Result<Written, Vec<Diagnostic>> {
        let (cx, out) = (self.lending.context(to.index), &mut chunk.bytes);
        let (spliced, envelope) = self.zip.write(&mut self.composer, &cx, to.to, to.name, to.row, out)?;
        Ok(Written {
            message: Place::Zip,
            size: spliced.size,
            sender: Some(envelope.from),
            notes: envelope.notes,
        })
    }

    fn write_mbox(&mut self, to: &Recipient<'_>, chunk: &mut Chunk) -> Result<Written, Vec<Diagnostic>> {
        let written = self.write_scratch(to)?;
        let sender = written.sender.as_ref().map(Address::to_string).unwrap_or_default();
        let date = Date::from_unix(self.composer.options().now).asctime();
        mbox::write_message(&mut chunk.bytes, &sender, &date, &self.scratch);
        Ok(written)
    }

    fn write_eml(&mut self, to: &Recipient<'_>, chunk: &mut Chunk) -> Result<Written, Vec<Diagnostic>> {
        let written = self.write_scratch(to)?;
        let file = message_file(to.row, &to.to.to_string(), self.digits);
        let name = self.path(&file, &self.part.name);
        chunk.files.push((name, self.scratch.clone()));
        Ok(written)
    }

    /// Writes the message alone, into the scratch buffer.
    fn write_scratch(&mut self, to: &Recipient<'_>) -> Result<Written, Vec<Diagnostic>> {
        self.scratch.clear();
        let cx = self.lending.context(to.index);
        let envelope = self.composer.write(&cx, to.to, to.name, to.row, &mut self.scratch)?;
        let (sender, notes) = (Some(envelope.from), envelope.notes);
        Ok(Written { message: Place::Scratch, size: self.scratch.len(), sender, notes })
    }

    fn write_jsonl(&mut self, to: &Recipient<'_>, chunk: &mut Chunk) -> Result<Written, Vec<Diagnostic>> {
        let cx = self.lending.context(to.index);
        let (parts, meta, sender) = self.composer.parts_from(&cx, to.to, to.name, to.row)?;
        let start = chunk.bytes.len();
        match &self.shape {
            None => jsonl::write_line(&mut chunk.bytes, to.row, &parts, &meta),
            Some(shape) => {
                self.scratch.clear();
                self.composer.write(&cx, to.to, to.name, to.row, &mut self.scratch)?;
                let line = shape.line(&parts, &meta, &self.scratch);
                let line = line.map_err(|why| vec![Diagnostic::error("line-shape", why).in_row(to.row)])?;
                chunk.bytes.extend_from_slice(&line);
            }
        }
        let size = chunk.bytes.len() - start;
        chunk.bytes.push(b'\n');
        Ok(Written { message: Place::Chunk(start), size, sender: Some(sender), notes: meta.notes })
    }

    fn write_csv(&mut self, to: &Recipient<'_>, chunk: &mut Chunk) -> Written {
        let name = HeaderText::name(to.name.unwrap_or_default());
        let cells = (0..self.cells.columns().len()).map(|column| self.cells.cell(to.index, column));
        let skip = self.rows.address_columns();
        let start = chunk.bytes.len();
        csv::write_row(&mut chunk.bytes, &to.to.to_string(), name.as_str(), cells, &skip);
        let size = chunk.bytes.len() - start;
        chunk.bytes.extend_from_slice(b"\r\n");
        Written { message: Place::Chunk(start), size, sender: None, notes: Vec::new() }
    }

    /// Keeps the first note of each kind.
    fn note(&mut self, notes: Vec<Diagnostic>) {
        for note in notes {
            let known = self.notes.iter().any(|other| other.code == note.code && other.field == note.field);
            if !known {
                self.notes.push(note);
            }
        }
    }

    fn fail(&mut self, errors: Vec<Diagnostic>) {
        self.counts.rejected += 1;
        self.counts.failed += 1;
        let code = errors.first().map_or("merge-failed".into(), |error| error.code.clone());
        let id = self.records.code_id(code);
        self.records.push(Record::Failed(id));
        if self.counts.failed <= KEPT_DIAGNOSTICS as u64 {
            self.failed.extend(errors);
        }
    }
}
