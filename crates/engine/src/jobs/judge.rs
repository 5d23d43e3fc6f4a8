//! Judging the rows: after reading, after another choice of columns, after a repair.

use super::{Job, Pace, Turn};
use crate::changes::{self, Back, Change};
use crate::desk::{Desk, List};
use crate::list::Judged;
use crate::protocol::Event;
use crate::segment::{Chosen, Members};
use diag::Diagnostic;
use recipients::{Early, Mapping, RosterBuilder, Segment, Suppression, Table};
use std::collections::BTreeSet;
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
    /// Which rows are meant; `None`: all.
    pub segment: Option<Chosen>,
    /// Rows set aside by hand.
    pub by_hand: Arc<BTreeSet<u32>>,
    /// The way back from each change.
    pub back: Vec<Back>,
    /// What is to be said of the file as a whole.
    pub diagnostics: Vec<Diagnostic>,
}

struct Judging {
    // `None` only after the last step.
    read: Option<(Unjudged, RosterBuilder)>,
    members: Option<Arc<Members>>,
    /// Whether reading was the first half of the way.
    second_half: bool,
    pace: Pace,
}

/// Judges what was read, or what of it was not judged on the way.
pub fn after_reading(read: Unjudged, early: Option<Early>) -> Box<dyn Job> {
    match early {
        Some(early) => {
            let builder = RosterBuilder::early(&read.table, early);
            let pace = Pace::default();
            Box::new(Judging { read: Some((read, builder)), members: None, second_half: true, pace })
        }
        None => begin(read, true),
    }
}

fn begin(read: Unjudged, second_half: bool) -> Box<dyn Job> {
    let members = read.segment.as_ref().map(|segment| segment.over(&read.table));
    let builder = RosterBuilder::new(&read.table, &read.mapping, Arc::clone(&read.suppression))
        .segment(members.clone().map(|members| members as Arc<dyn Segment>))
        .without(Arc::clone(&read.by_hand));
    Box::new(Judging { read: Some((read, builder)), members, second_half, pace: Pace::default() })
}

/// Judges the list on the desk again with other columns or another suppression list.
///
/// # Errors
/// There is no list, for people.
pub fn start(
    desk: &mut Desk,
    mapping: Option<Mapping>,
    suppressed: Option<Vec<String>>,
    segment: Option<String>,
) -> Result<Box<dyn Job>, String> {
    let list = desk.list.as_mut().ok_or("there is no list")?;
    // The change itself is made at once: the next request may end this job before it is done, and must find it.
    list.judged.mapping = mapping.unwrap_or_else(|| list.judged.mapping.clone());
    if let Some(entries) = suppressed {
        list.suppression = Arc::new(Suppression::new(entries));
    }
    if let Some(text) = segment {
        list.segment = Chosen::read(&text, list.judged.table().columns());
    }
    Ok(begin(unjudged(list), false))
}

/// Changes the list on the desk by hand, and judges it again.
///
/// # Errors
/// There is no list, for people.
pub fn change(desk: &mut Desk, change: &Change) -> Result<Box<dyn Job>, String> {
    let list = desk.list.as_mut().ok_or("there is no list")?;
    changes::make(list, change);
    Ok(begin(unjudged(list), false))
}

/// Undoes the last change of the list on the desk, and judges it again.
///
/// # Errors
/// There is no list or no change, for people.
pub fn undo(desk: &mut Desk) -> Result<Box<dyn Job>, String> {
    let list = desk.list.as_mut().ok_or("there is no list")?;
    if !changes::undo(list) {
        return Err("there is nothing to undo".into());
    }
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
        segment: list.segment.clone(),
        by_hand: Arc::clone(&list.by_hand),
        back: list.back.clone(),
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
        let roster = builder.finish();
        let (table, mapping) = (&read.table, &read.mapping);
        let mut said = read.diagnostics.clone();
        said.extend(read.segment.iter().flat_map(|segment| segment.diagnostics.clone()));
        said.extend(self.members.as_ref().and_then(|members| members.trouble(table)));
        let mut summary = recipients::summary(&read.name, read.bytes, table, &roster, mapping, said);
        summary.segment = read.segment.as_ref().map(|segment| segment.text.clone()).unwrap_or_default();
        // Under which name a template sees a column is the letter's business.
        for (column, variable) in summary.columns.iter_mut().zip(compose::variables(table.columns())) {
            column.variable = variable;
        }
        let judged = Judged::new(table.clone(), roster, mapping.clone());
        desk.list = Some(List::new(read, judged));
        Turn::Done(vec![(Event::List(Box::new(summary)), None)])
    }
}
