//! What a run knows: its lines, whose turn it is, and how far it came.

use super::super::journal::Line;
use super::super::silence::Pause;
use super::may_go_again;
use crate::platform::clock;
use crate::platform::lock::Alone;
use engine::protocol::MessageHead;
use gloo::events::EventListener;
use relays::journal::{Entry, State};
use relays::{Stage, Threshold, pause};
use std::collections::{HashMap, VecDeque};

/// What was put off is tried so often before a person has to say so.
const TRIES: u32 = 5;
/// The longest wait for what was put off, in milliseconds.
const PATIENCE_MILLIS: u64 = 300_000;
/// Letters that are merged for one request at most: the engine has other work between.
const GROUP: usize = 500;

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
    pub note: Option<Pause>,
}

/// The work.
#[derive(Default)]
pub struct Work {
    /// The journal's lines.
    pub lines: Vec<Line>,
    by_key: HashMap<String, usize>,
    /// How it is.
    pub phase: Phase,
    next: usize,
    /// Positions that were taken and not used.
    back: VecDeque<usize>,
    /// How many letters there are.
    pub total: usize,
    /// How many work at it.
    pub out: usize,
    /// Why it rests.
    pub note: Option<Pause>,
    began: f64,
    done_before: usize,
    /// When it was drawn last.
    pub drawn: f64,
    /// When the next request may go, in milliseconds since 1970.
    pub free_at: f64,
    /// How often what was put off was waited for.
    pub tries: u32,
    /// Counts refusals.
    pub threshold: Option<Threshold>,
    /// The lock across tabs.
    pub alone: Option<Alone>,
    /// Warns before the tab is closed.
    pub guard: Option<EventListener>,
    /// Where hand-overs to this relay begin, once one learned it.
    pub known: Option<Stage>,
}

impl Work {
    /// The work on a journal.
    pub fn new(lines: Vec<Line>, total: usize) -> Work {
        let phase = if lines.len() >= total { Phase::Done } else { Phase::Resting };
        let mut work = Work { total, phase, ..Work::default() };
        work.relearn(lines);
        work
    }

    /// Takes the lines of the store for its own.
    pub fn relearn(&mut self, lines: Vec<Line>) {
        let key = |(at, line): (usize, &Line)| Some((line.entry.as_ref()?.key.clone(), at));
        self.by_key = lines.iter().enumerate().filter_map(key).collect();
        self.lines = lines;
    }

