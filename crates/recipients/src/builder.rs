//! The roster in steps, of a table that is all there.

use crate::judging::Judging;
use crate::segment::Aside;
use crate::{Early, Mapping, Progress, Roster, Segment, Suppression, Table};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Rows in a step of [`RosterBuilder::finish`]; small for the same reason as the reader's.
const STEP: usize = 8 * 1024;

/// Judges a list in steps, so that progress can be shown and the judging be given up.
pub struct RosterBuilder {
    table: Table,
    judging: Judging,
    aside: Aside,
}

impl RosterBuilder {
    /// Begins to judge the table's rows.
    pub fn new(table: &Table, mapping: &Mapping, suppression: Arc<Suppression>) -> RosterBuilder {
        let judging = Judging::new(mapping.address, table.rows(), suppression);
        RosterBuilder { table: table.clone(), judging, aside: Aside::default() }
    }

    /// Goes on with what was judged while the table's file came. All of its rows are meant.
    pub fn early(table: &Table, early: Early) -> RosterBuilder {
        RosterBuilder { table: table.clone(), judging: early.judging, aside: Aside::default() }
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
    pub fn step(&mut self, rows: usize) -> Progress {
        let total = self.table.rows();
        let from = self.judging.rows();
        let to = from.saturating_add(rows.max(1)).min(total);
        let aside = self.aside.of(&self.table, from..to);
        self.judging.judge(self.table.cells(), to, aside.as_deref());
        Progress { done: to as u64, total: total as u64, finished: to == total }
    }

    /// Judges what is left, and hands over the roster.
    pub fn finish(mut self) -> Roster {
        while !self.step(STEP).finished {}
        self.judging.finish(self.table)
    }
}
