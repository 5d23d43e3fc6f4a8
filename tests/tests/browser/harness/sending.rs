//! The moves of a hand-over, and the end of a tab in the middle of one.

use std::time::Duration;

use super::{BODY, Desk};

/// Halts the page at a step of its third letter, as if it were slow for ever there. `halted` says that it has come.
const HALT: &str = include_str!("halt.js");

impl Desk {
    /// Writes a letter without errors, and brings a list of so many recipients: `p0@example.test` and so on.
    pub async fn bring_list(&self, count: usize) {
        self.fill("Subject", "News for {{ first_name }}").await;
        self.fill("Preheader", "Short news").await;
        self.click("button", "Replies and unsubscribing").await;
        self.fill("Leave link", "https://example.org/leave/{{ email | urlencode }}").await;
        self.fill(BODY, "Hello {{ first_name }}").await;
        self.visit("recipients").await;
        let rows: String = (0..count).map(|n| format!("p{n}@example.test,P{n}\n")).collect();
        let list = self.file("people.csv", format!("email,first_name\n{rows}").as_bytes());
        self.give_file(&list).await;
        self.sees("people.csv").await;
        self.until(
            "every row is kept",
            &format!("tidy(document.querySelector('.eq')?.innerText).startsWith('{count} rows')"),
        )
        .await;
    }

    /// Goes to the page Send, and chooses a relay by the beginning of its name.
    pub async fn choose_relay(&self, name: &str) {
        self.visit("send").await;
        self.click("label", "Hand to relay.*").await;
        let there = format!(
            "[...document.getElementById('relay')?.options ?? []].some((o) => o.text.startsWith({name:?}))"
        );
        self.until(&format!("{name} can be chosen"), &there).await;
        self.ask("document.getElementById('relay').focus()").await;
        self.press(name).await;
        let chosen = format!("document.getElementById('relay').selectedOptions[0].text.startsWith({name:?})");
        self.until(&format!("{name} is chosen"), &chosen).await;
    }

    /// Sends one letter after the other, so that steps can be counted.
    pub async fn one_at_a_time(&self) {
        self.fill("Requests at a time", "1").await;
    }

    /// Goes through the last question, without a test to oneself.
    pub async fn hand_over_without_test(&self, letters: usize) {
        // Where the letter and the relay are the same as before, the test was waived already.
        self.until(
            "a test is asked for, or waived",
            "find('button', 'Go without a test') || /One to yourself first\\s*Done/.test(everything())",
        )
        .await;
        if self.ask("return find('button', 'Go without a test') !== null").await == true {
            self.click("button", "Go without a test").await;
        }
        self.click("button", &format!("Hand over {letters} letters…")).await;
        self.click("button", "Hand over").await;
    }

    /// Waits until so many letters were accepted, as the progress tells it.
    pub async fn accepted(&self, letters: usize) {
        let told = format!(
            "tidy(document.querySelector('.going .facts')?.innerText).startsWith('{letters} accepted')"
        );
        self.until(&format!("{letters} letters are accepted"), &told).await;
    }

    /// From now on the page halts at a step of the third letter.
    pub async fn halt_at(&self, step: &str) {
        self.ask(&format!("{HALT}\nhaltAt({step:?});")).await;
    }

    /// Kills the tab: its process ends without a word. The browser stays, with another tab.
    pub async fn kill_tab(&self) {
        let fresh = self.client().new_window(true).await.unwrap().handle;
        // The answer to this is that there is no tab any more, or none.
        let crash =
            self.client().issue_cmd(super::browser::Own::devtools("Page.crash", serde_json::json!({})));
        let _ = tokio::time::timeout(Duration::from_secs(10), crash).await;
        self.client().switch_to_window(fresh).await.unwrap();
    }

    /// Hands over, has the tab killed at a step of the third letter, and goes on in another until all had their turn.
    pub async fn hand_over_killed_at(&self, step: &str, letters: usize) {
        self.one_at_a_time().await;
        self.halt_at(step).await;
        self.hand_over_without_test(letters).await;
        self.until(&format!("it came {step}"), "window.halted").await;
        self.kill_tab().await;

        self.visit("send").await;
        self.click("button", "Resume").await;
        self.sees(&format!("{letters} of {letters} letters had their turn")).await;
    }

    /// All that the browser keeps for the page, and every address that it asked for, as one text.
    pub async fn all_traces(&self) -> String {
        let traces = self.client().execute_async(include_str!("traces.js"), Vec::new()).await.unwrap();
        traces.as_str().unwrap_or_else(|| panic!("no traces: {traces}")).to_owned()
    }
}
