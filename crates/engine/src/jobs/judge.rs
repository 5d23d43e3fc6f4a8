//! Judging the rows: after reading, after another choice of columns, after a repair.

use super::{Job, Pace, Turn};
use crate::desk::{Desk, List};
use crate::list::Judged;
use crate::protocol::Event;
use diag::Diagnostic;
use recipients::{Mapping, RosterBuilder, Suppression, Table};
use std::sync::Arc;

/// Rows in a step: about a millisecond's work.
const STEP_ROWS: usize = 4096;

/// A list before its rows are judged.
pub struct Unjudged {
    /// The file's name.
    pub name: String,
    /// The file's size.
    pub bytes: usize,
    /// The rows.
    pub table: Table,
    /// Which columns mean something.
    pub mapping: Mapping,
    /// Who gets nothing.
    pub suppression: Arc<Suppression>,
    /// What is to be said of the file as a whole.
    pub diagnostics: Vec<Diagnostic>,
}

struct Judging {
    // `None` only after the last step.
    read: Option<(Unjudged, RosterBuilder)>,
    /// Whether reading was the first half of the way.
    second_half: bool,
    pace: Pace,
}

/// Begins to judge.
pub fn begin(read: Unjudged, second_half: bool) -> Box<dyn Job> {
    let builder = RosterBuilder::new(&read.table, &read.mapping, Arc::clone(&read.suppression));
    Box::new(Judging { read: Some((read, builder)), second_half, pace: Pace::default() })
}

/// Judges the list on the desk again with other columns or another suppression list.
///
/// # Errors
/// There is no list, for people.
pub fn start(
    desk: &mut Desk,
    mapping: Option<Mapping>,
    suppressed: Option<Vec<String>>,
) -> Result<Box<dyn Job>, String> {
    let list = desk.list.as_mut().ok_or("there is no list")?;
    // The change itself is made at once: the next request may end this job before it is done, and must find it.
    list.judged.mapping = mapping.unwrap_or_else(|| list.judged.mapping.clone());
    if let Some(entries) = suppressed {
        list.suppression = Arc::new(Suppression::new(entries));
    }
    Ok(begin(unjudged(list), false))
}

/// Writes certain repairs into the list on the desk, and judges it again.
///
/// # Errors
/// There is no list, for people.
pub fn fix(desk: &mut Desk, code: Option<&str>, row: Option<u32>) -> Result<Box<dyn Job>, String> {
    let list = desk.list.as_mut().ok_or("there is no list")?;
    let mut table = list.judged.table().clone();
    recipients::apply(&mut table, &list.judged.roster.fixes(list.judged.table(), code, row));
    list.judged.set_table(table);
    Ok(begin(unjudged(list), false))
}

/// The list as it was read; the rows are shared, not copied.
fn unjudged(list: &List) -> Unjudged {
    Unjudged {
        name: list.name.clone(),
        bytes: list.bytes,
        table: list.judged.table().clone(),
        mapping: list.judged.mapping.clone(),
        suppression: Arc::clone(&list.suppression),
        diagnostics: list.diagnostics.clone(),
    }
}

impl Job for Judging {
    fn step(&mut self, desk: &mut Desk) -> Turn {
        let Some((read, mut builder)) = self.read.take() else {
            return Turn::Done(vec![(Event::Failed { message: "the list was judged already".into() }, None)]);
        };
        let progress = builder.step(STEP_ROWS);
        if !progress.finished {
            self.read = Some((read, builder));
            let (before, total) =
                if self.second_half { (progress.total, progress.total * 2) } else { (0, progress.total) };
            return Turn::More(self.pace.say(before + progress.done, total));
        }
        let Unjudged { name, bytes, table, mapping, suppression, diagnostics } = read;
        let roster = builder.finish();
        let mut summary = recipients::summary(&name, bytes, &table, &roster, &mapping, diagnostics.clone());
        // Under which name a template sees a column is the letter's business.
        for (column, variable) in summary.columns.iter_mut().zip(compose::variables(table.columns())) {
            column.variable = variable;
        }
        let judged = Judged::new(table, roster, mapping);
        desk.list = Some(List { name, bytes, judged, suppression, diagnostics });
        Turn::Done(vec![(Event::List(Box::new(summary)), None)])
    }
}
