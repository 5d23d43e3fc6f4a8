//! A policy played over a history.

use super::{Counting, Dropped, Policy};
use crate::history::Event;
use std::collections::BTreeMap;

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
