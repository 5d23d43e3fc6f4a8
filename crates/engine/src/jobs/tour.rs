//! The tour: the recipients whose letters are worth a look, since something about them is unlike the others'.

use super::{Job, Pace, Turn};
use crate::desk::Desk;
use crate::list::{Judged, Recipient};
use crate::protocol::{Event, Found};
use crate::tasks::compose::describe;
use compose::{Branches, Compiled, Letter, Opener};
use std::sync::Arc;

/// Letters in a step: about a millisecond's work.
const STEP_LETTERS: usize = 16;

/// A tour on its way.
struct Tour {
    compiled: Arc<Compiled>,
    branches: Branches,
    at: usize,
    pace: Pace,
    /// The present holder of each record, with its measure.
    longest: Option<(usize, usize)>,
    shortest: Option<(usize, usize)>,
    emptiest: Option<(usize, usize)>,
    largest: Option<(usize, usize)>,
    foreign: Option<usize>,
    right_to_left: Option<usize>,
    failing: Option<usize>,
    /// The first reader of each branch.
    readers: Vec<Option<usize>>,
}

/// Begins a tour.
///
/// # Errors
/// There is no list, or the letter can't be merged at all.
pub fn start(desk: &mut Desk, letter: &Letter) -> Result<Box<dyn Job>, String> {
    let Some(compiled) = desk.letter(letter).compiled else { return Err("the letter has an error".into()) };
    if desk.list.is_none() {
        return Err("there is no list".into());
    }
    let branches = compiled.branches();
    let readers = vec![None; branches.all().len()];
    Ok(Box::new(Tour {
        compiled,
        branches,
        at: 0,
        pace: Pace::default(),
        longest: None,
        shortest: None,
        emptiest: None,
        largest: None,
        foreign: None,
        right_to_left: None,
        failing: None,
        readers,
    }))
}

impl Job for Tour {
    fn step(&mut self, desk: &mut Desk) -> Turn {
        let Some(list) = desk.list.as_ref().map(|list| &list.judged) else {
            return Turn::Done(vec![(Event::Found(Vec::new()), None)]);
        };
        let kept = list.roster.kept().len();
        let until = (self.at + STEP_LETTERS).min(kept);
        for at in self.at..until {
            if let Some(recipient) = list.recipient(at) {
                self.look(list, &recipient, at);
            }
        }
        self.at = until;
        if until < kept {
            return Turn::More(self.pace.say(until as u64, kept as u64));
        }
        Turn::Done(vec![(Event::Found(self.stops(list)), None)])
    }
}

impl Tour {
    fn look(&mut self, list: &Judged, recipient: &Recipient, at: usize) {
        let name = recipient.name.as_deref().unwrap_or("");
        let length = name.chars().count();
        if length > 0 {
            most(&mut self.longest, at, length);
            most(&mut self.shortest, at, usize::MAX - length);
        }
        let table = list.table();
        let empty =
            (0..table.columns().len()).filter(|c| table.cell(recipient.row, *c).trim().is_empty()).count();
        if empty > 0 {
            most(&mut self.emptiest, at, empty);
        }
        if name.chars().any(is_right_to_left) {
            self.right_to_left.get_or_insert(at);
        } else if name.chars().any(|c| c.is_alphabetic() && c > '\u{24f}') {
            self.foreign.get_or_insert(at);
        }
        let cx = self.compiled.context(&list.lent(), recipient.row);
        self.branches.watch(&cx);
        for (number, reader) in self.readers.iter_mut().enumerate() {
            if reader.is_none() && self.branches.is_taken(number) {
                *reader = Some(at);
            }
        }
        match self.compiled.merge(&cx) {
            Ok(merged) => {
                most(&mut self.largest, at, merged.html.map_or(0, |html| html.len()) + merged.text.len());
            }
            Err(_) => {
                self.failing.get_or_insert(at);
            }
        }
    }

    fn stops(&self, list: &Judged) -> Vec<Found> {
        let of = |record: Option<(usize, usize)>| record.map(|(at, _)| at);
        let mut stops = vec![
            ("No letter can be made".to_string(), self.failing),
            ("Longest name".into(), of(self.longest)),
            ("Shortest name".into(), of(self.shortest)),
            ("Most empty cells".into(), of(self.emptiest)),
            ("Name in other letters".into(), self.foreign),
            ("Name from right to left".into(), self.right_to_left),
            ("Largest letter".into(), of(self.largest)),
        ];
        for (branch, reader) in self.branches.all().iter().zip(&self.readers) {
            let body = &self.compiled.letter().body;
            let tag = if branch.field == "body" { branch.span.of(body) } else { None };
            if let (Some(tag), true) = (tag, branch.opener != Opener::Else) {
                stops.push((format!("Reads `{tag}`"), *reader));
            }
        }
        let found = stops.into_iter().filter_map(|(why, at)| {
            let recipient = list.recipient(at?)?;
            Some(Found { why, who: describe(list, &recipient, at?) })
        });
        found.collect()
    }
}

/// Takes a record over where it is beaten.
fn most(record: &mut Option<(usize, usize)>, at: usize, measure: usize) {
    if record.is_none_or(|(_, best)| measure > best) {
        *record = Some((at, measure));
    }
}

/// Whether a letter is written from right to left: Hebrew, Arabic and their neighbours.
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
}
