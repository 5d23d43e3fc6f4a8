//! A whole batch, written in steps: bounded work a call, bytes out in chunks, so that a worker can stream them,
//! show how far it is and stop when asked.

mod advance;
mod csv;
mod format;
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
use crate::manifest::ManifestCounts;
use crate::rows::Rows;
use crate::zip::{MessageZip, PackedEntry};
use compose::{Cells, Lending};
use diag::Diagnostic;
pub use format::BatchFormat;
pub use going_on::Mark;
pub use journal::{Resumed, Unfit};
pub use jsonl::LineShape;
use record::Records;
pub use split::Split;
use split::{Order, Part};
use std::sync::Arc;

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
}
