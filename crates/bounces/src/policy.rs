//! How often may a subscriber bounce? The rules of well-known systems, played over a history.
//!
//! Pure: the caller gives the events with their days. Whom a rule gives up, and when, comes back.

use crate::history::Event;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// How a policy counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Counting {
    /// By the causes of this project.
    Causes,
    /// A total that never resets.
    Count,
    /// In a row; a delivery breaks it.
    Streak,
    /// So many of the last so many messages.
    Share,
    /// Points that fade after a time without bounces.
    Score,
}

/// One system's rule, as `data/policies.toml` has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Policy {
    /// The stable id, such as `listmonk`.
    pub id: String,
    /// The system's name.
    pub name: String,
    /// The rule in words.
    pub text: String,
    /// How it counts.
    pub by: Counting,
    /// What a hard bounce is worth.
    #[serde(default)]
    pub hard: f64,
    /// What a soft bounce is worth.
    #[serde(default)]
    pub soft: f64,
    /// What must be reached.
    pub limit: f64,
    /// Whether it must be exceeded instead.
    #[serde(default)]
    pub over: bool,
    /// For [`Counting::Share`]: of how many last messages.
    #[serde(default)]
    pub last: usize,
    /// Bounces older than so many days do not count.
    pub window_days: Option<i64>,
    /// So many days without a bounce start anew.
    pub stale_days: Option<i64>,
    /// For [`Counting::Causes`]: temporary trouble must last at least so many days.
    #[serde(default)]
    pub min_days: i64,
    /// Whether at most one bounce a day counts.
    #[serde(default)]
    pub daily: bool,
    /// Whether bounces about the message itself count.
    #[serde(default = "yes")]
    pub message_counts: bool,
    /// Whether a complaint ends it at once.
    #[serde(default = "yes")]
    pub complaint: bool,
    /// Where the rule is from.
    pub source: String,
}

fn yes() -> bool {
    true
}

/// A subscriber whom a policy gives up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dropped {
    /// Who.
    pub recipient: String,
    /// The day of the event that was one too many.
    pub day: i64,
    /// That event's cause.
    pub cause: String,
}

/// The policies, ours first.
pub fn policies() -> &'static [Policy] {
    #[derive(Deserialize)]
    struct File {
        policy: Vec<Policy>,
    }
    static POLICIES: OnceLock<Vec<Policy>> = OnceLock::new();
    // The file is part of the program and a test reads it, so the empty list never shows.
    POLICIES.get_or_init(|| {
        toml::from_str::<File>(include_str!("../data/policies.toml"))
            .map(|file| file.policy)
            .unwrap_or_default()
    })
}

/// Plays a history by a policy. The events of one recipient must stand in the order of time; the result is
/// sorted by recipient.
pub fn simulate(policy: &Policy, events: &[Event]) -> Vec<Dropped> {
    let mut histories: BTreeMap<&str, Vec<&Event>> = BTreeMap::new();
    for event in events {
        histories.entry(&event.recipient).or_default().push(event);
    }
    histories.into_values().filter_map(|history| play(policy, &history)).collect()
}

