//! The days on which the policies give up.

use super::*;
use crate::history::{Event, history};

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
    check(&[event(0, "policy", true), event(0, "policy", true)], &[("postal", Some(0)), ("mailman", None)]);
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
    check(&[event(3, "complaint", false)], &[("postroom", Some(3)), ("keila", Some(3)), ("mailman", None)]);
}
