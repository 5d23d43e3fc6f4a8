//! The stamp of a result. It is decoration: the words of the result stand beside it.

use super::Kind;
use yew::prelude::*;

/// A postmark with words above, below and in the middle. `id` keeps its curves apart from those of others on the page.
pub fn postmark(kind: Kind, id: &'static str, above: &str, middle: &str, below: &str) -> Html {
    let (upper, lower) = (format!("{id}-upper"), format!("{id}-lower"));
    html! {
        <svg class={classes!("postmark", kind.class())} viewBox="0 0 132 76" aria-hidden="true">
            <defs>
                <path id={upper.clone()} d="M11 38a27 27 0 0 1 54 0" />
                <path id={lower.clone()} d="M5.5 38a32.5 32.5 0 0 0 65 0" />
            </defs>
            <circle cx="38" cy="38" r="36" />
            <circle cx="38" cy="38" r="22.5" />
            <text><textPath href={format!("#{upper}")} startOffset="50%">{ above.to_owned() }</textPath></text>
            <text><textPath href={format!("#{lower}")} startOffset="50%">{ below.to_owned() }</textPath></text>
            <text class="mid" x="38" y="42">{ middle.to_owned() }</text>
            { for [20, 32, 44, 56].map(|y| html! {
                <path d={format!("M{} {y}c6-5 10.5-5 16 0s10 5 16 0 10-5 15 0", if y % 24 == 20 { 78 } else { 80 })} />
            }) }
        </svg>
    }
}
