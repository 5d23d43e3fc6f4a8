//! A whole batch, written in steps: bounded work a call, bytes out in chunks, so that a worker can stream them,
//! show how far it is and stop when asked.

mod csv;
mod going_on;
mod journal;
mod jsonl;
mod mbox;
mod record;
mod report;
mod row;
mod split;

use crate::composer::Composer;
use crate::file_name::digits;
use crate::manifest::{MANIFEST_NAME, ManifestCounts};
use crate::rows::Rows;
use crate::zip::{MessageZip, PackedEntry};
use compose::{Cells, Lending};
use diag::Diagnostic;
pub use going_on::Mark;
pub use journal::{Resumed, Unfit};
pub use jsonl::LineShape;
use record::Records;
use serde::{Deserialize, Serialize};
pub use split::Split;
use split::{Order, Part};
use std::sync::Arc;

/// In what a batch is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BatchFormat {
    /// One archive with a `.eml` file a recipient and the manifest.
    Zip,
    /// One mbox file, in the mboxrd dialect.
    Mbox,
    /// A JSON object a line, for interfaces that build the MIME themselves.
    Jsonl,
    /// The list for a provider's import: address, name, and the other columns.
    Csv,
    /// A file a recipient.
    Eml,
    /// The same in the folder `new` of a Maildir.
    Maildir,
}

impl BatchFormat {
    /// The format of this name: `zip`, `mbox`, `jsonl`, `csv`, `eml`, `maildir`.
    pub fn from_name(name: &str) -> Option<BatchFormat> {
        let all = [
            BatchFormat::Zip,
            BatchFormat::Mbox,
            BatchFormat::Jsonl,
            BatchFormat::Csv,
            BatchFormat::Eml,
            BatchFormat::Maildir,
        ];
        all.into_iter().find(|format| format.extension() == name)
    }

    /// Its name, which is also the extension of its files.
    pub fn extension(self) -> &'static str {
        match self {
            BatchFormat::Zip => "zip",
            BatchFormat::Mbox => "mbox",
            BatchFormat::Jsonl => "jsonl",
            BatchFormat::Csv => "csv",
            BatchFormat::Eml => "eml",
            BatchFormat::Maildir => "maildir",
        }
    }

    /// The media type of the whole batch.
    pub fn media_type(self) -> &'static str {
        match self {
            BatchFormat::Zip => "application/zip",
            BatchFormat::Mbox => "application/mbox",
            BatchFormat::Jsonl => "application/jsonl",
            BatchFormat::Csv => "text/csv",
            BatchFormat::Eml | BatchFormat::Maildir => "message/rfc822",
        }
    }

    /// Whether a batch is a folder with a file for each message.
    pub fn is_folder(self) -> bool {
        matches!(self, BatchFormat::Eml | BatchFormat::Maildir)
    }
}

/// What a step gave.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Chunk {
    /// The part that the bytes and files belong to, from 1. A batch that is not split has one part.
    pub part: u32,
    /// What the part's name ends with, such as `002`; empty where the batch is not split.
    pub part_name: String,
    /// Whether the part ends with this chunk.
    pub part_finished: bool,
    /// The next bytes of the part. Nothing where the batch is a folder.
    pub bytes: Vec<u8>,
    /// Whole files, name and bytes, where the batch is a folder: messages.
    pub files: Vec<(String, Vec<u8>)>,
    /// The next bytes of `manifest.json`, which belongs beside the batch. Nothing in the format
    /// [`BatchFormat::Zip`], which holds its manifest itself.
    pub manifest: Vec<u8>,
    /// Rows done so far, all states together.
    pub done: u64,
    /// Rows of the list.
    pub total: u64,
    /// Whether this was the last chunk.
    pub finished: bool,
}

/// Work that a row costs at least, in bytes, so that a step over rows without a message ends too.
const ROW_COST: usize = 64;
/// Failed rows whose diagnostics are kept; of further ones the manifest tells the code.
const KEPT_DIAGNOSTICS: usize = 1_000;

/// Writes a batch.
pub struct Export<'c> {
    composer: Composer<'c>,
    format: BatchFormat,
    cells: Arc<dyn Cells>,
    rows: Box<dyn Rows + 'c>,
    digits: usize,
    hashed: bool,
    phase: Phase,
    split: Split,
    order: Order,
    part: Part,
    /// The first row's position; those before it belong to another batch.
    first: usize,
    /// Whether the batch ends before the list does.
    ended: bool,
    /// How much of it the journal knows.
    journaled: journal::Known,
    /// What the parts' names begin with.
    stem: String,
    shape: Option<Box<dyn LineShape>>,
    records: Records,
    counts: ManifestCounts,
    failed: Vec<Diagnostic>,
    notes: Vec<Diagnostic>,
    bytes: u64,
    lending: Lending,
    zip: MessageZip,
    scratch: Vec<u8>,
}

/// What is written next.
enum Phase {
    /// What stands before all messages.
    Start,
    /// The row at this position.
    Row(usize),
    /// The manifest's part at this position. The entry is that of a zip.
    Manifest(usize, Option<Box<PackedEntry>>),
    /// The end of a zip.
    Directory,
    /// Nothing.
    Done,
}

