//! The frames of a journal, and whether one can follow on what is known already.

use crate::export::record::Record;
use crate::export::{BatchFormat, Export};
use crate::manifest::ManifestCounts;
use crate::zip;
use diag::Diagnostic;
use serde::{Deserialize, Serialize};

/// The first frame: what must be the same so that the batch can go on.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Head {
    pub(super) format: BatchFormat,
    pub(super) letter_sha256: String,
    pub(super) seed: u64,
    pub(super) now: i64,
    pub(super) first: usize,
    pub(super) rows: usize,
    /// A checksum of the list: its cells, and what became of each row.
    pub(super) list: u32,
}

/// A further frame: what came since the one before.
#[derive(Serialize, Deserialize)]
pub(super) struct Frame {
    pub(super) bytes: u64,
    pub(super) counts: ManifestCounts,
    pub(super) rows: Vec<Record>,
    pub(super) senders: Vec<String>,
    pub(super) codes: Vec<String>,
    pub(super) failed: Vec<Diagnostic>,
    pub(super) notes: Vec<Diagnostic>,
    pub(super) zip: zip::Mark,
    pub(super) directory: Vec<u8>,
}

impl Export<'_> {
    /// Whether a frame tells of what can be: it goes on from here, and its numbers are those of its rows. A journal is read
    /// from a disk, and nothing that stands there may end the batch in another way than by being left out.
    pub(super) fn fits(&self, frame: &Frame) -> bool {
        let number = |is: fn(&Record) -> bool| frame.rows.iter().filter(|row| is(row)).count() as u64;
        let written = number(|row| matches!(row, Record::Written { .. }));
        let failed = number(|row| matches!(row, Record::Failed(_)));
        let (was, now, rows) = (self.counts, frame.counts, frame.rows.len() as u64);
        let outside = now.excluded.checked_add(now.rejected);
        self.records.len() + frame.rows.len() <= self.rows.count()
            && now.rows == was.rows + rows
            && now.kept == was.kept + written
            && now.failed == was.failed + failed
            && outside == Some(was.excluded + was.rejected + rows - written)
            && frame.bytes >= self.bytes
            && self.zip.can_take_over(frame.zip, &frame.directory, frame.bytes)
    }
}

/// Appends a frame: its length, its checksum, its bytes.
pub(super) fn frame<T: Serialize>(value: &T, out: &mut Vec<u8>) {
    // Plain data always has a form in postcard; a frame that had none would be read as the end of the journal.
    let bytes = postcard::to_allocvec(value).unwrap_or_default();
    out.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
    out.extend_from_slice(&crc32fast::hash(&bytes).to_le_bytes());
    out.extend_from_slice(&bytes);
}

/// The next frame, where it is whole.
pub(super) fn next<T: for<'de> Deserialize<'de>>(rest: &mut &[u8]) -> Option<T> {
    let (length, after) = rest.split_first_chunk::<4>()?;
    let (sum, after) = after.split_first_chunk::<4>()?;
    let (bytes, after) = after.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    if bytes.is_empty() || crc32fast::hash(bytes) != u32::from_le_bytes(*sum) {
        return None;
    }
    let value = postcard::from_bytes(bytes).ok()?;
    *rest = after;
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::composer::Composer;
    use crate::message::Options;
    use crate::rows::{Row, RowState};
    use compose::{Cells, Letter};
    use std::sync::Arc;

    #[derive(Debug)]
    struct Two([String; 1]);

    impl Cells for Two {
        fn columns(&self) -> &[String] {
            &self.0
        }

        fn rows(&self) -> usize {
            2
        }

        fn cell(&self, _: usize, _: usize) -> &str {
            "x"
        }
    }

    /// A batch of two rows that had a whole frame of one.
    #[track_caller]
    fn check(spoil: fn(&mut Frame), takes: bool) {
        let letter = Letter { from: "Ann <ann@example.com>".into(), ..Letter::default() };
        let compiled = compose::compile(&letter, &[]).value.unwrap();
        let start = || {
            let address = |number: u32| mail::Address::parse(&format!("r{number}@example.org")).unwrap();
            let row = |number| Row { number, state: RowState::Kept { address: address(number), name: None } };
            let composer = Composer::new(&compiled, Options { now: 0, seed: 1 });
            Export::new(
                composer,
                BatchFormat::Zip,
                Arc::new(Two(["a".into()])),
                Box::new(vec![row(2), row(3)]),
            )
        };
        let mut export = start();
        let mut file = export.step(1).bytes;
        let mut journal = export.journal();
        file.append(&mut export.step(1).bytes);
        let mut more: Frame = next(&mut export.journal().as_slice()).unwrap();
        spoil(&mut more);
        frame(&more, &mut journal);
        let mut again = start();
        let resumed = again.resume(&journal, file.len() as u64).unwrap();
        assert_eq!((resumed.done, resumed.bytes), if takes { (1, file.len() as u64) } else { (0, 0) });
        while !again.step(1_000).finished {}
        assert_eq!(again.counts().rows, 2);
    }

    #[test]
    fn a_frame_of_this_batch_is_taken() {
        check(|_| (), true);
    }

    #[test]
    fn a_frame_that_can_not_be_is_left_out() {
        check(|frame| frame.counts.rows = u64::MAX, false);
        check(|frame| frame.counts.kept += 1, false);
        check(|frame| frame.counts.excluded = u64::MAX, false);
        check(|frame| frame.counts.failed = u64::MAX, false);
        check(|frame| frame.rows = vec![Record::NotKept; 3], false);
        check(|frame| frame.rows.clear(), false);
        check(|frame| frame.directory.push(0), false);
        check(|frame| frame.zip = zip::Mark::default(), false);
    }
}
