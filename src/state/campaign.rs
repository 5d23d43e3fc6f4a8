//! The campaign: what is saved. The letter with its undo, the list's name and settings, the suppression list.
//! The list's bytes are kept beside it, in the store, and never in the page's memory.

use super::history::History;
use super::sample;
use compose::Letter;
use engine::Change;
use engine::files::FileCard;
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
    /// The files that go with the letter; the bytes are in the store, each under its name.
    pub files: Vec<FileCard>,
    /// The list's file name; the bytes are in the store under [`LIST`].
    pub list_name: Option<String>,
    /// What the user said about the list's file.
    pub read_options: ReadOptions,
    /// The servers whose pictures the preview of this letter may fetch, as the user said.
    pub shown_hosts: Vec<String>,
    /// The columns that the user chose.
    pub mapping: Option<Mapping>,
    /// Changes of the list, in their order. The file in the store stays as it was given, and these are made again
    /// whenever it is read.
    pub changes: Vec<Change>,
    /// The condition that recipients have to meet; empty: everyone.
    pub segment: String,
    /// Conditions under their names.
    pub segments: Vec<Named>,
    /// Columns that were chosen for files with the same header, the newest first.
    pub mappings: Vec<Known>,
    /// Normalised addresses that get nothing.
    pub suppressed: Vec<String>,
    /// What was explained last, the newest first.
    pub explained: Vec<Explained>,
}

/// A segment with a name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// Its condition.
    pub text: String,
}

/// Columns that were chosen for a header.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Known {
    /// The names of the columns, with tabs between them.
    pub header: String,
    /// What they mean.
    pub mapping: Mapping,
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
    fn each_letter_is_asked_about_its_pictures_once() {
        let shown = |field| {
            let asked = Action::ShowHosts(vec!["a.example".into()]);
            after(vec![asked, Action::Edit(letter("b"), field, 0.0)]).saved.shown_hosts.clone()
        };
        assert_eq!(shown("body"), ["a.example"]);
        assert_eq!(shown(OPENED), Vec::<String>::new());
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
            Action::Map(Mapping { address: Some(3), ..Mapping::default() }, "a\tb".into()),
            Action::Changed(Change::Fix { code: None, row: Some(7) }),
            Action::Segment("plan == 'pro'".into()),
            Action::List(Some("other.csv".into())),
        ]);
        assert_eq!((&campaign.saved.mapping, campaign.saved.changes.len()), (&None, 0));
        assert_eq!(campaign.saved.segment, "");
        // But the columns of such a header are known for the next time.
        assert_eq!(campaign.saved.mappings[0].header, "a\tb");
    }

    #[test]
    fn the_last_change_is_undone_first() {
        let fix = |row| Change::Fix { code: None, row: Some(row) };
        let campaign = after(vec![Action::Changed(fix(1)), Action::Changed(fix(2)), Action::Unchanged]);
        assert_eq!(campaign.saved.changes, [fix(1)]);
    }

    #[test]
    fn a_name_stands_for_one_file() {
        let file = |name: &str, bytes| FileCard { name: name.into(), bytes };
        let campaign = after(vec![
            Action::Enclose(vec![file("b", 1), file("a", 2)]),
            Action::Enclose(vec![file("b", 3)]),
        ]);
        assert_eq!(campaign.saved.files, [file("a", 2), file("b", 3)]);
        let campaign = after(vec![Action::Enclose(vec![file("b", 1)]), Action::Disclose("b".into())]);
        assert!(campaign.saved.files.is_empty());
    }

    #[test]
    fn a_name_stands_for_one_segment() {
        let keep = |text: &str| Action::KeepSegment(Named { name: "pros".into(), text: text.into() });
        let campaign = after(vec![keep("a"), keep("b")]);
        assert_eq!(campaign.saved.segments, [Named { name: "pros".into(), text: "b".into() }]);
        assert!(after(vec![keep("a"), Action::ForgetSegment("pros".into())]).saved.segments.is_empty());
    }
}
