//! A hand-over under way. It lives beside the pages, so that it goes on while the user looks at another one; it is
//! noted before and after every request, and nobody gets the letter twice.

use super::journal::{self, Head, Line};
use crate::platform::lock::{Alone, alone};
use crate::platform::store::Store;
use crate::platform::{clock, relay_http};
use crate::workbench::Workbench;
use engine::protocol::{Event as Told, MessageHead, Outcome, Request};
use gloo::events::{EventListener, EventListenerOptions};
use js_sys::Uint8Array;
use relays::journal::{Entry, State};
use relays::wire::{FROM_HEADER, KEY_HEADER, MESSAGES, TO_HEADER};
use relays::{Answer, Threshold, encode_address, pause};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::BeforeUnloadEvent;
use yew::Callback;
use yew::platform::spawn_local;

/// Requests that are out at a time.
const AT_ONCE: usize = 4;
/// The page is drawn anew at most this often, in milliseconds.
const DRAWN_MILLIS: f64 = 100.0;

/// The share of refusals among the last answers that stops a run.
const STOP_AT: f64 = 0.2;
/// What was put off is tried so often before a person has to say so.
const TRIES: u32 = 5;
/// The longest wait for what was put off, in milliseconds.
const PATIENCE_MILLIS: u64 = 300_000;
/// The name of the lock that keeps two tabs from handing over at once.
const LOCK: &str = "postroom-hand-over";

/// How a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Phase {
    /// It goes on when the user says so.
    #[default]
    Resting,
    /// Letters go out.
    Running,
    /// No more letters go out; answers are waited for.
    Halting,
    /// Every letter had its turn.
    Done,
}

/// A hand-over.
pub struct Run {
    /// What is handed over.
    pub head: Head,
    work: RefCell<Work>,
    listener: RefCell<Callback<()>>,
}

#[derive(Default)]
struct Work {
    lines: Vec<Line>,
    by_key: HashMap<String, usize>,
    phase: Phase,
    next: usize,
    total: usize,
    out: usize,
    note: Option<String>,
    began: f64,
    done_before: usize,
    drawn: f64,
    /// When the next letter may go, in milliseconds since 1970.
    free_at: f64,
    tries: u32,
    threshold: Option<Threshold>,
    alone: Option<Alone>,
    // Warns before the tab is closed.
    guard: Option<EventListener>,
}

