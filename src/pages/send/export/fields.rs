//! Header fields that programs read, not people. They belong to the letter, so they go with it on either way.

use crate::components::{field, icon_of};
use crate::pages::shared::select;
use crate::workbench::Workbench;
use yew::prelude::*;

const PRECEDENCE: [(&str, &str); 3] = [("", "Not said"), ("bulk", "bulk"), ("list", "list")];
const SUBMITTED: [(&str, &str); 2] = [("", "Not said"), ("auto-generated", "auto-generated")];

/// The fold.
pub fn fields(bench: &Workbench) -> Html {
    let letter = bench.letter();
    let value = |name: &str| {
        let found = letter.headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let set = |name: &'static str| {
        let bench = bench.clone();
        Callback::from(move |value: String| {
            bench.edit("headers", |letter| {
                let at = letter.headers.iter().position(|(header, _)| header.eq_ignore_ascii_case(name));
                match at.and_then(|at| letter.headers.get_mut(at)) {
                    Some((_, old)) if !value.is_empty() => *old = value,
                    Some(_) => letter.headers.retain(|(header, _)| !header.eq_ignore_ascii_case(name)),
                    None if value.is_empty() => {}
                    None => letter.headers.push((name.to_owned(), value)),
                }
            });
        })
    };
    let words = |options: &[(&str, &str)]| -> Vec<(String, String)> {
        options.iter().map(|(name, word)| ((*name).to_owned(), (*word).to_owned())).collect()
    };
    html! {
        <details class="fold">
            <summary>{ icon_of("right", "i i-s chev") }<span class="grow">{ "Fields for mail programs" }</span></summary>
            <div class="foldp stack">
                { field!(id: "list-id", label: "List-ID", value: value("List-ID"), placeholder: Some("Spring letter <spring.example.com>"), hint: Some("Names the list, so that readers can sort its letters into a folder"), oninput: set("List-ID")) }
                { field!(id: "feedback-id", label: "Feedback-ID", value: value("Feedback-ID"), placeholder: Some("spring:{{ plan }}:newsletter:example"), hint: Some("Up to four words with colons between; Gmail counts complaints by them"), oninput: set("Feedback-ID")) }
                <div class="exrow">
                    { select("precedence", "Precedence", &value("Precedence"), &words(&PRECEDENCE), set("Precedence")) }
                    { select("auto-submitted", "Auto-Submitted", &value("Auto-Submitted"), &words(&SUBMITTED), set("Auto-Submitted")) }
                    <p class="muted grow">{ "Either keeps out-of-office answers away" }</p>
                </div>
            </div>
        </details>
    }
}
