//! The workbench: the campaign, the session, the engine and the store, tied together. Pages ask it for what they show
//! and tell it what the user did; it alone talks to the engine about the letter and the list.

use crate::aside::Aside;
use crate::engine::{EngineClient, Health, Lane};
use crate::platform::store::Store;
use crate::platform::{clock, measure};
use crate::state::campaign::{Action, Campaign};
use crate::state::session::{Running, Session, Toast, Told};
use compose::Letter;
use engine::protocol::{Event, Request};
use std::cell::RefCell;
use std::rc::Rc;
use yew::platform::spawn_local;
use yew::{Callback, Html, UseReducerHandle};

/// A handle on everything shared. Cloning it is cheap; a new one is made whenever campaign or session change.
#[derive(Clone)]
pub struct Workbench {
    /// What is saved.
    pub campaign: UseReducerHandle<Campaign>,
    /// What is true while the tab is open.
    pub session: UseReducerHandle<Session>,
    /// The engine.
    pub engine: EngineClient,
    /// The store, once it is open.
    pub store: Rc<RefCell<Option<Store>>>,
    /// What stands beside the letter, once it is fetched.
    pub aside: Beside,
    /// The letter whose preview was asked for as it was typed.
    pub asked: Asked,
    /// The campaign's revision and the session's when this handle was made; what a handle of Yew's shows may be newer.
    pub revisions: (u64, u64),
    /// The images among the letter's files: names, and addresses under which this tab shows them. The session's
    /// `files_revision` grows when they change.
    pub pictures: Rc<RefCell<Vec<(String, String)>>>,
}

impl PartialEq for Workbench {
    /// Revisions tell two states apart; comparing letters and lists would cost a key press more.
    fn eq(&self, other: &Workbench) -> bool {
        self.revisions == other.revisions
            && self.engine == other.engine
            && Rc::ptr_eq(&self.store, &other.store)
            && self.aside == other.aside
            && self.asked == other.asked
    }
}

/// A letter whose preview was asked for before the page took it, and the list's revision then.
#[derive(Clone, Default)]
pub struct Asked(Rc<RefCell<AskedFor>>);

type AskedFor = Option<(Rc<Letter>, u64)>;

