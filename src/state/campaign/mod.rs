//! The campaign: what is saved. The letter with its undo, the list's name and settings, the suppression list.
//! The list's bytes are kept beside it, in the store, and never in the page's memory.

mod saved;

use super::history::History;
use super::sample;
use compose::Letter;
use engine::Change;
use engine::files::FileCard;
use recipients::{Mapping, ReadOptions};
use std::rc::Rc;
use yew::Reducible;

pub use saved::{Explained, Known, Named, Saved};

/// Under this name the store keeps the campaign.
pub const CAMPAIGN: &str = "campaign";
/// Under this name the store keeps the way back and forward from the campaign's letter.
pub const HISTORY: &str = "history";
/// Under this name the store keeps the list's bytes, as a blob.
pub const LIST: &str = "list";

/// The field of an edit that brings another letter.
pub const OPENED: &str = "open";

/// Headers whose columns are remembered.
const HEADERS_KEPT: usize = 50;

/// Explanations kept.
const EXPLAINED_KEPT: usize = 30;

/// The campaign in the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Campaign {
    /// What is saved.
    pub saved: Saved,
    /// Grows with every change of the letter.
    pub letter_revision: u64,
    /// Grows when a campaign is opened.
    pub opened: u64,
    /// Grows with every change at all.
    pub revision: u64,
    /// Undo and redo of the letter.
    pub history: History<Rc<Letter>>,
    /// Whether the store was read; before that nothing may be written to it.
    pub loaded: bool,
}

/// What the store held: the campaign, and the undo and redo of its letter.
pub type Loaded = (Saved, History<Rc<Letter>>);

/// What may happen to it.
#[derive(Debug)]
pub enum Action {
    /// The store was read: what it held with its history, or nothing on the first visit.
    Loaded(Option<Box<Loaded>>),
    /// The letter was changed in a field, at a time in milliseconds.
    Edit(Rc<Letter>, &'static str, f64),
    /// One step back.
    Undo,
    /// One step forward.
    Redo,
    /// The user said whose pictures the preview may fetch.
    ShowHosts(Vec<String>),
    /// Files came that go with the letter.
    Enclose(Vec<FileCard>),
    /// The file of this name is no longer wanted.
    Disclose(String),
    /// The campaign was renamed.
    Rename(String),
    /// Another list took the place of the one before, or none.
    List(Option<String>),
    /// The user said something about the list's file.
    Options(ReadOptions),
    /// The user chose columns, for files with this header.
    Map(Mapping, String),
    /// The list was changed by hand.
    Changed(Change),
    /// The last change of the list was undone.
    Unchanged,
    /// The user chose a segment, or everyone.
    Segment(String),
    /// A segment got a name, or the name another segment.
    KeepSegment(Named),
    /// The segment of this name is no longer wanted.
    ForgetSegment(String),
    /// The suppression list changed.
    Suppress(Vec<String>),
    /// Something was explained.
    Explained(Explained),
}

impl Default for Campaign {
    fn default() -> Campaign {
        Campaign {
            saved: Saved { name: "New campaign".into(), ..Saved::default() },
            letter_revision: 0,
            opened: 0,
            revision: 0,
            history: History::default(),
            loaded: false,
        }
    }
}

impl Campaign {
    fn set_letter(&mut self, letter: Rc<Letter>) {
        self.saved.letter = letter;
        self.letter_revision += 1;
    }
}

impl Reducible for Campaign {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Campaign> {
        let mut next = (*self).clone();
        next.revision += 1;
        match action {
            Action::Loaded(loaded) => {
                (next.saved, next.history) = match loaded {
                    Some(loaded) => *loaded,
                    None => (sample::campaign(), History::default()),
                };
                next.letter_revision += 1;
                next.opened += 1;
                next.loaded = true;
            }
            Action::Edit(letter, _, _) if letter == next.saved.letter => return self,
            Action::Edit(letter, field, now) => {
                next.history.note(Rc::clone(&self.saved.letter), field, now);
                if field == OPENED {
                    next.saved.shown_hosts.clear();
                }
                next.set_letter(letter);
            }
            Action::Undo => match next.history.undo(Rc::clone(&self.saved.letter)) {
                Ok(letter) => next.set_letter(letter),
                Err(_) => return self,
            },
            Action::Redo => match next.history.redo(Rc::clone(&self.saved.letter)) {
                Ok(letter) => next.set_letter(letter),
                Err(_) => return self,
            },
            Action::ShowHosts(hosts) => next.saved.shown_hosts = hosts,
            Action::Enclose(files) => {
                let all = &mut next.saved.files;
                all.retain(|old| files.iter().all(|file| file.name != old.name));
                for file in files {
                    let place = all.partition_point(|other| other.name < file.name);
                    all.insert(place, file);
                }
            }
            Action::Disclose(name) => next.saved.files.retain(|file| file.name != name),
            Action::Rename(name) => next.saved.name = name,
            Action::List(name) => {
                next.saved.list_name = name;
                next.saved.read_options = ReadOptions::default();
                next.saved.mapping = None;
                next.saved.changes.clear();
                // What was meant of another list's people says nothing of these.
                next.saved.segment.clear();
            }
            Action::Options(options) => {
                next.saved.read_options = options;
                next.saved.changes.clear();
            }
            Action::Changed(change) => next.saved.changes.push(change),
            Action::Unchanged => drop(next.saved.changes.pop()),
            Action::Segment(text) => next.saved.segment = text,
            Action::KeepSegment(named) => {
                next.saved.segments.retain(|other| other.name != named.name);
                next.saved.segments.push(named);
            }
            Action::ForgetSegment(name) => next.saved.segments.retain(|other| other.name != name),
            Action::Map(mapping, header) => {
                next.saved.mapping = Some(mapping.clone());
                next.saved.mappings.retain(|known| known.header != header);
                next.saved.mappings.insert(0, Known { header, mapping });
                next.saved.mappings.truncate(HEADERS_KEPT);
            }
            Action::Suppress(mut addresses) => {
                addresses.sort_unstable();
                addresses.dedup();
                next.saved.suppressed = addresses;
            }
            Action::Explained(line) => {
                next.saved.explained.retain(|old| old.text != line.text);
                next.saved.explained.insert(0, line);
                next.saved.explained.truncate(EXPLAINED_KEPT);
            }
        }
        Rc::new(next)
    }
}

#[cfg(test)]
mod tests;
