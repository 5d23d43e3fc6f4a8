//! The roster in steps: one row after the other is kept, set aside or rejected.

use crate::judge::{Found, Judge};
use crate::marks::{self, Fate, Mark, NEAR_DUPLICATE, ROW_LONG, ROW_SHORT, STRAY_QUOTE};
use crate::segment::Aside;
use crate::tally::Tallies;
use crate::{Counts, Mapping, Progress, Roster, Segment, Suppression, Table};
use std::collections::BTreeSet;
use std::sync::Arc;

/// How many rows are looked at before they are placed among the others.
const BATCH: usize = 64;

/// Rows in a step of [`RosterBuilder::finish`]; small for the same reason as the reader's.
const STEP: usize = 8 * 1024;

/// Judges a list in steps, so that progress can be shown and the judging be given up.
pub struct RosterBuilder {
    table: Table,
    column: Option<usize>,
    judge: Judge,
    marks: Vec<Mark>,
    kept: Vec<u32>,
    originals: Vec<(u32, u32)>,
    tallies: Tallies,
    counts: Counts,
    next_ragged: usize,
    next_stray: usize,
    aside: Aside,
}

impl RosterBuilder {
    /// Begins to judge the table's rows.
    pub fn new(table: &Table, mapping: &Mapping, suppression: Arc<Suppression>) -> RosterBuilder {
        let rows = table.rows();
        RosterBuilder {
            table: table.clone(),
            column: mapping.address,
            judge: Judge::new(rows, suppression),
            marks: Vec::with_capacity(rows),
            kept: Vec::with_capacity(rows),
            originals: Vec::new(),
            tallies: Tallies::default(),
            counts: Counts::default(),
            next_ragged: 0,
            next_stray: 0,
            aside: Aside::default(),
        }
    }

    /// The same for the rows of a segment only; the others are set aside.
    #[must_use]
    pub fn segment(mut self, segment: Option<Arc<dyn Segment>>) -> RosterBuilder {
        self.aside.segment = segment;
        self
    }

    /// The same with some rows set aside by hand, counted from 0.
    #[must_use]
    pub fn without(mut self, rows: Arc<BTreeSet<u32>>) -> RosterBuilder {
        self.aside.by_hand = rows;
        self
    }

    /// Judges up to `rows` rows more. Done counts rows.
    #[inline(never)]
    pub fn step(&mut self, rows: usize) -> Progress {
        let total = self.table.rows();
        let from = self.marks.len();
        let to = from.saturating_add(rows.max(1)).min(total);
        // A row's index fits 32 bits, since its offset in the text does.
        match self.column {
            Some(column) => {
                let mut ready = [None; BATCH];
                // Nearly always nothing is set aside, and then this is one comparison a row.
                let aside = self.aside.of(&self.table, from..to);
                for batch in (from..to).step_by(BATCH) {
                    let rows = batch as u32..(batch + BATCH).min(to) as u32;
                    for (row, ready) in rows.clone().zip(&mut ready) {
                        *ready = self.judge.look(&self.table, row, column);
                    }
                    self.judge.touch(&ready);
                    for (row, ready) in rows.zip(ready) {
                        let aside = aside.as_ref().and_then(|aside| *aside.get(row as usize - from)?);
                        let found = match (ready, aside) {
                            (Some(ready), None) => self.judge.place(&self.table, row, column, ready),
                            (None, None) => self.judge.row(&self.table, row, column, None),
                            (_, Some(Fate::ByHand)) => Found::aside(Fate::ByHand, 0),
                            (Some(ready), Some(fate)) => Found::aside(fate, ready.findings),
                            (None, fate) => self.judge.row(&self.table, row, column, fate),
                        };
                        self.put(row, found);
                    }
                }
            }
            None => (from..to)
                .for_each(|row| self.put(row as u32, Found::nothing("row-no-address-column", false))),
        }
        Progress { done: to as u64, total: total as u64, finished: to == total }
    }

    /// Judges what is left, and hands over the roster.
    pub fn finish(mut self) -> Roster {
        while !self.step(STEP).finished {}
        self.counts.rows = self.marks.len();
        self.counts.kept = self.kept.len();
        self.counts.duplicate = self.tallies.duplicate.count;
        self.counts.suppressed = self.tallies.suppressed.count;
        self.counts.segment = self.tallies.segment.count;
        self.counts.by_hand = self.tallies.by_hand.count;
        self.counts.excluded =
            self.counts.duplicate + self.counts.suppressed + self.counts.segment + self.counts.by_hand;
        Roster {
            table: self.table,
            column: self.column,
            marks: self.marks,
            kept: self.kept,
            originals: self.originals,
            tallies: self.tallies,
            counts: self.counts,
        }
    }

    /// Keeps what was found about the next row.
    fn put(&mut self, row: u32, found: Found) {
        let own = self.row_findings(row);
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
    fn row_findings(&mut self, row: u32) -> u32 {
        let base = self.table.base();
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