/// The event that is one too many for this policy.
fn play(policy: &Policy, history: &[&Event]) -> Option<Dropped> {
    let mut counted: Vec<(i64, f64)> = Vec::new();
    let mut first_trouble: Option<i64> = None;
    for (at, event) in history.iter().enumerate() {
        let dropped = |cause: &str| {
            Some(Dropped { recipient: event.recipient.clone(), day: event.day, cause: cause.to_owned() })
        };
        let Some(cause) = event.cause.as_deref() else {
            if matches!(policy.by, Counting::Streak | Counting::Causes) {
                counted.clear();
                first_trouble = None;
            }
            continue;
        };
        if cause == "complaint" && policy.complaint {
            return dropped(cause);
        }
        if policy.by == Counting::Causes {
            let action = crate::catalogue().cause(cause).map_or("keep", |known| known.action.as_str());
            match action {
                "remove" | "never" => return dropped(cause),
                "retry" => {
                    let since = *first_trouble.get_or_insert(event.day);
                    counted.push((event.day, 1.0));
                    if counted.len() as f64 >= policy.limit && event.day - since >= policy.min_days {
                        return dropped(cause);
                    }
                }
                _ => {}
            }
            continue;
        }
        let about_message =
            matches!(cause, "too-big" | "looks-like-spam" | "virus-or-attachment" | "broken-message");
        if about_message && !policy.message_counts {
            continue;
        }
        if policy.by == Counting::Share {
            let window = &history[at.saturating_sub(policy.last.saturating_sub(1))..=at];
            let soft = window.iter().filter(|event| event.cause.is_some() && !event.hard).count();
            if event.hard || soft as f64 >= policy.limit {
                return dropped(cause);
            }
            continue;
        }
        if let (Some(days), Some((last, _))) = (policy.stale_days, counted.last())
            && event.day - last > days
        {
            counted.clear();
        }
        if let Some(days) = policy.window_days {
            counted.retain(|(day, _)| event.day - day < days);
        }
        let same_day = counted.last().is_some_and(|(day, _)| *day == event.day);
        if !(policy.daily && same_day) {
            counted.push((event.day, if event.hard { policy.hard } else { policy.soft }));
        }
        let sum: f64 = counted.iter().map(|(_, worth)| worth).sum();
        if sum > policy.limit || (sum >= policy.limit && !policy.over) {
            return dropped(cause);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::history;

    fn event(day: i64, cause: &str, hard: bool) -> Event {
        let cause = (!cause.is_empty()).then(|| cause.to_owned());
        Event { recipient: "a@example.org".into(), day, cause, hard }
    }

    /// The day on which each policy gives the subscriber up.
    #[track_caller]
    fn check(events: &[Event], expected: &[(&str, Option<i64>)]) {
        for (id, day) in expected {
            let policy = policies().iter().find(|policy| policy.id == *id).unwrap();
            let found = simulate(policy, events).first().map(|dropped| dropped.day);
            assert_eq!(found, *day, "{id}");
        }
    }

    #[test]
    fn every_policy_is_read() {
        assert_eq!(policies().len(), 11);
        assert_eq!(policies()[0].id, "postroom");
    }

    #[test]
    fn a_dead_address_is_given_up_at_once_by_most() {
        let events = [event(0, "no-such-address", true), event(7, "no-such-address", true)];
        check(
            &events,
            &[
                ("postroom", Some(0)),
                ("listmonk", Some(0)),
                ("keila", Some(0)),
                ("phplist", None),
                ("mailman", None),
                ("postal", None),
                ("discourse", Some(7)),
            ],
        );
    }

    #[test]
    fn a_spam_verdict_costs_readers_only_elsewhere() {
        let events = [event(0, "looks-like-spam", true)];
        check(
            &events,
            &[
                ("postroom", None),
                ("listmonk", Some(0)),
                ("notifuse", None),
                ("mautic", Some(0)),
                ("ghost", Some(0)),
            ],
        );
    }

    #[test]
    fn a_full_mailbox_must_last() {
        let weekly: Vec<Event> = (0..6).map(|week| event(week * 7, "mailbox-full", false)).collect();
        check(
            &weekly,
            &[
                ("postroom", Some(35)),
                ("keila", Some(14)),
                ("notifuse", Some(28)),
                ("phplist", Some(28)),
                ("listmonk", None),
            ],
        );
        let mut broken = weekly.clone();
        broken.insert(3, event(20, "", false));
        check(&broken, &[("postroom", None), ("phplist", None)]);
    }

    #[test]
    fn two_hard_failures_in_a_day() {
        check(
            &[event(0, "policy", true), event(0, "policy", true)],
            &[("postal", Some(0)), ("mailman", None)],
        );
    }

    #[test]
    fn a_log_tells_its_days() {
        let line = |day: &str, status: &str| {
            format!(
                "{day} 14:21:16 mx postfix/smtp[3]: A: to=<a@example.org>, relay=mx.example.org[192.0.2.1]:25, delay=1, dsn=4.2.2, status={status} (host mx.example.org[192.0.2.1] said: 452 4.2.2 Mailbox full)\n"
            )
        };
        let days = ["Nov  3", "Dec  3", "Jan  3", "Feb  3"].map(|day| line(day, "deferred")).concat();
        let events = history(&crate::explain(days.as_bytes(), None));
        let apart: Vec<i64> = events.iter().map(|event| event.day - events[0].day).collect();
        assert_eq!(apart, [0, 30, 61, 92]);
        check(&events, &[("postroom", Some(events[2].day)), ("mailman", None)]);
        let sent = [days, line("Feb  4", "sent")].concat();
        assert_eq!(history(&crate::explain(sent.as_bytes(), None)).last().unwrap().cause, None);
    }

    #[test]
    fn complaints_end_it() {
        check(
            &[event(3, "complaint", false)],
            &[("postroom", Some(3)), ("keila", Some(3)), ("mailman", None)],
        );
    }
}
