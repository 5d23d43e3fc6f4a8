//! A hand-over under way. It lives beside the pages, so that it goes on while the user looks at another one; it is
//! noted before and after every request, and nobody gets the letter twice.

mod post;
mod turn;
mod work;

pub use post::{What, to_oneself};
pub use work::{Phase, Tally};

use super::journal::{self, Head, Line};
use super::silence::Pause;
use crate::platform::lock::alone;
use crate::platform::store::Store;
use crate::platform::{clock, leaving};
use crate::workbench::Workbench;
use relays::Threshold;
use relays::journal::State;
use std::cell::RefCell;
use std::rc::Rc;
use work::Work;
use yew::Callback;
use yew::platform::spawn_local;

/// The page is drawn anew at most this often, in milliseconds.
const DRAWN_MILLIS: f64 = 100.0;
/// The share of refusals among the last answers that stops a run.
const STOP_AT: f64 = 0.2;
/// The name of the lock that keeps two tabs from handing over at once.
const LOCK: &str = "postroom-hand-over";
/// Browsers open no more connections to one server than this.
const MOST_AT_ONCE: usize = 6;

/// A hand-over.
pub struct Run {
    /// What is handed over.
    pub head: Head,
    work: RefCell<Work>,
    listener: RefCell<Callback<()>>,
}

thread_local! {
    static CURRENT: RefCell<Option<Rc<Run>>> = const { RefCell::new(None) };
}

/// The run that was begun or opened last.
pub fn current() -> Option<Rc<Run>> {
    CURRENT.with_borrow(Clone::clone)
}

/// Opens the run that the store holds.
pub async fn reopen(store: &Store) -> Option<Rc<Run>> {
    let (head, lines) = journal::open(store).await?;
    if let Some(run) = current() {
        return Some(run);
    }
    Some(keep(head, lines))
}

/// Begins a new run.
///
/// # Errors
/// The journal can't be written: then nothing is sent.
pub async fn begin(store: &Store, head: Head) -> Result<Rc<Run>, String> {
    journal::begin(store, &head).await?;
    Ok(keep(head, Vec::new()))
}

fn keep(head: Head, lines: Vec<Line>) -> Rc<Run> {
    let work = Work::new(lines, head.total);
    let run = Rc::new(Run { head, work: RefCell::new(work), listener: RefCell::default() });
    CURRENT.set(Some(Rc::clone(&run)));
    run
}

impl Run {
    /// Who is told when there is something new to draw.
    pub fn listen(&self, listener: Callback<()>) {
        self.listener.replace(listener);
    }

    /// How far it is.
    pub fn tally(&self) -> Tally {
        self.work.borrow().tally()
    }

    /// Looks at the lines.
    pub fn with_lines<T>(&self, look: impl FnOnce(&[Line]) -> T) -> T {
        look(&self.work.borrow().lines)
    }

    /// Lets no more letters out.
    pub fn halt(&self) {
        self.rest(None);
    }

    fn rest(&self, note: Option<Pause>) {
        {
            let mut work = self.work.borrow_mut();
            if work.phase == Phase::Running {
                // Between two rounds nothing is out that could still come back.
                work.phase = if work.out == 0 { Phase::Resting } else { Phase::Halting };
                if work.out == 0 {
                    (work.guard, work.alone) = (None, None);
                }
            }
            if note.is_some() {
                work.note = note;
            }
        }
        self.draw(true);
    }

    /// Goes on from the first letter that has no answer yet.
    pub fn go_on(self: &Rc<Self>, bench: &Workbench) {
        let bench = bench.clone();
        let run = Rc::clone(self);
        self.alone(bench.clone(), move |store| run.round(&bench, &store));
    }

    /// Sends letters once more on the user's word: refused ones, and those whose answer was lost. `wanted` picks them.
    pub fn again(self: &Rc<Self>, bench: &Workbench, wanted: impl Fn(&Line) -> bool + 'static) {
        let bench = bench.clone();
        let run = Rc::clone(self);
        self.alone(bench.clone(), move |store| {
            spawn_local(async move {
                let places = run.work.borrow_mut().queue_again(wanted);
                match run.note(&store, &places).await {
                    Ok(()) => run.round(&bench, &store),
                    Err(why) => run.rest(Some(why)),
                }
            });
        });
    }

