//! A hand-over under faults, counted at the receiving end: nobody twice, nobody lost.

use std::collections::BTreeMap;

use postroom_tests::letters::read_maildir;

use crate::harness::{Desk, Receiver, Reply};

const STEPS: [&str; 4] = [
    "before the request is written",
    "after it is written, before it is sent",
    "after it is sent, before the answer",
    "after the answer",
];
const LETTERS: usize = 5;

/// Everybody got exactly so many letters.
#[track_caller]
fn each(letters: &BTreeMap<String, usize>, people: usize, times: usize, step: &str) {
    assert_eq!(letters.len(), people, "{step}: {letters:?}");
    assert!(letters.values().all(|count| *count == times), "{step}: {letters:?}");
}

/// Our own relay knows its keys: what is in doubt is asked again by itself.
#[tokio::test]
async fn a_tab_killed_at_any_step_sends_nobody_twice_through_our_relay() {
    let desk = Desk::open().await;
    desk.bring_list(LETTERS).await;
    for (round, step) in STEPS.into_iter().enumerate() {
        // Another letter each time: the relay would know the one before.
        desk.visit("compose").await;
        desk.fill("Subject", &format!("Round {round}")).await;
        desk.until("the draft is saved", "/Saved in this browser/.test(everything())").await;
        desk.choose_relay("The relay of this page").await;
        desk.hand_over_killed_at(step, LETTERS).await;
        desk.accepted(LETTERS).await;
        let mut letters = BTreeMap::new();
        for letter in read_maildir(&desk.maildir()) {
            if letter.header("subject") == format!("Round {round}") {
                *letters.entry(letter.header("to").to_owned()).or_default() += 1;
            }
        }
        each(&letters, LETTERS, 1, step);
        desk.click("tab", "Plan").await;
    }
    desk.leave().await;
}

/// A relay that can't be asked: what is in doubt waits for the user, who is told why.
#[tokio::test]
async fn a_tab_killed_at_any_step_sends_nobody_twice_to_a_relay_that_knows_no_keys() {
    let desk = Desk::open().await;
    desk.bring_list(LETTERS).await;
    for step in STEPS {
        let receiver = Receiver::start(|_| Reply::Take);
        desk.choose_relay("Mailpit").await;
        desk.fill("Address", &receiver.address()).await;
        desk.hand_over_killed_at(step, LETTERS).await;
        let doubtful = step != STEPS[0];
        if doubtful {
            desk.sees("1 letter went out, and no answer came").await;
            desk.sees("can’t be asked whether it has it").await;
        }
        // Only where the request never left does the user have to send it again.
        if step == STEPS[1] {
            each(&receiver.letters(), LETTERS - 1, 1, step);
            desk.is_accessible("a letter without an answer").await;
            desk.keep_picture("without-answer").await;
            desk.click("button", "Send again to .*").await;
            desk.accepted(LETTERS).await;
        }
        each(&receiver.letters(), LETTERS, 1, step);
        desk.click("tab", "Plan").await;
    }
    desk.leave().await;
}

#[tokio::test]
async fn two_tabs_hand_over_one_at_a_time() {
    let receiver = Receiver::start(|_| Reply::Take);
    let desk = Desk::open().await;
    desk.bring_list(LETTERS).await;
    desk.choose_relay("Mailpit").await;
    desk.fill("Address", &receiver.address()).await;
    desk.one_at_a_time().await;
    desk.halt_at("after it is sent, before the answer").await;
    desk.hand_over_without_test(LETTERS).await;
    desk.until("the first tab is in the middle of it", "window.halted").await;

    let second = desk.client().new_window(true).await.unwrap().handle;
    desk.client().switch_to_window(second).await.unwrap();
    desk.visit("send").await;
    desk.click("button", "Resume").await;
    desk.sees("another tab is handing letters over").await;
    assert_eq!(receiver.posted().len(), 3, "the second tab sent nothing");
    desk.leave().await;
}

#[tokio::test]
async fn a_relay_that_asks_to_wait_is_waited_for() {
    let receiver = Receiver::start(|number| match number {
        1 => Reply::Says(429, "Retry-After: 1", "{\"Error\": \"slow down\"}"),
        4 => Reply::Says(429, "", "{\"Error\": \"slow down\"}"),
        5 => Reply::Says(503, "", ""),
        _ => Reply::Take,
    });
    let desk = Desk::open().await;
    desk.bring_list(LETTERS).await;
    desk.choose_relay("Mailpit").await;
    desk.fill("Address", &receiver.address()).await;
    desk.one_at_a_time().await;
    desk.hand_over_without_test(LETTERS).await;
    desk.accepted(LETTERS).await;
    each(&receiver.letters(), LETTERS, 1, "after waiting");
    desk.leave().await;
}

#[tokio::test]
async fn a_cut_connection_stops_it_and_a_word_goes_on() {
    let receiver = Receiver::start(|number| if number == 1 { Reply::CutAfter } else { Reply::Take });
    let desk = Desk::open().await;
    desk.bring_list(LETTERS).await;
    desk.choose_relay("Mailpit").await;
    desk.fill("Address", &receiver.address()).await;
    desk.one_at_a_time().await;
    desk.hand_over_without_test(LETTERS).await;
    desk.sees("It paused").await;
    desk.click("button", "Resume").await;
    desk.sees(&format!("{LETTERS} of {LETTERS} letters had their turn")).await;
    desk.sees("1 letter went out, and no answer came").await;
    each(&receiver.letters(), LETTERS, 1, "cut after it was taken");
    desk.leave().await;
}

#[tokio::test]
async fn it_stops_by_itself_when_too_many_are_refused() {
    let receiver = Receiver::start(|_| Reply::Says(400, "", "{\"Error\": \"550 5.1.1 User unknown\"}"));
    let desk = Desk::open().await;
    // More than 500 are typed before they go.
    desk.bring_list(501).await;
    desk.choose_relay("Mailpit").await;
    desk.fill("Address", &receiver.address()).await;
    desk.one_at_a_time().await;
    desk.click("button", "Go without a test").await;
    desk.click("button", "Hand over 501 letters…").await;
    desk.sees("501 requests, as fast as the relay takes them").await;
    desk.until(
        "it can't go yet",
        "(e => e?.disabled || e?.getAttribute('aria-disabled') === 'true')(find('button', 'Hand over'))",
    )
    .await;
    desk.fill("Type the count to go on", "501").await;
    desk.click("button", "Hand over").await;
    desk.sees("more than one in five of the last letters was refused").await;
    assert_eq!(receiver.posted().len(), 20, "twenty answers are enough to know");
    desk.sees("20 refused").await;
    desk.sees("Explain the refused").await;
    desk.click("button", "Refused.*").await;
    desk.click("button", "Refused").await;
    let saved = std::fs::read_to_string(desk.downloaded("csv").await).unwrap();
    assert_eq!(saved.lines().count(), 21, "a header and the refused: {saved}");
    assert!(saved.contains("\"p0@example.test\",\"refused\""), "{saved}");
    desk.leave().await;
}
