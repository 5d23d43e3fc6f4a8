//! Work that is longer than a moment, in steps. One job a file.

pub mod check;
pub mod count;
pub mod export;
pub mod files;
pub mod judge;
pub mod read_list;
pub mod tour;
pub mod verify;

use crate::desk::Desk;
use crate::protocol::Event;

/// Events of a step, each with the bytes beside it.
pub type Events = Vec<(Event, Option<Vec<u8>>)>;

/// How a step ended.
pub enum Turn {
    /// There is more to do.
    More(Events),
    /// There is nothing to do until [`Job::feed`] brings more.
    Waits(Events),
    /// The last step: the last event answers the request.
    Done(Events),
}

/// A long piece of work.
pub trait Job {
    /// Works for about a millisecond.
    fn step(&mut self, desk: &mut Desk) -> Turn;

    /// Ends an export early, so that all of it has room in so many bytes; how many bytes of what it said so far count.
    /// `None` where that can't be done.
    fn end_within(&mut self, _room: u64) -> Option<u64> {
        None
    }

    /// Takes the next octets of the file that the job reads, and whether they are the last.
    fn feed(&mut self, _piece: &[u8], _last: bool) {}
}

/// Says how far a job is, but only when the hundredth part changed: the page needs no more, and each message costs.
#[derive(Default)]
pub struct Pace {
    said: Option<u64>,
}

impl Pace {
    /// The event, if it is time for one.
    pub fn say(&mut self, done: u64, total: u64) -> Events {
        let part = done * 100 / total.max(1);
        if self.said == Some(part) {
            return Vec::new();
        }
        self.said = Some(part);
        vec![(Event::Progress { done, total }, None)]
    }
}
