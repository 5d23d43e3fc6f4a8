//! Judging the rows of a file while the rest of it is on its way: a row is still near the processor then, and the time
//! that the file needs is used.

use super::Reader;
use crate::columns::{self, propose_for};
use crate::judging::Judging;
use crate::rows::Scan;
use crate::{Mapping, Suppression};
use std::sync::Arc;

/// What was judged while the file came; [`crate::RosterBuilder::early`] makes a roster of it.
pub struct Early {
    pub(crate) mapping: Mapping,
    pub(crate) judging: Judging,
}

impl Early {
    /// Which columns meant something: those that were wished for, else those that [`crate::propose`] gives.
    pub fn mapping(&self) -> &Mapping {
        &self.mapping
    }

    /// How many rows were judged.
    pub(crate) fn rows(&self) -> usize {
        self.judging.rows()
    }
}

/// Judges the rows as they are read.
pub(super) struct Judge {
    mapping: Option<Mapping>,
    suppression: Arc<Suppression>,
    early: Option<Early>,
}

impl Reader {
    /// The same, with the rows judged as they come, by the columns that are wished for or that are proposed. Only a file
    /// that comes in pieces has rows before all of it is there.
    #[must_use]
    pub fn judging(mut self, mapping: Option<Mapping>, suppression: Arc<Suppression>) -> Reader {
        self.judge = Some(Judge { mapping, suppression, early: None });
        self
    }

    /// Whether rows are judged already.
    pub fn is_judging(&self) -> bool {
        self.judge.as_ref().is_some_and(|judge| judge.early.is_some())
    }
}

impl Judge {
    /// Judges what was read since the last time.
    pub(super) fn judge(&mut self, scan: &Scan) {
        let cells = scan.base.cells();
        let rows = cells.rows();
        // Before that the columns could still be others.
        if self.early.is_none() && rows < columns::ROWS {
            return;
        }
        let early = self.early.get_or_insert_with(|| {
            let mapping = self.mapping.clone().unwrap_or_else(|| propose_for(cells));
            let judging = Judging::new(mapping.address, scan.expected_rows(), Arc::clone(&self.suppression));
            Early { mapping, judging }
        });
        early.judging.judge(cells, rows, None);
    }

    /// Forgets the rows, since they are read once more.
    pub(super) fn forget(&mut self) {
        self.early = None;
    }

    pub(super) fn finish(self) -> Option<Early> {
        self.early
    }
}
