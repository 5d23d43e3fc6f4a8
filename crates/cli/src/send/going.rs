//! The requests on their way: a few at once, tried again where the relay asks to come back, stopped where too much is
//! refused.

use super::feed::{Feed, Group};
use super::line;
use super::pace::Pace;
use super::tally::Tally;
use crate::fail::{Ended, Fail};
use crate::output::Output;
use crate::relay::{HandedOver, Relay};
use relays::{Threshold, pause};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::task::JoinSet;
use tokio::time::Instant;

/// A letter is tried so often in one run.
const ATTEMPTS: u32 = 6;

/// How fast and how long.
#[derive(Debug)]
pub struct Limits {
    /// Requests that are out at a time.
    pub at_once: usize,
    /// When the next may go.
    pub pace: Pace,
    /// The share of refusals that stops, from 0 to 1.
    pub stop_at: f64,
    /// The longest wait for a relay.
    pub patience: Duration,
    /// Whether "not now" is waited for. A mail server has a queue of its own for that.
    pub tries_again: bool,
}

/// A request that came back.
type Done = (Group, Vec<HandedOver>);

/// Sends what the feed gives.
///
/// # Errors
/// What stopped it, where it is not the messages' fault.
pub async fn send(mut feed: Feed, relay: Arc<Relay>, limits: Limits) -> Ended {
    let mut run = Run {
        tally: Tally::new(feed.total),
        output: Output::new(),
        threshold: Threshold::new(limits.stop_at),
        waiting: VecDeque::new(),
        limits,
    };
    for (row, outcome) in std::mem::take(&mut feed.settled) {
        run.tally.count(&outcome);
        line::write(&row, outcome, &mut run.output)?;
    }
    let mut under_way: JoinSet<Done> = JoinSet::new();
    let mut interrupted = std::pin::pin!(tokio::signal::ctrl_c());
    let mut exhausted = false;
    loop {
        let free = Instant::now() >= run.limits.pace.free_at();
        while free && !run.tally.stops() && under_way.len() < run.limits.at_once {
            let group = match run.due() {
                Some(group) => Some(group),
                None if exhausted => None,
                None => feed.next()?,
            };
            let Some(group) = group else {
                exhausted = true;
                break;
            };
            run.limits.pace.goes(group.messages.len());
            let relay = Arc::clone(&relay);
            under_way.spawn(async move {
                let batch = group.batch(relay.transport.preset());
                let outcomes = relay.hand_over_all(&group.messages, batch.as_deref()).await;
                (group, outcomes)
            });
            if Instant::now() < run.limits.pace.free_at() {
                break;
            }
        }
        let over = under_way.is_empty() && (run.tally.stops() || exhausted && run.waiting.is_empty());
        if over {
            break;
        }
        let wake = run.wake(exhausted, under_way.len());
        tokio::select! {
            Some(done) = under_way.join_next() => {
                let done = done.map_err(|error| Fail::new(format!("a message broke off: {error}")))?;
                run.settle(done)?;
            }
            () = tokio::time::sleep_until(wake), if !run.tally.stops() => {}
            _ = &mut interrupted => run.tally.interrupt(),
        }
    }
    // What still waits was put off, and says so.
    for (_, group) in std::mem::take(&mut run.waiting) {
        for row in &group.rows {
            run.tally.put_off();
            run.output
                .json(&line::Line { state: relays::journal::State::Later, ..line::Line::queued(row) })?;
        }
    }
    run.output.end()?;
    relay.transport.close().await;
    run.tally.end()
}

struct Run {
    tally: Tally,
    output: Output,
    threshold: Threshold,
    waiting: VecDeque<(Instant, Group)>,
    limits: Limits,
}

impl Run {
    /// A request that waited long enough.
    fn due(&mut self) -> Option<Group> {
        let place = self.waiting.iter().position(|(at, _)| *at <= Instant::now())?;
        self.waiting.remove(place).map(|(_, group)| group)
    }

    /// When there is something to do at the latest.
    fn wake(&self, exhausted: bool, out: usize) -> Instant {
        let far = Instant::now() + Duration::from_secs(3600);
        let full = out >= self.limits.at_once;
        let fresh = if exhausted || full { far } else { self.limits.pace.free_at() };
        let waiting = self.waiting.iter().map(|(at, _)| *at).min().filter(|_| !full);
        fresh.min(waiting.map_or(far, |at| at.max(self.limits.pace.free_at())))
    }

    /// Writes what came back, and keeps what is to be tried again.
    fn settle(&mut self, (group, outcomes): Done) -> Result<(), Fail> {
        let attempt = group.attempt + 1;
        let mut again = Group { rows: Vec::new(), messages: Vec::new(), attempt };
        let mut longest = Duration::ZERO;
        for ((row, message), outcome) in group.rows.into_iter().zip(group.messages).zip(outcomes) {
            if let HandedOver::Later(trouble) = &outcome
                && self.limits.tries_again
                && trouble.code == "later"
                && attempt < ATTEMPTS
                && !self.tally.stops()
            {
                let wait = Duration::from_millis(pause(attempt, trouble.after_secs, dice()));
                if wait <= self.limits.patience {
                    longest = longest.max(wait);
                    again.rows.push(row);
                    again.messages.push(message);
                    continue;
                }
            }
            let refused = matches!(&outcome, HandedOver::Refused(_));
            if self.threshold.count(refused) {
                self.tally.too_many_refused();
            }
            self.tally.count(&outcome);
            line::write(&row, outcome, &mut self.output)?;
        }
        if !again.rows.is_empty() {
            // The relay wants less of everything, not only of these.
            let until = Instant::now() + longest;
            self.limits.pace.waits_until(until);
            self.waiting.push_back((until, again));
        }
        Ok(())
    }
}

/// Something that differs from caller to caller; it need not be secret.
fn dice() -> u64 {
    let nanos = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().subsec_nanos();
    u64::from(nanos).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 17 ^ u64::from(std::process::id())
}
