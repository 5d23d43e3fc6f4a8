//! Reading a list: bytes to a table, columns, and a judgement of every row.

use super::{Job, Pace, Turn, judge};
use crate::desk::Desk;
use crate::protocol::Event;
use crate::segment::Chosen;
use diag::{Diagnostic, Severity};
use recipients::{Mapping, ReadOptions, Reader, Suppression};
use std::sync::Arc;

/// Bytes in a step: about a millisecond's work.
const STEP_BYTES: usize = 512 * 1024;

struct Reading {
    reader: Option<Reader>,
    name: String,
    bytes: usize,
    mapping: Option<Mapping>,
    suppression: Arc<Suppression>,
    segment: String,
    pace: Pace,
    then: Option<Box<dyn Job>>,
}

/// What the user wants of a list, whatever file it is.
pub struct Wishes {
    /// The columns that the user chose, where they did.
    pub mapping: Option<Mapping>,
    /// Normalised addresses that get nothing.
    pub suppressed: Vec<String>,
    /// The condition that rows have to meet; empty: everyone.
    pub segment: String,
}

/// Begins to read a list. The list on the desk stays until the new one is read. With a size it is a file of as many
/// octets, of which these are the first.
pub fn start(
    name: String,
    bytes: Vec<u8>,
    size: Option<usize>,
    options: &ReadOptions,
    wishes: Wishes,
) -> Box<dyn Job> {
    let length = size.unwrap_or(bytes.len());
    let suppression = Arc::new(Suppression::new(wishes.suppressed));
    let reader = match size {
        Some(size) => {
            let mut reader = Reader::in_pieces(size, options);
            // A segment is asked of the whole table.
            if wishes.segment.trim().is_empty() {
                reader = reader.judging(wishes.mapping.clone(), Arc::clone(&suppression));
            }
            reader.push(&bytes);
            reader
        }
        None => Reader::new(bytes, options),
    };
    Box::new(Reading {
        name,
        bytes: length,
        reader: Some(reader),
        mapping: wishes.mapping,
        suppression,
        segment: wishes.segment,
        pace: Pace::default(),
        then: None,
    })
}

impl Job for Reading {
    fn step(&mut self, desk: &mut Desk) -> Turn {
        if let Some(then) = &mut self.then {
            return then.step(desk);
        }
        let Some(mut reader) = self.reader.take() else {
            return Turn::Done(vec![(Event::Failed { message: "the list was read already".into() }, None)]);
        };
        let progress = reader.step(STEP_BYTES);
        if !progress.finished {
            // Judging is the other half of the way, where it is not done on the way.
            let halves = if reader.is_judging() { 1 } else { 2 };
            let events = self.pace.say(progress.done, progress.total * halves);
            let waits = reader.is_waiting();
            self.reader = Some(reader);
            return if waits { Turn::Waits(events) } else { Turn::More(events) };
        }
        let (report, early) = reader.finish_judged();
        // A file that is no list takes nobody's place: the list on the desk stays.
        if report.value.rows() == 0
            && let Some(error) =
                report.diagnostics.iter().find(|diagnostic| diagnostic.severity == Severity::Error)
        {
            return Turn::Done(vec![(Event::Failed { message: refusal(error) }, None)]);
        }
        let mapping = match &early {
            Some(early) => early.mapping().clone(),
            None => self.mapping.take().unwrap_or_else(|| recipients::propose(&report.value)),
        };
        let suppression = Arc::clone(&self.suppression);
        let name = std::mem::take(&mut self.name);
        let read = judge::Unjudged {
            name,
            bytes: self.bytes,
            segment: Chosen::read(&self.segment, report.value.columns()),
            by_hand: Arc::default(),
            back: Vec::new(),
            table: report.value,
            mapping,
            suppression,
            diagnostics: report.diagnostics,
        };
        self.then = Some(judge::after_reading(read, early));
        Turn::More(Vec::new())
    }

    fn feed(&mut self, piece: &[u8], last: bool) {
        if let Some(reader) = &mut self.reader {
            reader.push(piece);
            if last {
                reader.end();
            }
        }
    }
}

/// Why the file was refused and what to do, in one line for people.
fn refusal(error: &Diagnostic) -> String {
    match &error.hint {
        Some(hint) => format!("{}. {hint}", error.message),
        None => error.message.clone(),
    }
}
