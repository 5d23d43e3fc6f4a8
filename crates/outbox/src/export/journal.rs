//! What a batch has to remember so that it can go on where it was after its writer ended: frames that are appended
//! to a journal while the batch grows. Nothing of the letters is in it.

mod frames;

use super::record::News;
use super::{Export, Phase};
use crate::rows::RowState;
use crate::zip;
use frames::{Frame, Head, frame, next};
use mail::Address;
use std::fmt;

/// How much the journal knows.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Known {
    begun: bool,
    rows: usize,
    senders: usize,
    codes: usize,
    failed: usize,
    notes: usize,
    zip: zip::Mark,
}

/// Where a batch goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resumed {
    /// Bytes of the batch that count; what is behind them is to be cut off.
    pub bytes: u64,
    /// Bytes of the journal that count; what is behind them is to be cut off.
    pub journal: u64,
    /// Rows that are done.
    pub done: u64,
}

/// Why a batch can't go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unfit {
    /// The journal has no whole frame.
    Unreadable,
    /// It is the journal of a batch in another format, or with another seed or date.
    OtherBatch,
    /// The letter is another one than at the start.
    LetterChanged,
    /// The list is another one than at the start, or other rows of it are kept.
    ListChanged,
}

impl Known {
    /// Nothing, for a batch that begins at this row.
    pub(super) fn before(rows: usize) -> Known {
        Known { rows, ..Known::default() }
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Unfit::Unreadable => "nothing of it was finished",
            Unfit::OtherBatch => "it belongs to another export",
            Unfit::LetterChanged => "the letter has changed since it began",
            Unfit::ListChanged => "the list has changed since it began",
        })
    }
}

impl std::error::Error for Unfit {}

impl Export<'_> {
    /// What is to be appended to the batch's journal, after all that was written so far is safe on the disk. Nothing
    /// where there is nothing new, or where the rows are all written.
    pub fn journal(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        let between_rows = matches!(self.phase, Phase::Row(_)) && !self.ended;
        if !between_rows {
            return out;
        }
        let known = self.journaled;
        if !known.begun {
            frame(&self.head(), &mut out);
        }
        if self.records.len() == known.rows {
            self.journaled.begun = true;
            return out;
        }
        let News { rows, senders, codes } = self.records.since(known.rows, known.senders, known.codes);
        let now = Known {
            begun: true,
            rows: known.rows + rows.len(),
            senders: known.senders + senders.len(),
            codes: known.codes + codes.len(),
            failed: self.failed.len(),
            notes: self.notes.len(),
            zip: self.zip.mark(),
        };
        let more = Frame {
            bytes: self.bytes,
            counts: self.counts,
            rows: rows.to_vec(),
            senders: senders.iter().map(Address::to_string).collect(),
            codes: codes.iter().map(ToString::to_string).collect(),
            failed: self.failed.get(known.failed..).unwrap_or_default().to_vec(),
            notes: self.notes.get(known.notes..).unwrap_or_default().to_vec(),
            zip: now.zip,
            directory: self.zip.container().directory_since(known.zip).to_vec(),
        };
        frame(&more, &mut out);
        self.journaled = now;
        out
    }

    /// Goes on where a journal says that the same batch was. `written` is how many bytes of the batch there are; frames
    /// that tell of more are left out. To be called before the first step.
    ///
    /// # Errors
    /// Why it is no journal of this batch. Nothing is changed then.
    pub fn resume(&mut self, journal: &[u8], written: u64) -> Result<Resumed, Unfit> {
        let mut rest = journal;
        let head: Head = next(&mut rest).ok_or(Unfit::Unreadable)?;
        let ours = self.head();
        if head != ours {
            return Err(match () {
                () if head.letter_sha256 != ours.letter_sha256 => Unfit::LetterChanged,
                () if (head.rows, head.list) != (ours.rows, ours.list) => Unfit::ListChanged,
                () => Unfit::OtherBatch,
            });
        }
        let mut resumed = Resumed { bytes: 0, journal: (journal.len() - rest.len()) as u64, done: 0 };
        let mut begun = false;
        while let Some(frame) =
            next::<Frame>(&mut rest).filter(|frame| frame.bytes <= written && self.fits(frame))
        {
            self.take_over(frame);
            begun = true;
            resumed.journal = (journal.len() - rest.len()) as u64;
        }
        if begun {
            self.phase = Phase::Row(self.records.len());
        }
        resumed.bytes = self.bytes;
        resumed.done = self.first as u64 + self.counts.rows;
        let News { rows, senders, codes } = self.records.since(0, 0, 0);
        self.journaled = Known {
            begun: true,
            rows: rows.len(),
            senders: senders.len(),
            codes: codes.len(),
            failed: self.failed.len(),
            notes: self.notes.len(),
            zip: self.zip.mark(),
        };
        Ok(resumed)
    }

    fn take_over(&mut self, frame: Frame) {
        for sender in frame.senders.iter().filter_map(|text| Address::parse(text).ok()) {
            self.records.sender_id(&sender);
        }
        for code in frame.codes {
            self.records.code_id(code.into());
        }
        frame.rows.into_iter().for_each(|row| self.records.push(row));
        self.counts = frame.counts;
        self.failed.extend(frame.failed);
        self.notes.extend(frame.notes);
        self.bytes = frame.bytes;
        self.part.bytes = frame.bytes;
        self.zip.container().take_over(frame.zip, &frame.directory);
    }

    fn head(&self) -> Head {
        let options = self.composer.options();
        Head {
            format: self.format,
            letter_sha256: self.composer.letter_hash().to_owned(),
            seed: options.seed,
            now: options.now,
            first: self.first,
            rows: self.rows.count(),
            list: self.list_checksum(),
        }
    }

    fn list_checksum(&self) -> u32 {
        let mut sum = crc32fast::Hasher::new();
        let columns = self.cells.columns().len();
        self.cells.columns().iter().for_each(|name| {
            sum.update(name.as_bytes());
            sum.update(b"\0");
        });
        for index in 0..self.rows.count() {
            let row = self.rows.row(index);
            sum.update(&row.number.to_le_bytes());
            match row.state {
                RowState::Kept { address, .. } => {
                    sum.update(b"k");
                    sum.update(address.to_string().as_bytes());
                    for column in 0..columns {
                        sum.update(b"\0");
                        sum.update(self.cells.cell(index, column).as_bytes());
                    }
                }
                RowState::Excluded { reason, .. } => sum.update(reason.as_bytes()),
                RowState::Rejected { reason, .. } => sum.update(reason.as_bytes()),
            }
            sum.update(b"\n");
        }
        sum.finalize()
    }
}