    /// How far it is.
    pub fn tally(&self) -> Tally {
        let mut counts = [0; 5];
        for line in &self.lines {
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
        let seconds = (clock::now_millis() - self.began) / 1000.0;
        let rate = if self.phase == Phase::Running && seconds > 0.5 {
            done.saturating_sub(self.done_before) as f64 / seconds
        } else {
            0.0
        };
        Tally { phase: self.phase, done, total: self.total, counts, rate, note: self.note.clone() }
    }

    /// Begins with the first letter. `kept` is how many there are now.
    pub fn begin_round(&mut self, kept: Option<usize>, at_once: usize, now: f64) {
        (self.done_before, self.began) = (self.tally().done, now);
        (self.next, self.out) = (0, at_once);
        self.back.clear();
        self.total = kept.unwrap_or(self.total);
    }

    /// The positions whose turn it is, as many as go into one request; none where there are no more, or it rests.
    pub fn take(&mut self, letters: usize) -> Vec<usize> {
        if self.phase != Phase::Running {
            return Vec::new();
        }
        let most = letters.clamp(1, GROUP);
        let back = self.back.len().min(most);
        let mut taken: Vec<usize> = self.back.drain(..back).collect();
        let fresh = (self.total - self.next.min(self.total)).min(most - taken.len());
        taken.extend(self.next..self.next + fresh);
        self.next += fresh;
        taken
    }

    /// Gives positions back that found no room in a request.
    pub fn give_back(&mut self, at: impl IntoIterator<Item = usize>) {
        self.back.extend(at);
    }

    /// Whether the letter may be sent now. `knows_key`: its relay may be asked again for one whose answer was lost.
    pub fn may_go(&self, key: &str, knows_key: bool) -> bool {
        let line = self.by_key.get(key).and_then(|place| self.lines.get(*place));
        line.is_none_or(|line| line.state().is_some_and(|state| state.may_send(knows_key)))
    }

    /// Enters a message as sent; its place.
    ///
    /// # Errors
    /// It had its turn: see [`Work::may_go`].
    pub fn enter(&mut self, head: &MessageHead) -> Result<usize, String> {
        let key = &head.idempotency_key;
        let place = match self.by_key.get(key) {
            Some(place) => *place,
            None => {
                self.lines.push(Line {
                    row: head.row,
                    to: head.envelope_to.clone(),
                    entry: Some(Entry::queued(key)),
                    title: String::new(),
                    gone: false,
                });
                let place = self.lines.len() - 1;
                self.by_key.insert(key.clone(), place);
                place
            }
        };
        let entry = self.lines.get_mut(place).and_then(|line| line.entry.as_mut());
        let entry = entry.ok_or("the journal has no such line")?;
        let steps: &[State] =
            if entry.state() == State::Unknown { &[State::Queued, State::Sent] } else { &[State::Sent] };
        for step in steps {
            entry.step(*step).map_err(|unlawful| unlawful.to_string())?;
        }
        Ok(place)
    }

    /// Enters a recipient for whom no message could be made; its place, where that is new.
    pub fn enter_failed(&mut self, head: MessageHead) -> Option<usize> {
        let (row, to) = (head.row, head.envelope_to);
        if self.lines.iter().any(|line| line.entry.is_none() && line.row == row) {
            return None;
        }
        let title = head.failed.map_or_else(|| "no message could be made".into(), |failed| failed.message);
        self.lines.push(Line { row, to, entry: None, title, gone: false });
        Some(self.lines.len() - 1)
    }

    /// Queues letters again on the user's word; their places.
    pub fn queue_again(&mut self, wanted: impl Fn(&Line) -> bool) -> Vec<usize> {
        let mut places = Vec::new();
        for (place, line) in self.lines.iter_mut().enumerate() {
            if may_go_again(line.state()) && wanted(line) {
                // From both states this step is lawful.
                if line.entry.as_mut().is_some_and(|entry| entry.step(State::Queued).is_ok()) {
                    places.push(place);
                }
            }
        }
        places
    }

    /// How long to wait before what was put off is tried again, in milliseconds; `None` where a person has to say so.
    pub fn wait(&mut self, dice: u64) -> Option<u32> {
        let later = |line: &&Line| line.state() == Some(State::Later);
        let asked = self.lines.iter().filter(later);
        let asked = asked.map(|line| line.entry.as_ref().and_then(|entry| entry.after_secs)).max()?;
        self.tries += 1;
        let millis = pause(self.tries + 1, asked, dice);
        (self.tries < TRIES && millis <= PATIENCE_MILLIS).then(|| u32::try_from(millis).unwrap_or(u32::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(key: &str) -> MessageHead {
        MessageHead {
            idempotency_key: key.into(),
            envelope_to: format!("{key}@example.test"),
            ..MessageHead::default()
        }
    }

    fn running(total: usize) -> Work {
        Work { phase: Phase::Running, total, ..Work::default() }
    }

    #[test]
    fn every_position_has_its_turn_once() {
        let mut work = running(7);
        assert_eq!(work.take(3), [0, 1, 2]);
        work.give_back([2]);
        assert_eq!(work.take(3), [2, 3, 4]);
        assert_eq!((work.take(1), work.take(9), work.take(1)), (vec![5], vec![6], vec![]));
        work.phase = Phase::Halting;
        work.give_back([1]);
        assert!(work.take(1).is_empty());
    }

    #[test]
    fn what_had_its_turn_goes_no_more() {
        let mut work = running(2);
        assert!(work.may_go("a", false));
        let place = work.enter(&head("a")).unwrap();
        assert!(!work.may_go("a", true) && work.enter(&head("a")).is_err());
        work.lines[place].entry.as_mut().unwrap().step(State::Unknown).unwrap();
        assert!(work.may_go("a", true) && !work.may_go("a", false));
        assert_eq!(work.queue_again(|_| true), [0]);
        assert!(work.may_go("a", false));
        assert_eq!(work.enter(&head("a")).unwrap(), 0);
    }

    #[test]
    fn a_recipient_without_a_message_is_told_once() {
        let mut work = running(1);
        assert_eq!((work.enter_failed(head("a")), work.enter_failed(head("a"))), (Some(0), None));
    }
}
