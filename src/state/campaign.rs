//! The campaign: what is saved. The letter with its undo, the list's name and settings, the suppression list.
//! The list's bytes are kept beside it, in the store, and never in the page's memory.

use super::history::History;
use super::sample;
use compose::Letter;
use recipients::{Mapping, ReadOptions};
use serde::{Deserialize, Serialize};
use std::rc::Rc;
use yew::Reducible;

/// What is written to the store.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Saved {
    /// The campaign's name.
    pub name: String,
    /// The letter.
    pub letter: Rc<Letter>,
    /// The list's file name; the bytes are in the store under [`LIST`].
    pub list_name: Option<String>,
    /// What the user said about the list's file.
    pub read_options: ReadOptions,
    /// The columns that the user chose.
    pub mapping: Option<Mapping>,
    /// Repairs of the list, in their order. The file in the store stays as it was given, and these are made again
    /// whenever it is read.
    pub repairs: Vec<Repair>,
    /// Normalised addresses that get nothing.
    pub suppressed: Vec<String>,
    /// What was explained last, the newest first.
    pub explained: Vec<Explained>,
}

/// A repair of the list's address cells, as the user asked for it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Repair {
    /// Rows with this diagnostic; `None`: every certain repair.
    pub code: Option<String>,
    /// Only this row, by its number as a spreadsheet shows it.
    pub row: Option<u32>,
}

/// A line of Explain's history.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Explained {
    /// What was pasted.
    pub text: String,
    /// What it meant.
    pub title: String,
    /// The code that stands in the row's first cell.
    pub code: String,
    /// Whom it was about.
    pub recipient: String,
}

/// Under this name the store keeps the campaign.
pub const CAMPAIGN: &str = "campaign";
/// Under this name the store keeps the list's bytes, as a blob.
pub const LIST: &str = "list";

/// Explanations kept.
const EXPLAINED_KEPT: usize = 30;

/// The campaign in the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Campaign {
    /// What is saved.
    pub saved: Saved,
    /// Grows with every change of the letter.
    pub letter_revision: u64,
    /// Grows with every change at all.
    pub revision: u64,
    /// Undo and redo of the letter.
    pub history: History<Rc<Letter>>,
    /// Whether the store was read; before that nothing may be written to it.
    pub loaded: bool,
}

/// What may happen to it.
#[derive(Debug)]
pub enum Action {
    /// The store was read: what it held, or nothing on the first visit.
    Loaded(Option<Saved>),
    /// The letter was changed in a field, at a time in milliseconds.
    Edit(Rc<Letter>, &'static str, f64),
    /// One step back.
    Undo,
    /// One step forward.
    Redo,
    /// The campaign was renamed.
    Rename(String),
    /// Another list took the place of the one before, or none.
    List(Option<String>),
    /// The user said something about the list's file.
    Options(ReadOptions),
    /// The user chose columns.
    Map(Mapping),
    /// Cells of the list were repaired.
    Repaired(Repair),
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
            Action::Loaded(saved) => {
                next.saved = saved.unwrap_or_else(sample::campaign);
                next.letter_revision += 1;
                next.loaded = true;
            }
            Action::Edit(letter, _, _) if letter == next.saved.letter => return self,
            Action::Edit(letter, field, now) => {
                next.history.note(Rc::clone(&self.saved.letter), field, now);
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
            Action::Rename(name) => next.saved.name = name,
            Action::List(name) => {
                next.saved.list_name = name;
                next.saved.read_options = ReadOptions::default();
                next.saved.mapping = None;
                next.saved.repairs.clear();
            }
            Action::Options(options) => {
                next.saved.read_options = options;
                next.saved.repairs.clear();
            }
            Action::Repaired(repair) => next.saved.repairs.push(repair),
            Action::Map(mapping) => next.saved.mapping = Some(mapping),
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
mod tests {
    use super::*;

    fn letter(body: &str) -> Rc<Letter> {
        Rc::new(Letter { body: body.into(), ..Letter::default() })
    }

    fn after(actions: Vec<Action>) -> Rc<Campaign> {
        actions.into_iter().fold(Rc::new(Campaign::default()), Campaign::reduce)
    }

    #[test]
    fn the_first_visit_finds_the_sample() {
        let campaign = after(vec![Action::Loaded(None)]);
        assert!(campaign.loaded && !campaign.saved.letter.body.is_empty());
        assert!(campaign.saved.list_name.is_some());
    }

    #[test]
    fn undo_brings_back_the_letter_and_redo_the_edit() {
        let steps =
            || vec![Action::Edit(letter("a"), "body", 0.0), Action::Edit(letter("b"), "body", 5000.0)];
        let mut undone = steps();
        undone.push(Action::Undo);
        assert_eq!(after(undone).saved.letter.body, "a");
        let mut redone = steps();
        redone.extend([Action::Undo, Action::Undo, Action::Undo, Action::Redo, Action::Redo]);
        assert_eq!(after(redone).saved.letter.body, "b");
    }

    #[test]
    fn an_edit_that_changes_nothing_is_none() {
        let campaign = after(vec![Action::Edit(letter(""), "body", 0.0)]);
        assert_eq!((campaign.revision, campaign.history.can_undo()), (0, false));
    }

    #[test]
    fn what_is_saved_is_read_back() {
        let saved = after(vec![
            Action::Loaded(None),
            Action::Suppress(vec!["b@x".into(), "a@x".into(), "a@x".into()]),
        ]);
        let json = serde_json::to_string(&saved.saved).unwrap();
        let back: Saved = serde_json::from_str(&json).unwrap();
        assert_eq!(back, saved.saved);
        assert_eq!(back.suppressed, ["a@x", "b@x"]);
    }

    #[test]
    fn a_new_list_forgets_what_was_said_about_the_old() {
        let campaign = after(vec![
            Action::Map(Mapping { address: Some(3), ..Mapping::default() }),
            Action::Repaired(Repair { code: None, row: Some(7) }),
            Action::List(Some("other.csv".into())),
        ]);
        assert_eq!((&campaign.saved.mapping, campaign.saved.repairs.len()), (&None, 0));
    }
}
