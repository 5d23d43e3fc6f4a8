//! The views of a letter that are no picture: its head in a mailbox, its text, its source, its headers.

use crate::text;
use engine::protocol::{Composed, Reviewed};
use yew::prelude::*;

/// What a mailbox shows of the letter before it is opened.
pub fn head(letter: &Composed, time: &str) -> Html {
    let name =
        letter.from.split('<').next().map(str::trim).filter(|name| !name.is_empty()).unwrap_or(&letter.from);
    html! {
        <div class="mailhead">
            <span class="from"><b class="cut">{ name.trim_matches('"').to_owned() }</b><span class="muted">{ time.to_owned() }</span></span>
            <span class="cut">{ letter.subject.clone() }</span>
            if !letter.preheader.is_empty() {
                <span class="cut muted small">{ letter.preheader.clone() }</span>
            }
        </div>
    }
}

/// The text part.
pub fn text(letter: &Composed) -> Html {
    html! { <pre>{ letter.text.clone() }</pre> }
}

/// The whole message as it is sent.
pub fn source(letter: &Reviewed) -> Html {
    html! {
        <>
            <div class="mailhead"><span class="muted small">{ format!("{} as it is sent", text::size(letter.size as u64)) }</span></div>
            <pre>{ letter.source.clone() }</pre>
        </>
    }
}

/// The header section.
pub fn headers(letter: &Reviewed) -> Html {
    html! {
        <table class="hdrs">
            <caption class="vh">{ "Headers of this letter" }</caption>
            <tbody>
                { for letter.headers.iter().map(|(name, value)| html! {
                    <tr><th scope="row">{ name.clone() }</th><td>{ value.clone() }</td></tr>
                }) }
            </tbody>
        </table>
    }
}
