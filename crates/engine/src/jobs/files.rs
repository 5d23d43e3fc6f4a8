//! Which rows lack a file, before anything is written.

use super::{Job, Pace, Turn};
use crate::desk::Desk;
use crate::files::{FilesReport, MissingFile, plain};
use crate::protocol::Event;
use compose::{Compiled, Letter};
use outbox::{Images, can_be_shown};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Letters in a step: about a millisecond's work.
const STEP_LETTERS: usize = 64;

/// Rows that are told of each missing file.
const ROWS_TOLD: usize = 100;

/// Missing names that are told.
const NAMES_TOLD: usize = 200;

struct Looking {
    compiled: Arc<Compiled>,
    shown: Images,
    at: usize,
    pace: Pace,
    used: BTreeSet<String>,
    missing: BTreeMap<String, MissingFile>,
    report: FilesReport,
}

/// Begins to look.
///
/// # Errors
/// Why nothing can be looked at.
pub fn start(desk: &mut Desk, letter: &Letter) -> Result<Box<dyn Job>, String> {
    let compiled = desk.letter(letter).compiled.ok_or("the letter has an error that stops it")?;
    let mut looking = Looking {
        shown: Images::of(&compiled),
        compiled,
        at: 0,
        pace: Pace::default(),
        used: BTreeSet::new(),
        missing: BTreeMap::new(),
        report: FilesReport::default(),
    };
    // An image that the letter itself names is in all letters or in none.
    for name in looking.shown.fixed() {
        if desk.files.has(name) {
            looking.used.insert(plain(name).to_owned());
        } else {
            looking
                .missing
                .insert(name.clone(), MissingFile { name: name.clone(), ..MissingFile::default() });
        }
    }
    Ok(Box::new(looking))
}

impl Job for Looking {
    fn step(&mut self, desk: &mut Desk) -> Turn {
        let list = desk.list.as_ref().map(|list| &list.judged);
        let kept = list.map_or(0, |list| list.roster.kept().len());
        let until = (self.at + STEP_LETTERS).min(kept);
        if self.at == 0 {
            // Only images so far.
            self.missing.values_mut().for_each(|missing| missing.letters = kept);
        }
        for recipient in
            list.into_iter().flat_map(|list| (self.at..until).filter_map(|at| list.recipient(at)))
        {
            let Some(list) = list else { continue };
            let cx = self.compiled.context(&list.lent(), recipient.row);
            // A letter that can't be merged is told by the check.
            let Ok(fields) = self.compiled.fields(&cx) else { continue };
            let names: Vec<&str> =
                fields.attachments.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).collect();
            self.report.attaching += usize::from(!names.is_empty());
            let own = self.shown.own(&self.compiled, &cx);
            let shown = own.iter().map(|name| (name.as_str(), can_be_shown(name)));
            let mut lacks = false;
            for (name, can) in names.into_iter().map(|name| (name, true)).chain(shown) {
                if desk.files.has(name) {
                    self.used.insert(plain(name).to_owned());
                    if can {
                        continue;
                    }
                }
                lacks = true;
                let missing = self.missing.entry(name.to_owned()).or_default();
                missing.name = name.to_owned();
                missing.letters += 1;
                missing.unfit |= !can;
                if missing.rows.len() < ROWS_TOLD {
                    missing.rows.push(recipient.number);
                }
            }
            self.report.lacking += usize::from(lacks);
        }
        self.at = until;
        if until < kept {
            return Turn::More(self.pace.say(until as u64, kept as u64));
        }
        let mut report = std::mem::take(&mut self.report);
        report.letters = kept;
        report.missing = std::mem::take(&mut self.missing).into_values().take(NAMES_TOLD).collect();
        let unused = desk.files.names().filter(|name| !self.used.contains(*name));
        report.unused = unused.map(str::to_owned).collect();
        Turn::Done(vec![(Event::FilesReport(Box::new(report)), None)])
    }
}
