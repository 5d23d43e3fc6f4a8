//! A batch that ends before its list does, and another that goes on with the rest. Both are whole: each has a manifest of
//! its own rows. For batches that are not split.

use super::journal::Known;
use super::split::Part;
use super::{Export, Phase};
use crate::manifest::ManifestCounts;
use crate::zip;

/// A place between two rows of a batch, to come back to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Bytes of the batch up to here.
    pub bytes: u64,
    /// Bytes that it would have if it ended here, at the most.
    pub whole: u64,
    rows: usize,
    counts: ManifestCounts,
    failed: usize,
    zip: zip::Mark,
}

/// Bytes of the manifest for a row, at the most, and for what stands around the rows.
const MANIFEST_ROW: u64 = 300;
const MANIFEST_ENDS: u64 = 4_096;

impl<'c> Export<'c> {
    /// The same from the row at this position on: the rest of a batch that ended early.
    pub fn starting_at(mut self, position: usize) -> Export<'c> {
        self.first = position.min(self.rows.count());
        (0..self.first).for_each(|_| self.records.push(super::record::Record::NotKept));
        self.part = Part { start: self.first, ..self.part };
        self.journaled = Known::before(self.first);
        self
    }

    /// Where the batch is; `None` where its rows are all written.
    pub fn mark(&self) -> Option<Mark> {
        let Phase::Row(_) = self.phase else { return None };
        let rows = self.records.len();
        let end = if self.zipped() {
            self.zip.directory() + (rows - self.first) as u64 * MANIFEST_ROW + MANIFEST_ENDS
        } else {
            0
        };
        Some(Mark {
            bytes: self.bytes,
            whole: self.bytes + end,
            rows,
            counts: self.counts,
            failed: self.failed.len(),
            zip: self.zip.mark(),
        })
    }

    /// Goes back to a mark of this batch, and ends it there: what is still to be written are the manifest of the rows
    /// so far and what the format has at its end.
    pub fn end_at(&mut self, mark: Mark) {
        self.records.truncate(mark.rows);
        self.counts = mark.counts;
        self.failed.truncate(mark.failed);
        self.bytes = mark.bytes;
        self.zip.rewind(mark.zip);
        self.ended = true;
        self.phase = Phase::Row(self.rows.count());
    }

    /// Where the rest begins, for a batch that ended early.
    pub fn rest(&self) -> Option<usize> {
        (self.ended && self.records.len() < self.rows.count()).then_some(self.records.len())
    }
}
