//! The next bit of an export's work: the head of a part, a row, a piece of the manifest, the directory.

use super::csv;
use super::{BatchFormat, Chunk, Export, Phase};
use crate::manifest::MANIFEST_NAME;
use crate::zip::PackedEntry;

impl Export<'_> {
    /// Does one thing and returns how many bytes of work it was.
    pub(super) fn advance(&mut self, chunk: &mut Chunk) -> usize {
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

    pub(super) fn zipped(&self) -> bool {
        self.format == BatchFormat::Zip
    }
}