    /// Takes the lock that keeps other tabs from handing over, reads what they wrote, and begins.
    fn alone(self: &Rc<Self>, bench: Workbench, begin: impl FnOnce(Store) + 'static) {
        let Some(store) = bench.open_store() else { return };
        {
            let mut work = self.work.borrow_mut();
            if matches!(work.phase, Phase::Running | Phase::Halting) {
                return;
            }
            work.phase = Phase::Running;
            work.note = None;
            (work.tries, work.threshold) = (0, Some(Threshold::new(STOP_AT)));
        }
        self.draw(true);
        let run = Rc::clone(self);
        spawn_local(async move {
            let Some(alone) = alone(LOCK).await else {
                return run.rest(Some(Pause {
                    why: "another tab is handing letters over".into(),
                    todo: "Look there; this one goes on when that one is done or closed".into(),
                }));
            };
            // Another tab may have gone on with this very journal.
            if let Some((head, lines)) = journal::open(&store).await {
                if head.seed != run.head.seed {
                    return run.rest(Some("another hand-over was begun in another tab".into()));
                }
                run.work.borrow_mut().relearn(lines);
            }
            {
                let mut work = run.work.borrow_mut();
                if work.phase != Phase::Running {
                    return;
                }
                work.alone = Some(alone);
                work.guard = Some(leaving::asks("letters are going out"));
            }
            begin(store);
        });
    }

    /// Goes through all letters once.
    fn round(self: &Rc<Self>, bench: &Workbench, store: &Store) {
        let wished = self.head.at_once as usize;
        let at_once = self.head.target.at_once.min(if wished == 0 { MOST_AT_ONCE } else { wished });
        let at_once = at_once.clamp(1, MOST_AT_ONCE);
        {
            let mut work = self.work.borrow_mut();
            work.begin_round(bench.session.kept(), at_once, clock::now_millis());
        }
        for _ in 0..at_once {
            let (run, bench, store) = (Rc::clone(self), bench.clone(), store.clone());
            spawn_local(async move {
                loop {
                    let at = run.work.borrow_mut().take(run.head.target.letters);
                    if at.is_empty() {
                        break;
                    }
                    if let Err(why) = run.turn(&bench, &store, at).await {
                        run.rest(Some(why));
                    }
                }
                run.leave(&bench, &store);
            });
        }
        self.draw(true);
    }

    fn leave(self: &Rc<Self>, bench: &Workbench, store: &Store) {
        let again = {
            let mut work = self.work.borrow_mut();
            work.out -= 1;
            if work.out > 0 {
                return;
            }
            let wait = (work.phase == Phase::Running).then(|| work.wait(clock::seed())).flatten();
            if wait.is_none() {
                (work.guard, work.alone) = (None, None);
                work.phase = if work.phase == Phase::Running { Phase::Done } else { Phase::Resting };
            }
            wait
        };
        if let Some(millis) = again {
            let (run, bench, store) = (Rc::clone(self), bench.clone(), store.clone());
            spawn_local(async move {
                clock::pause(millis).await;
                if run.work.borrow().phase == Phase::Running {
                    run.round(&bench, &store);
                }
            });
        }
        self.draw(true);
    }

    /// Writes lines into the journal.
    async fn note(&self, store: &Store, places: &[usize]) -> Result<(), Pause> {
        let chunks = journal::chunks(&self.work.borrow().lines, places);
        for chunk in chunks {
            let written = journal::note(store, chunk).await;
            written.map_err(|why| Pause::from(["the journal can't be written: ", &why].concat()))?;
        }
        Ok(())
    }

    fn draw(&self, now: bool) {
        let millis = clock::now_millis();
        {
            let mut work = self.work.borrow_mut();
            if !now && millis - work.drawn < DRAWN_MILLIS {
                return;
            }
            work.drawn = millis;
        }
        let listener = self.listener.borrow().clone();
        listener.emit(());
    }
}

/// Whether a letter may be sent again on the user's word alone.
pub fn may_go_again(state: Option<State>) -> bool {
    matches!(state, Some(State::Refused | State::Unknown))
}
