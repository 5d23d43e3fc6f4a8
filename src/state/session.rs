//! What is true only while the tab is open: what the engine told, and what runs.

use crate::engine::Health;
use diag::Diagnostic;
use engine::protocol::{CheckReport, Composed, Reviewed};
use recipients::ListSummary;
use std::rc::Rc;
use yew::{Callback, Reducible};

/// Whether the campaign is in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveState {
    /// Nothing was changed yet.
    Clean,
    /// A change waits for its half second.
    Pending,
    /// Saved at this time of the day.
    Saved(String),
    /// Saved only as long as the tab is open: the browser gives no storage.
    MemoryOnly,
    /// Not saved, with the browser's words.
    Failed(String),
}

/// How far a long job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Running {
    /// Done so far.
    pub done: u64,
    /// Of how many; 0 while unknown.
    pub total: u64,
}

/// The page's knowledge of the moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// Grows with whatever is told.
    pub revision: u64,
    /// The worker's health.
    pub health: Health,
    /// Whether the engine crashed and the user has not yet read so.
    pub restarted: bool,
    /// Whether the campaign is in the store.
    pub save: SaveState,
    /// The recipient whose letter is shown, by position among the kept.
    pub at: usize,
    /// The last good preview.
    pub preview: Option<Rc<Composed>>,
    /// The newest answer, good or not.
    pub newest: Option<Rc<Composed>>,
    /// The newest review: the message, and what is wrong with the letter. It comes a moment after the preview.
    pub review: Option<Rc<Reviewed>>,
    /// Whether somebody looks at the message's source.
    pub source: bool,
    /// The list.
    pub list: Option<Rc<ListSummary>>,
    /// How far the list is read, while it is.
    pub reading: Option<Running>,
    /// Why the last list could not be read.
    pub list_error: Option<String>,
    /// Grows when the list changes, so that windows of rows are asked for again.
    pub list_revision: u64,
    /// The findings, with the letter's revision that they belong to.
    pub check: Option<(u64, Rc<CheckReport>)>,
    /// How far the check is, while it runs.
    pub checking: Option<Running>,
    /// Grows when the letter's files change.
    pub files_revision: u64,
    /// Something that was done, with a way back where there is one.
    pub toast: Option<Toast>,
}

/// A word about something done.
#[derive(Debug, Clone, PartialEq)]
pub struct Toast {
    /// What was done.
    pub text: String,
    /// What undoes it, where that can be done.
    pub undo: Option<Callback<()>>,
}

/// What may happen.
#[derive(Debug)]
pub enum Told {
    /// The worker's health changed.
    Health(Health),
    /// The user read that the engine restarted.
    Dismiss,
    /// Saving went on.
    Save(SaveState),
    /// Another recipient is to be shown.
    At(usize),
    /// The preview came.
    Composed(Box<Composed>),
    /// What there is to say of the letter came.
    Reviewed(Box<Reviewed>),
    /// Somebody looks at the message's source, or no longer.
    Source(bool),
    /// Reading the list goes on.
    Reading(Running),
    /// The list came.
    List(Box<ListSummary>),
    /// The list could not be read.
    ListFailed(String),
    /// Reading or judging was given up; what was there stays.
    NotReading,
    /// There is no list any more.
    NoList,
    /// The check goes on.
    Checking(Running),
    /// The check is done, for the letter of this revision.
    Checked(u64, Box<CheckReport>),
    /// The check was given up.
    NotChecked,
    /// The letter's files changed.
    Files,
    /// Something was done.
    Toast(Option<Toast>),
}

impl Default for Session {
    fn default() -> Session {
        Session {
            revision: 0,
            health: Health::Loading,
            restarted: false,
            save: SaveState::Clean,
            at: 0,
            preview: None,
            newest: None,
            review: None,
            source: false,
            list: None,
            reading: None,
            list_error: None,
            list_revision: 0,
            check: None,
            checking: None,
            files_revision: 0,
            toast: None,
        }
    }
}

impl Reducible for Session {
    type Action = Told;

    fn reduce(self: Rc<Self>, told: Told) -> Rc<Session> {
        let mut next = (*self).clone();
        next.revision += 1;
        match told {
            Told::Health(health) => {
                next.restarted |= health == Health::Restarting;
                // What ran in the crashed worker runs no more.
                if health != Health::Ready {
                    (next.reading, next.checking) = (None, None);
                }
                next.health = health;
            }
            Told::Dismiss => next.restarted = false,
            Told::Save(save) => next.save = save,
            Told::At(at) => next.at = at,
            Told::Composed(composed) => {
                let composed: Rc<Composed> = Rc::from(composed);
                next.at = composed.recipient.at;
                if composed.good {
                    next.preview = Some(Rc::clone(&composed));
                }
                next.newest = Some(composed);
            }
            Told::Reviewed(review) => next.review = Some(Rc::from(review)),
            Told::Source(source) => next.source = source,
            Told::Reading(running) => (next.reading, next.list_error) = (Some(running), None),
            Told::List(list) => {
                next.list = Some(Rc::from(list));
                next.reading = None;
                next.list_error = None;
                next.list_revision += 1;
                next.check = None;
            }
            Told::ListFailed(reason) => (next.reading, next.list_error) = (None, Some(reason)),
            Told::NotReading => next.reading = None,
            Told::NoList => {
                (next.list, next.reading, next.list_error, next.check) = (None, None, None, None);
                next.at = 0;
                next.list_revision += 1;
            }
            Told::Checking(running) => next.checking = Some(running),
            Told::Checked(revision, report) => {
                next.checking = None;
                next.check = Some((revision, Rc::from(report)));
            }
            Told::NotChecked => next.checking = None,
            Told::Files => {
                next.files_revision += 1;
                next.check = None;
            }
            Told::Toast(toast) => next.toast = toast,
        }
        Rc::new(next)
    }
}

impl Session {
    /// Everything wrong with the letter; nothing before the first review.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        self.review.as_ref().map_or(&[], |review| &review.diagnostics)
    }

    /// How many recipients get a letter; `None` without a list.
    pub fn kept(&self) -> Option<usize> {
        self.list.as_ref().map(|list| list.counts.kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(told: Vec<Told>) -> Rc<Session> {
        told.into_iter().fold(Rc::new(Session::default()), Session::reduce)
    }

    #[test]
    fn a_broken_letter_keeps_the_last_good_preview() {
        let good = Composed { good: true, html: "<p>".into(), ..Composed::default() };
        let broken = Composed::default();
        let session =
            after(vec![Told::Composed(Box::new(good.clone())), Told::Composed(Box::new(broken.clone()))]);
        assert_eq!(session.preview.as_deref(), Some(&good));
        assert_eq!(session.newest.as_deref(), Some(&broken));
    }

    #[test]
    fn a_crash_ends_what_ran_and_is_said_until_it_is_read() {
        let crash = || vec![Told::Reading(Running::default()), Told::Health(Health::Restarting)];
        let session = after(crash());
        assert!(session.restarted && session.reading.is_none());
        let mut read = crash();
        read.extend([Told::Health(Health::Ready), Told::Dismiss]);
        assert!(!after(read).restarted);
    }
}
