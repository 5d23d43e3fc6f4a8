//! The envelope: from whom, to how many, and what is in it.

use crate::components::icon;
use crate::text;
use crate::workbench::Workbench;
use yew::prelude::*;

/// The envelope. `relay` is where the relay delivers to; empty where none is used.
pub fn envelope(bench: &Workbench, relay: &str) -> Html {
    let preview = bench.session.preview.clone().unwrap_or_default();
    let size = bench.session.review.as_ref().map_or(0, |review| review.size as u64);
    let kept = bench.session.kept().unwrap_or_default();
    let list = bench.session.list.as_ref();
    let (name, address) = mailbox(&preview.from);
    let who = match list {
        Some(list) if list.counts.kept == list.counts.rows => [&list.name, ", everybody on it"].concat(),
        Some(list) => [&list.name, ", everybody kept"].concat(),
        None => "There is no list yet".to_owned(),
    };
    let fact = |word: &'static str, value: String, mono: bool| {
        html! { <div><dt>{ word }</dt><dd class={mono.then_some("mono")}>{ value }</dd></div> }
    };
    html! {
        <section class="sheet envl" aria-labelledby="envelope-h">
            <div class="air" aria-hidden="true"></div>
            <div class="etop">
                <div>
                    <h2 id="envelope-h" class="vh">{ "What goes out" }</h2>
                    <p class="efrom">
                        if !name.is_empty() { { name.to_owned() }<br /> }
                        <span class="mono wrap-any">{ address.to_owned() }</span>
                    </p>
                </div>
                <div class="stamp big" aria-hidden="true">{ icon("letter") }<b>{ text::stamped(kept) }</b></div>
            </div>
            <p class="eto"><b>{ text::some(kept, "person", "people") }</b><span class="muted wrap-any">{ who }</span></p>
            <dl class="kv">
                { fact("Subject", preview.subject.clone(), false) }
                { fact("Each letter", ["about ", &text::size(size)].concat(), false) }
                if !relay.is_empty() { { fact("Relay", relay.to_owned(), true) } }
            </dl>
        </section>
    }
}

/// Name and address of a mailbox such as `Ann Lee <ann@example.com>`.
pub fn mailbox(text: &str) -> (&str, &str) {
    match text.rsplit_once('<') {
        Some((name, address)) => (name.trim().trim_matches('"'), address.trim_end_matches('>')),
        None => ("", text.trim()),
    }
}
