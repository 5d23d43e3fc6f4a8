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

/// Begins to read a list. The list on the desk stays until the new one is read.
pub fn start(name: String, bytes: Vec<u8>, options: &ReadOptions, wishes: Wishes) -> Box<dyn Job> {
    Box::new(Reading {
        name,
        bytes: bytes.len(),
        reader: Some(Reader::new(bytes, options)),
        mapping: wishes.mapping,
        suppression: Arc::new(Suppression::new(wishes.suppressed)),
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
            self.reader = Some(reader);
            // Judging is the other half of the way.
            return Turn::More(self.pace.say(progress.done, progress.total * 2));
        }
        let report = reader.finish();
        // A file that is no list takes nobody's place: the list on the desk stays.
        if report.value.rows() == 0
            && let Some(error) =
                report.diagnostics.iter().find(|diagnostic| diagnostic.severity == Severity::Error)
        {
            return Turn::Done(vec![(Event::Failed { message: refusal(error) }, None)]);
        }
        let mapping = self.mapping.take().unwrap_or_else(|| recipients::propose(&report.value));
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
        self.then = Some(judge::begin(read, true));
        Turn::More(Vec::new())
    }
}

/// Why the file was refused and what to do, in one line for people.
fn refusal(error: &Diagnostic) -> String {
    match &error.hint {
        Some(hint) => format!("{}. {hint}", error.message),
        None => error.message.clone(),
    }
}
