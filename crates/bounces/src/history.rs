//! What happened to subscribers, message by message, as an explanation tells it.

use crate::read::when;
use crate::verdict::{Explanation, Permanent, Verdict};
use serde::{Deserialize, Serialize};

/// What happened to one message to one subscriber.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Whom it was for.
    pub recipient: String,
    /// The day, counted from any fixed day.
    pub day: i64,
    /// The cause's id; `None` where it was delivered.
    pub cause: Option<String>,
    /// Whether the answer calls itself permanent, as other systems count it.
    pub hard: bool,
}

impl Event {
    /// The event that a verdict tells of; `None` where it names nobody, or where nothing is decided yet.
    pub fn of(verdict: &Verdict, day: i64) -> Option<Event> {
        if verdict.is_late() {
            return None;
        }
        let by_code = verdict.permanence.by_code.unwrap_or(verdict.permanence.in_practice);
        Some(Event {
            recipient: verdict.recipient.clone()?.to_lowercase(),
            day,
            cause: (verdict.cause != "not-a-bounce").then(|| verdict.cause.clone()),
            hard: by_code == Permanent::Permanent,
        })
    }
}

/// The year that days without one count in. It is a leap year, so that every day exists.
const SOME_YEAR: i64 = 2000;

/// The history that an explanation tells, in the order of time. Days without a year follow one another as they
/// stand: from December to January a year has passed. Where no day is told, each answer is a day of its own.
pub fn history(explanation: &Explanation) -> Vec<Event> {
    let mut clock = Clock::default();
    let mut events: Vec<Event> = Vec::new();
    let mut deliveries = explanation.delivered.iter().peekable();
    let mut deliver = |before: usize, clock: &mut Clock, events: &mut Vec<Event>| {
        while let Some(got) = deliveries.next_if(|got| got.after <= before) {
            let (day, recipient) = (clock.day(got.date.as_deref()), got.recipient.clone());
            events.push(Event { recipient, day, cause: None, hard: false });
        }
    };
    for (at, verdict) in explanation.verdicts.iter().enumerate() {
        deliver(at, &mut clock, &mut events);
        let day = clock.day(verdict.date.as_deref());
        events.extend(Event::of(verdict, day));
    }
    deliver(usize::MAX, &mut clock, &mut events);
    events.sort_by_key(|event| event.day);
    events
}

/// Turns what is told of days into numbers.
#[derive(Default)]
struct Clock {
    year: i64,
    last: i64,
}

impl Clock {
    fn day(&mut self, date: Option<&str>) -> i64 {
        let Some(number) = date.and_then(|date| when::number(date, SOME_YEAR + self.year)) else {
            self.last += 1;
            return self.last;
        };
        let without_year = date.is_some_and(|date| date.starts_with("--"));
        // Logs are in order, but for a few lines; half a year back is another year.
        if without_year && number + 180 < self.last {
            self.year += 1;
            return self.day(date);
        }
        self.last = number;
        number
    }
}
