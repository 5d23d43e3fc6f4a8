//! Which rows are meant at all: a segment, and what somebody set aside by hand.

use crate::Table;
use crate::marks::Fate;
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// A choice of rows by what stands in them. Who knows a language for it makes one.
pub trait Segment: fmt::Debug + Send + Sync {
    /// Whether each of the rows is in it.
    fn members(&self, table: &Table, rows: Range<usize>) -> Vec<bool>;
}

/// What sets rows aside before their addresses are compared: a row that is not meant is nobody's first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Aside {
    pub(crate) segment: Option<Arc<dyn Segment>>,
    pub(crate) by_hand: Arc<BTreeSet<u32>>,
}

impl Aside {
    /// What becomes of each of the rows whatever stands in it; `None` for all where nothing sets any aside.
    pub(crate) fn of(&self, table: &Table, rows: Range<usize>) -> Option<Vec<Option<Fate>>> {
        if self.segment.is_none() && self.by_hand.is_empty() {
            return None;
        }
        let members = self.segment.as_ref().map(|segment| segment.members(table, rows.clone()));
        let fate = |(at, row): (usize, usize)| {
            let is_member = |members: &Vec<bool>| members.get(at).copied().unwrap_or(false);
            if u32::try_from(row).is_ok_and(|row| self.by_hand.contains(&row)) {
                Some(Fate::ByHand)
            } else if members.as_ref().is_some_and(|members| !is_member(members)) {
                Some(Fate::Segment)
            } else {
                None
            }
        };
        Some(rows.enumerate().map(fate).collect())
    }
}