impl PartialEq for Asked {
    fn eq(&self, other: &Asked) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// What stands beside the letter, or nothing until it is fetched.
#[derive(Clone, Copy)]
pub struct Beside(pub Option<&'static Aside>);

impl PartialEq for Beside {
    fn eq(&self, other: &Beside) -> bool {
        // There is one; it can only come.
        self.0.is_some() == other.0.is_some()
    }
}

impl Beside {
    /// Draws a part of it, or nothing yet.
    pub fn draw(self, draw: impl FnOnce(&Aside) -> Html) -> Html {
        self.0.map(draw).unwrap_or_default()
    }
}

impl Workbench {
    /// The letter.
    pub fn letter(&self) -> Rc<Letter> {
        Rc::clone(&self.campaign.saved.letter)
    }

    /// Changes the letter in a field.
    pub fn edit(&self, field: &'static str, change: impl FnOnce(&mut Letter)) {
        let mut letter = (*self.campaign.saved.letter).clone();
        change(&mut letter);
        let letter = Rc::new(letter);
        // The engine is at work while the page takes the letter.
        if self.campaign.loaded && self.engine_is_ready() {
            self.ask_preview(&letter, self.session.at, self.session.source);
            self.asked.0.replace(Some((Rc::clone(&letter), self.session.list_revision)));
        }
        self.campaign.dispatch(Action::Edit(letter, field, clock::now_millis()));
    }

    /// Asks for the preview of the letter as it stands, for the recipient at a position.
    pub fn compose(&self, at: usize) {
        self.ask_preview(&self.letter(), at, self.session.source);
    }

    /// Asks for it after a change of the letter or the list, unless [`Workbench::edit`] did.
    pub fn compose_changed(&self) {
        let asked = self.asked.0.take();
        if !asked.is_some_and(|(letter, list)| {
            Rc::ptr_eq(&letter, &self.campaign.saved.letter) && list == self.session.list_revision
        }) {
            self.compose(self.session.at);
        }
    }

    /// Shows or hides the message's source.
    pub fn show_source(&self, source: bool) {
        if source != self.session.source {
            self.session.dispatch(Told::Source(source));
            if source {
                self.ask_preview(&self.letter(), self.session.at, source);
            }
        }
    }

    fn ask_preview(&self, letter: &Letter, at: usize, source: bool) {
        let session = self.session.dispatcher();
        let letter = letter.clone();
        let request = Request::Compose { letter, at, now: clock::now_secs(), source };
        self.engine.ask(
            request,
            None,
            Some(Lane::Compose),
            Callback::from(move |(event, _)| match event {
                Event::Composed(composed) => {
                    measure::composed();
                    session.dispatch(Told::Composed(composed));
                }
                Event::Reviewed(review) => session.dispatch(Told::Reviewed(review)),
                _ => (),
            }),
        );
    }

    /// Shows another recipient.
    pub fn show(&self, at: usize) {
        self.session.dispatch(Told::At(at));
        self.compose(at);
    }

    /// Says what was done.
    pub fn say(&self, text: String) {
        self.session.dispatch(Told::Toast(Some(Toast { text, undo: None })));
    }

    /// Takes a toast away whose Undo would come to another letter.
    pub fn close_toast(&self) {
        self.session.dispatch(Told::Toast(None));
    }

    /// Says what was done, and undoes it if the user wants so.
    pub fn say_with_undo(&self, text: String, undo: impl Fn(&Workbench) + 'static) {
        let this = self.clone();
        let undo = Callback::from(move |()| undo(&this));
        self.session.dispatch(Told::Toast(Some(Toast { text, undo: Some(undo) })));
    }

    /// Starts the check of every merged letter.
    pub fn check(&self) {
        let (session, revision) = (self.session.clone(), self.campaign.letter_revision);
        session.dispatch(Told::Checking(Running::default()));
        let request = Request::Check { letter: (*self.letter()).clone(), now: clock::now_secs() };
        self.engine.ask(
            request,
            None,
            Some(Lane::Check),
            Callback::from(move |(event, _)| match event {
                Event::Checked(report) => session.dispatch(Told::Checked(revision, report)),
                Event::Progress { done, total } => session.dispatch(Told::Checking(Running { done, total })),
                _ => session.dispatch(Told::NotChecked),
            }),
        );
    }

    /// Gives up what runs in a lane.
    pub fn cancel(&self, lane: Lane) {
        if let Some(id) = self.engine.newest(lane) {
            self.engine.cancel(id);
        }
    }

    /// After the worker came up: everything it must know again.
    pub fn brief_engine(&self) {
        let this = self.clone();
        spawn_local(async move {
            // A list that was read asks for the preview by itself.
            if !this.brief_list().await {
                this.compose(this.session.at);
            }
        });
    }

    /// Has the list of the campaign read again and its repairs made; false where there is none.
    async fn brief_list(&self) -> bool {
        let saved = &self.campaign.saved;
        let Some(name) = saved.list_name.clone() else { return false };
        let Some(blob) = self.list_blob().await else {
            self.session.dispatch(Told::ListFailed("The list is no longer in this browser".into()));
            return false;
        };
        let read = self.read_list(name, &blob, saved.read_options.clone(), saved.mapping.clone()).await;
        if read {
            // The engine makes each change at once and judges after the last.
            for change in saved.changes.clone() {
                self.judge(Request::ChangeList(change));
            }
        }
        read
    }

    /// Whether the engine can be asked now.
    pub fn engine_is_ready(&self) -> bool {
        self.session.health == Health::Ready
    }
}