impl<'c> Export<'c> {
    /// A batch of the composer's letter to the rows of a list. `cells` are the same list for the letter.
    pub fn new(
        composer: Composer<'c>,
        format: BatchFormat,
        cells: Arc<dyn Cells>,
        rows: Box<dyn Rows + 'c>,
    ) -> Export<'c> {
        let last = rows.count().checked_sub(1).map_or(0, |last| rows.row(last).number);
        let now = composer.options().now;
        let lending = composer.compiled().lend(&cells);
        Export {
            composer,
            format,
            cells,
            rows,
            digits: digits(last),
            hashed: true,
            phase: Phase::Start,
            split: Split::default(),
            order: Order::default(),
            part: Part::first(Split::default(), &Order::default()),
            first: 0,
            ended: false,
            journaled: journal::Known::default(),
            stem: String::new(),
            shape: None,
            records: Records::default(),
            counts: ManifestCounts::default(),
            failed: Vec::new(),
            notes: Vec::new(),
            bytes: 0,
            lending,
            zip: MessageZip::new(now, digits(last)),
            scratch: Vec::new(),
        }
    }

    /// The same without the SHA-256 of each message, which costs more than all the rest where no machine
    /// instruction helps (in a browser). The manifest then has null for it, and such a batch can't be proved.
    pub fn without_hashes(mut self) -> Export<'c> {
        self.hashed = false;
        self
    }

    /// The same in several parts, each a whole file of its format. The manifest tells of `STEM-PART.EXTENSION` for each
    /// message that has no file of its own.
    pub fn in_parts(mut self, split: Split, stem: &str) -> Export<'c> {
        self.order = if split.by_domain { Order::by_domain(&*self.rows) } else { Order::default() };
        self.part = Part::first(split, &self.order);
        self.split = split;
        self.stem = stem.to_owned();
        self
    }

    /// The same with JSON lines in the shape of an interface.
    pub fn shaped(mut self, shape: Box<dyn LineShape>) -> Export<'c> {
        self.shape = Some(shape);
        self
    }

    /// Writes on until about `budget` bytes of messages (before compression) are written, or less where the batch
    /// ends. A single message is never cut.
    pub fn step(&mut self, budget: usize) -> Chunk {
        let mut chunk = Chunk {
            total: self.rows.count() as u64,
            part: self.part.number,
            part_name: self.part.name.clone(),
            ..Chunk::default()
        };
        let mut spent = 0;
        while spent < budget.max(1) && !chunk.part_finished && !matches!(self.phase, Phase::Done) {
            let (bytes, files) = (chunk.bytes.len(), chunk.files.len());
            spent += ROW_COST + self.advance(&mut chunk);
            let files: usize = chunk.files.iter().skip(files).map(|(_, bytes)| bytes.len()).sum();
            self.part.bytes += (chunk.bytes.len() - bytes + files) as u64;
        }
        if chunk.part_finished {
            let start = self.records.len();
            self.part = self.part.next(self.split, &self.order, start, self.counts);
        }
        chunk.part_finished |= matches!(self.phase, Phase::Done);
        chunk.done = self.first as u64 + self.counts.rows;
        chunk.finished = matches!(self.phase, Phase::Done);
        let files: usize = chunk.files.iter().map(|(_, bytes)| bytes.len()).sum();
        self.bytes += (chunk.bytes.len() + files) as u64;
        chunk
    }

    /// How the rows done so far add up.
    pub fn counts(&self) -> ManifestCounts {
        self.counts
    }

    /// Bytes written so far, the manifest beside the batch not counted.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Why rows have no message though they should: the diagnostics of the first thousand, each with its row.
    pub fn failed(&self) -> &[Diagnostic] {
        &self.failed
    }

    /// What was mended or left out: the first warning of each code and field.
    pub fn notes(&self) -> &[Diagnostic] {
        &self.notes
    }

    /// Does one thing and returns how many bytes of work it was.
    fn advance(&mut self, chunk: &mut Chunk) -> usize {
        match std::mem::replace(&mut self.phase, Phase::Done) {
            Phase::Start => {
                if self.format == BatchFormat::Csv {
                    csv::write_header(&mut chunk.bytes, self.cells.columns(), &self.rows.address_columns());
                }
                self.phase = Phase::Row(self.records.len());
                0
            }
            Phase::Row(position) if position < self.rows.count() => {
                if self.part.ends_before(position, self.split, &self.order, self.counts) {
                    self.end_part(chunk);
                    return 0;
                }
                match self.write_row(position, chunk) {
                    Some(work) => {
                        self.phase = Phase::Row(position + 1);
                        work
                    }
                    // It did not fit any more, so it is the first of the next part.
                    None => {
                        self.end_part(chunk);
                        0
                    }
                }
            }
            Phase::Row(_) => {
                self.phase = Phase::Manifest(0, self.zipped().then(|| Box::new(PackedEntry::new())));
                0
            }
            Phase::Manifest(position, mut entry) => {
                let (work, last) = self.write_manifest_part(position, entry.as_deref_mut(), chunk);
                self.phase = match entry {
                    _ if !last => Phase::Manifest(position + 1, entry),
                    Some(entry) => {
                        entry.finish(MANIFEST_NAME, self.zip.container(), &mut chunk.bytes);
                        Phase::Directory
                    }
                    None => Phase::Done,
                };
                work
            }
            Phase::Directory => {
                let start = chunk.bytes.len();
                self.zip.finish(&mut chunk.bytes);
                if self.records.len() < self.rows.count() && !self.ended {
                    chunk.part_finished = true;
                    self.phase = Phase::Start;
                }
                chunk.bytes.len() - start
            }
            Phase::Done => 0,
        }
    }

    /// Ends a part that is not the last one. A zip holds the manifest of its own rows; elsewhere one tells of all.
    fn end_part(&mut self, chunk: &mut Chunk) {
        if self.zipped() {
            self.phase = Phase::Manifest(0, Some(Box::new(PackedEntry::new())));
        } else {
            chunk.part_finished = true;
            self.phase = Phase::Start;
        }
    }

    fn zipped(&self) -> bool {
        self.format == BatchFormat::Zip
    }
}
