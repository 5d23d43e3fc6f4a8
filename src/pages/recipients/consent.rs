//! The guide to consent, beside what the engine says of the list as a whole: calm, and folded until somebody wants it.

use crate::components::icon_of;
use recipients::ListSummary;
use yew::prelude::*;

/// Advice that the guide goes with.
const ADVICE: [&str; 3] = ["list-consent", "list-roles", "list-slips"];

/// What keeps a list welcome: a heading and what is to be known of it.
const GUIDE: [(&str, &str); 5] = [
    (
        "Keep when and where each reader asked",
        "A column with the date and one with the form, shop or fair is enough. Name them under Columns. When a reader complains, or a provider asks, it is your answer.",
    ),
    (
        "Ask first where nobody knows",
        "Send one plain letter with a link to confirm, to small batches, and nothing else. Write on only to those who press it, and put the others on the suppression list.",
    ),
    (
        "A bought or rented list can't be made good",
        "Its readers asked somebody else, or nobody. Among its addresses are traps that no check of the spelling finds, and a few of them are enough for a blocklist.",
    ),
    (
        "Offices and mistyped addresses are a sign",
        "People sign up with their own address and confirm it. Many like info@ or with slips in the domain were collected or typed by others.",
    ),
    (
        "Complaints are counted",
        "Gmail and Yahoo want fewer than 1 complaint in 1,000 letters, and turn a sender away from 3 on. It counts for all letters of your domain, invoices too.",
    ),
];

/// The guide, where the list gives cause for it.
pub fn guide(list: &ListSummary) -> Html {
    if !list.diagnostics.iter().any(|found| ADVICE.contains(&found.code.as_ref())) {
        return Html::default();
    }
    html! {
        <details class="sheet fold consent">
            <summary>{ icon_of("right", "i i-s chev") }<h2 class="h3 grow">{ "Did these readers ask for your letter?" }</h2></summary>
            <dl class="foldp stack">
                { for GUIDE.iter().map(|(heading, words)| html! { <div><dt>{ *heading }</dt><dd class="muted">{ *words }</dd></div> }) }
            </dl>
        </details>
    }
}
