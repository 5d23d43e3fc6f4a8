//! What a place says while nothing is in it, or when all is well.

use yew::prelude::*;

/// An empty state: what belongs here in a few words, one sentence more, and what can be done.
pub fn empty(title: &'static str, text: &'static str, acts: Html) -> Html {
    html! {
        <div class="empty">
            { envelope() }
            <h2 class="h3">{ title }</h2>
            <p class="muted">{ text }</p>
            { acts }
        </div>
    }
}

fn envelope() -> Html {
    html! {
        <span class="art">
            <svg viewBox="0 0 104 64" aria-hidden="true">
                <rect x="20" y="14" width="64" height="42" rx="3" />
                <path d="m20.5 18 31.5 22 31.5-22M4 26c4-3 7-3 10 0M4 36c4-3 7-3 10 0M4 46c4-3 7-3 10 0" />
                <rect x="68" y="4" width="16" height="19" rx="1" stroke-dasharray="2 2" fill="var(--surface)" />
            </svg>
        </span>
    }
}
