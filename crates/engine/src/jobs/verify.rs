//! The proof of a batch, in steps.

use super::{Job, Pace, Turn};
use crate::desk::Desk;
use crate::protocol::{Event, VerifyReport};
use outbox::{Batch, Verification};
use std::io::{Read, Seek};

/// Where a batch's bytes come from.
pub trait Source: Read + Seek {}

impl<T: Read + Seek> Source for T {}

/// Rows in a step: about a millisecond's work.
const STEP_ROWS: usize = 4;
/// Problems that are told.
const MOST: usize = 1_000;

struct Proving {
    proof: Option<Verification<'static, Box<dyn Source>>>,
    total: u64,
    report: VerifyReport,
    pace: Pace,
}

/// Begins the proof.
///
/// # Errors
/// Why it is no batch, for people.
pub fn start(source: Box<dyn Source>) -> Result<Box<dyn Job>, String> {
    let batch = Batch::open(source).map_err(|error| error.to_string())?;
    let manifest = batch.manifest();
    let counts = manifest.counts;
    let report = VerifyReport {
        rows: counts.rows,
        messages: counts.kept,
        date: manifest.date.clone(),
        problems: Vec::new(),
    };
    let total = manifest.rows.len() as u64;
    Ok(Box::new(Proving { proof: Some(batch.into_verification()), total, report, pace: Pace::default() }))
}

impl Job for Proving {
    fn step(&mut self, _desk: &mut Desk) -> Turn {
        let done = self.proof.as_mut().is_none_or(|proof| proof.step(STEP_ROWS));
        let at = self.proof.as_ref().map_or(self.total, |proof| proof.done() as u64);
        let mut events = self.pace.say(at, self.total);
        if !done {
            return Turn::More(events);
        }
        let mut report = std::mem::take(&mut self.report);
        report.problems = self.proof.take().map(Verification::finish).unwrap_or_default();
        report.problems.truncate(MOST);
        events.push((Event::Verified(Box::new(report)), None));
        Turn::Done(events)
    }
}
