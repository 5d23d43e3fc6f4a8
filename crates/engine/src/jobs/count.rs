//! How many rows a condition means, while it is being written.

use super::{Job, Pace, Turn};
use crate::desk::Desk;
use crate::protocol::{Event, SegmentCount};
use crate::segment::{Chosen, Members};
use recipients::{RowState, Segment, SetAside};
use std::sync::Arc;

/// Rows in a step: about a millisecond's work.
const STEP_ROWS: usize = 1024;

struct Counting {
    members: Arc<Members>,
    at: usize,
    count: SegmentCount,
    pace: Pace,
}

/// Begins to count.
///
/// # Errors
/// The answer at once, where nothing can be counted.
pub fn start(desk: &Desk, text: &str) -> Result<Box<dyn Job>, Box<SegmentCount>> {
    let mut count = SegmentCount { text: text.to_owned(), ..SegmentCount::default() };
    let Some(list) = &desk.list else { return Err(Box::new(count)) };
    let table = list.judged.table();
    let Some(chosen) = Chosen::read(text, table.columns()) else { return Err(Box::new(count)) };
    count.diagnostics = chosen.diagnostics.clone();
    if chosen.error().is_some() {
        return Err(Box::new(count));
    }
    Ok(Box::new(Counting { members: chosen.over(table), at: 0, count, pace: Pace::default() }))
}

impl Job for Counting {
    fn step(&mut self, desk: &mut Desk) -> Turn {
        let Some(list) = &desk.list else {
            return Turn::Done(vec![(Event::Segment(Box::new(std::mem::take(&mut self.count))), None)]);
        };
        let table = list.judged.table();
        let until = (self.at + STEP_ROWS).min(table.rows());
        let members = self.members.members(table, self.at..until);
        for (row, is_member) in (self.at..until).zip(members) {
            // Whoever gets a letter, or would but for the segment that holds now.
            let meant = matches!(
                list.judged.roster.state(row),
                RowState::Kept | RowState::Excluded(SetAside::Segment)
            );
            self.count.of += usize::from(meant);
            self.count.members += usize::from(meant && is_member);
        }
        self.at = until;
        if until < table.rows() {
            return Turn::More(self.pace.say(until as u64, table.rows() as u64));
        }
        self.count.diagnostics.extend(self.members.trouble(table));
        Turn::Done(vec![(Event::Segment(Box::new(std::mem::take(&mut self.count))), None)])
    }
}
