//! What a place says while nothing is in it, or when all is well.

use yew::prelude::*;

/// What an empty state is told.
#[derive(Properties, PartialEq)]
pub struct EmptyProps {
    /// A picture: an envelope by default.
    #[prop_or_default]
    pub art: Option<Html>,
    /// What belongs here, in a few words.
    pub title: AttrValue,
    /// One sentence more.
    #[prop_or_default]
    pub text: AttrValue,
    /// One chief action, and perhaps a link to sample data.
    #[prop_or_default]
    pub children: Html,
}

/// An empty state.
#[component]
pub fn Empty(props: &EmptyProps) -> Html {
    html! {
        <div class="empty">
            { props.art.clone().unwrap_or_else(envelope) }
            <h2 class="h3">{ props.title.clone() }</h2>
            if !props.text.is_empty() {
                <p class="muted">{ props.text.clone() }</p>
            }
            { props.children.clone() }
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
