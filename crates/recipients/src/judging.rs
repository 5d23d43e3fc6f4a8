//! One row after the other is kept, set aside or rejected, whether all of the table is there or only its beginning.

use crate::base::Cells;
use crate::judge::{Found, Judge};
use crate::marks::{self, Fate, Mark, NEAR_DUPLICATE, ROW_LONG, ROW_SHORT, STRAY_QUOTE};
use crate::tally::Tallies;
use crate::{Counts, Roster, Suppression, Table};
use std::ops::Range;
use std::sync::Arc;

/// How many rows are looked at before they are placed among the others.
const BATCH: usize = 64;

/// What was found of the rows so far.
pub(crate) struct Judging {
    column: Option<usize>,
    judge: Judge,
    marks: Vec<Mark>,
    kept: Vec<u32>,
    originals: Vec<(u32, u32)>,
    tallies: Tallies,
    counts: Counts,
    next_ragged: usize,
    next_stray: usize,
}

impl Judging {
    /// Begins to judge by a column of addresses, with room for so many rows. More may come.
    pub(crate) fn new(column: Option<usize>, rows: usize, suppression: Arc<Suppression>) -> Judging {
        Judging {
            column,
            judge: Judge::new(rows, suppression),
            marks: Vec::with_capacity(rows),
            kept: Vec::with_capacity(rows),
            originals: Vec::new(),
            tallies: Tallies::default(),
            counts: Counts::default(),
            next_ragged: 0,
            next_stray: 0,
        }
    }

    /// How many rows are judged.
    pub(crate) fn rows(&self) -> usize {
        self.marks.len()
    }

    /// Judges the rows up to `to`. `aside` has a place for each of them, or is `None` where nothing sets any aside.
    #[inline(never)]
    pub(crate) fn judge(&mut self, cells: Cells, to: usize, aside: Option<&[Option<Fate>]>) {
        let rows = self.rows()..to;
        // A row's index fits 32 bits, since its offset in the text does.
        match self.column {
            Some(column) => self.by_address(cells, rows, column, aside),
            None => {
                rows.for_each(|row| {
                    self.put(cells, row as u32, Found::nothing("row-no-address-column", false));
                });
            }
        }
    }

    fn by_address(
        &mut self,
        cells: Cells,
        rows: Range<usize>,
        column: usize,
        aside: Option<&[Option<Fate>]>,
    ) {
        let from = rows.start;
        let mut ready = [None; BATCH];
        for batch in rows.clone().step_by(BATCH) {
            let rows = batch as u32..(batch + BATCH).min(rows.end) as u32;
            for (row, ready) in rows.clone().zip(&mut ready) {
                *ready = self.judge.look(cells, row, column);
            }
            self.judge.touch(&ready);
            for (row, ready) in rows.zip(ready) {
                // Nearly always nothing is set aside, and then this is one comparison a row.
                let aside = aside.and_then(|aside| *aside.get(row as usize - from)?);
                let found = match (ready, aside) {
                    (Some(ready), None) => self.judge.place(cells, row, column, ready),
                    (None, None) => self.judge.row(cells, row, column, None),
                    (_, Some(Fate::ByHand)) => Found::aside(Fate::ByHand, 0),
                    (Some(ready), Some(fate)) => Found::aside(fate, ready.findings),
                    (None, fate) => self.judge.row(cells, row, column, fate),
                };
                self.put(cells, row, found);
            }
        }
    }

    /// What became of the rows of the table that they are now.
    pub(crate) fn finish(mut self, table: Table) -> Roster {
        self.counts.rows = self.marks.len();
        self.counts.kept = self.kept.len();
        self.counts.duplicate = self.tallies.duplicate.count;
        self.counts.suppressed = self.tallies.suppressed.count;
        self.counts.segment = self.tallies.segment.count;
        self.counts.by_hand = self.tallies.by_hand.count;
        self.counts.excluded =
            self.counts.duplicate + self.counts.suppressed + self.counts.segment + self.counts.by_hand;
        Roster {
            table,
            column: self.column,
            marks: self.marks,
            kept: self.kept,
            originals: self.originals,
            tallies: self.tallies,
            counts: self.counts,
        }
    }

    /// Keeps what was found about the next row.
    fn put(&mut self, cells: Cells, row: u32, found: Found) {
        let own = self.row_findings(cells, row);
        let mut findings = found.findings | own;
        if let Some(original) = found.original {
            self.originals.push((row, original));
            if found.fate == Fate::Kept {
                findings |= NEAR_DUPLICATE;
            }
        }
        let mut code = 0;
        match found.fate {
            Fate::Duplicate => self.tallies.duplicate(row),
            Fate::Suppressed => self.tallies.suppressed(row),
            Fate::Segment => self.tallies.segment(row),
            Fate::ByHand => self.tallies.by_hand(row),
            Fate::Rejected | Fate::Repairable => {
                self.counts.rejected += 1;
                code = self.tallies.reject(row, found.code, found.fate == Fate::Repairable);
            }
            Fate::Kept => {
                self.kept.push(row);
                self.counts.warned += usize::from(marks::warns(findings));
                self.tallies.findings(row, findings);
            }
        }
        self.marks.push(Mark { fate: found.fate, code, findings });
    }

    /// What the reader saw in the row. The lists are in the rows' order, so a place in each is enough.
    fn row_findings(&mut self, cells: Cells, row: u32) -> u32 {
        let base = cells.base();
        let mut findings = 0;
        if let Some(ragged) = base.ragged.get(self.next_ragged).filter(|ragged| ragged.row == row) {
            self.next_ragged += 1;
            findings |= if ragged.cells as usize > base.columns.len() { ROW_LONG } else { ROW_SHORT };
        }
        if base.stray_quotes.get(self.next_stray) == Some(&row) {
            self.next_stray += 1;
            findings |= STRAY_QUOTE;
        }
        findings
    }
}