/// How far a run is, for drawing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tally {
    /// How it is.
    pub phase: Phase,
    /// Messages with an answer.
    pub done: usize,
    /// How many there are.
    pub total: usize,
    /// Accepted, refused, later, unknown, and those of which no message could be made.
    pub counts: [usize; 5],
    /// Messages a second.
    pub rate: f64,
    /// Why it rests, where that was not the user's wish.
    pub note: Option<String>,
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
    let key = |(at, line): (usize, &Line)| Some((line.entry.as_ref()?.key.clone(), at));
    let by_key = lines.iter().enumerate().filter_map(key).collect();
    let phase = if lines.len() >= head.total { Phase::Done } else { Phase::Resting };
    let work = Work { by_key, total: head.total, phase, lines, ..Work::default() };
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
        let work = self.work.borrow();
        let mut counts = [0; 5];
        for line in &work.lines {
            let place = match line.state() {
                Some(State::Accepted) => 0,
                Some(State::Refused) => 1,
                Some(State::Later) => 2,
                Some(State::Unknown) => 3,
                None => 4,
                Some(State::Queued | State::Sent) => continue,
            };
            counts[place] += 1;
        }
        let done = counts.iter().sum::<usize>();
        let seconds = (clock::now_millis() - work.began) / 1000.0;
        let rate = if work.phase == Phase::Running && seconds > 0.5 {
            done.saturating_sub(work.done_before) as f64 / seconds
        } else {
            0.0
        };
        Tally { phase: work.phase, done, total: work.total, counts, rate, note: work.note.clone() }
    }

    /// Looks at the lines.
    pub fn with_lines<T>(&self, look: impl FnOnce(&[Line]) -> T) -> T {
        look(&self.work.borrow().lines)
    }

    /// Lets no more letters out.
    pub fn halt(&self) {
        self.rest(None);
    }

    fn rest(&self, note: Option<String>) {
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
        let (run, bench) = (Rc::clone(self), bench.clone());
        spawn_local(async move {
            let Some(alone) = alone(LOCK).await else {
                return run.rest(Some("another tab is handing letters over".into()));
            };
            // Another tab may have gone on with this very journal.
            if let Some((head, lines)) = journal::open(&store).await {
                if head.seed != run.head.seed {
                    return run.rest(Some("another hand-over was begun in another tab".into()));
                }
                run.relearn(lines);
            }
            {
                let mut work = run.work.borrow_mut();
                if work.phase != Phase::Running {
                    return;
                }
                work.alone = Some(alone);
                work.guard = Some(guard());
            }
            run.round(&bench, &store);
        });
    }

    /// Takes the lines of the store for its own.
    fn relearn(&self, lines: Vec<Line>) {
        let mut work = self.work.borrow_mut();
        let key = |(at, line): (usize, &Line)| Some((line.entry.as_ref()?.key.clone(), at));
        work.by_key = lines.iter().enumerate().filter_map(key).collect();
        work.lines = lines;
    }

    /// Goes through all letters once.
    fn round(self: &Rc<Self>, bench: &Workbench, store: &Store) {
        let done = self.tally().done;
        {
            let mut work = self.work.borrow_mut();
            work.next = 0;
            work.total = bench.session.kept().unwrap_or(work.total);
            work.out = AT_ONCE;
            work.began = clock::now_millis();
            work.done_before = done;
        }
        for _ in 0..AT_ONCE {
            let (run, bench, store) = (Rc::clone(self), bench.clone(), store.clone());
            spawn_local(async move {
                while let Some(at) = run.take() {
                    if let Err(why) = run.hand_over(&bench, &store, at).await {
                        run.rest(Some(why));
                    }
                }
                run.leave(&bench, &store);
            });
        }
        self.draw(true);
    }

    fn take(&self) -> Option<usize> {
        let mut work = self.work.borrow_mut();
        let at = work.next;
        (work.phase == Phase::Running && at < work.total).then(|| {
            work.next += 1;
            at
        })
    }

    fn leave(self: &Rc<Self>, bench: &Workbench, store: &Store) {
        let again = {
            let mut work = self.work.borrow_mut();
            work.out -= 1;
            if work.out > 0 {
                return;
            }
            let wait = (work.phase == Phase::Running).then(|| work.wait()).flatten();
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

    /// Waits for the user's own rate.
    async fn paced(&self) {
        if self.head.rate == 0 {
            return;
        }
        let now = clock::now_millis();
        let wait = {
            let mut work = self.work.borrow_mut();
            // A clock that was set back makes nobody wait for hours.
            let free_at = if work.free_at > now + 60_000.0 { now } else { work.free_at.max(now) };
            work.free_at = free_at + 1_000.0 / f64::from(self.head.rate);
            free_at - now
        };
        if wait >= 1.0 {
            clock::pause(wait as u32).await;
        }
    }

    /// One letter. An error stops the run; what the relay says of the letter is none.
    async fn hand_over(&self, bench: &Workbench, store: &Store, at: usize) -> Result<(), String> {
        let Head { letter, now, seed, .. } = self.head.clone();
        let request = Request::Message { letter, at, now, seed };
        let (head, bytes) = match bench.engine.last(&request, None, None, Callback::noop()).await? {
            (Told::Message(head), bytes) => (head, bytes),
            _ => return Err("the engine gave no message".into()),
        };
        if head.of != self.work.borrow().total {
            return Err("the list changed while letters went out".into());
        }
        let (Some(bytes), None) = (bytes, &head.failed) else { return self.failed(store, *head).await };
        let Some(place) = self.enter(&head)? else { return Ok(()) };
        self.note(store, place).await?;
        self.paced().await;
        let Posted { answer, title, gone, lost } = send(bench, &head, &bytes).await;
        let refused = matches!(answer, Answer::Refused { .. });
        let too_many = {
            let mut work = self.work.borrow_mut();
            if let Some(line) = work.lines.get_mut(place) {
                (line.title, line.gone) = (title, gone);
                if let Some(entry) = &mut line.entry {
                    entry.answer(&answer).map_err(|unlawful| unlawful.to_string())?;
                }
            }
            work.threshold.as_mut().is_some_and(|threshold| threshold.count(refused))
        };
        self.note(store, place).await?;
        self.draw(false);
        if too_many {
            return Err("more than one in five of the last letters was refused".into());
        }
        if lost { Err("the relay gave no answer".into()) } else { Ok(()) }
    }

    /// Enters a message into the journal as sent; `None` where it had its turn.
    fn enter(&self, head: &MessageHead) -> Result<Option<usize>, String> {
        let mut work = self.work.borrow_mut();
        let key = &head.idempotency_key;
        let place = match work.by_key.get(key) {
            Some(place) => *place,
            None => {
                let line = Line {
                    row: head.row,
                    to: head.envelope_to.clone(),
                    entry: Some(Entry::queued(key)),
                    title: String::new(),
                    gone: false,
                };
                work.lines.push(line);
                let place = work.lines.len() - 1;
                work.by_key.insert(key.clone(), place);
                place
            }
        };
        let Some(entry) = work.lines.get_mut(place).and_then(|line| line.entry.as_mut()) else {
            return Ok(None);
        };
        // Our relay knows its keys: a letter whose answer was lost may be asked for again.
        if !entry.state().may_send(true) {
            return Ok(None);
        }
        let steps: &[State] =
            if entry.state() == State::Unknown { &[State::Queued, State::Sent] } else { &[State::Sent] };
        for step in steps {
            entry.step(*step).map_err(|unlawful| unlawful.to_string())?;
        }
        Ok(Some(place))
    }

    async fn failed(&self, store: &Store, head: MessageHead) -> Result<(), String> {
        let place = {
            let mut work = self.work.borrow_mut();
            let (row, to) = (head.row, head.envelope_to);
            if work.lines.iter().any(|line| line.entry.is_none() && line.row == row) {
                return Ok(());
            }
            let title =
                head.failed.map_or_else(|| "no message could be made".into(), |failed| failed.message);
            work.lines.push(Line { row, to, entry: None, title, gone: false });
            work.lines.len() - 1
        };
        self.note(store, place).await?;
        self.draw(false);
        Ok(())
    }

    async fn note(&self, store: &Store, place: usize) -> Result<(), String> {
        let chunk = journal::chunk(&self.work.borrow().lines, place);
        journal::note(store, chunk).await.map_err(|why| ["the journal can't be written: ", &why].concat())
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

impl Work {
    /// How long to wait before what was put off is tried again, in milliseconds; `None` where a person has to say so.
    fn wait(&mut self) -> Option<u32> {
        let later = |line: &&Line| line.state() == Some(State::Later);
        let asked = self
            .lines
            .iter()
            .filter(later)
            .map(|line| line.entry.as_ref().and_then(|e| e.after_secs))
            .max()?;
        self.tries += 1;
        let millis = pause(self.tries + 1, asked, clock::seed());
        (self.tries < TRIES && millis <= PATIENCE_MILLIS).then(|| u32::try_from(millis).unwrap_or(u32::MAX))
    }
}

/// What came of a posted message.
pub(super) struct Posted {
    /// The answer.
    pub answer: Answer,
    /// What a refusal means.
    pub title: String,
    /// Whether the address should get nothing more.
    pub gone: bool,
    /// Whether no answer came at all.
    pub lost: bool,
}

/// Posts one message and reads what became of it.
pub(super) async fn send(bench: &Workbench, head: &MessageHead, bytes: &Uint8Array) -> Posted {
    let (from, to) = (encode_address(&head.envelope_from), encode_address(&head.envelope_to));
    let headers = [
        ("Content-Type", "message/rfc822"),
        (KEY_HEADER, head.idempotency_key.as_str()),
        (FROM_HEADER, from.as_str()),
        (TO_HEADER, to.as_str()),
    ];
    let (status, body) = match relay_http::send("POST", MESSAGES, &headers, Some(bytes)).await {
        Ok(answer) => (Some(answer.status), answer.body),
        Err(words) => (None, words),
    };
    let lost = status.is_none();
    let request = Request::ReadAnswer { status, body };
    let unknown = |reply: String| (Answer::Unknown { reply }, String::new(), false);
    let (answer, title, gone) = match bench.engine.last(&request, None, None, Callback::noop()).await {
        Ok((Told::Outcome(outcome), _)) => match outcome {
            Outcome::Accepted { id, reply } => (Answer::Accepted { id, reply }, String::new(), false),
            Outcome::Refused { reply, title, gone, .. } => (Answer::Refused { reply }, title, gone),
            Outcome::Later { after_secs, reply } => {
                (Answer::Later { after_secs, reply }, String::new(), false)
            }
            Outcome::Unknown { reply } => unknown(reply),
        },
        Ok(_) => unknown("the answer could not be read".into()),
        Err(reply) => unknown(reply),
    };
    Posted { answer, title, gone, lost }
}

/// Asks before the tab is closed.
fn guard() -> EventListener {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&gloo::utils::window(), "beforeunload", options, |event| {
        event.prevent_default();
        if let Some(event) = event.dyn_ref::<BeforeUnloadEvent>() {
            event.set_return_value("letters are going out");
        }
    })
}
