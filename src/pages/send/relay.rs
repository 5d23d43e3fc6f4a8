//! The relay: whether one answers here, and where it delivers to.

use crate::components::{Kind, button, notice, tag};
use crate::platform::{clock, relay_http};
use crate::text;
use crate::workbench::Workbench;
use relays::wire::{RELAY, RelayInfo};
use yew::platform::spawn_local;
use yew::prelude::*;

#[derive(Debug, Clone, PartialEq)]
enum Known {
    /// Not asked, or no answer yet.
    Nothing,
    /// It answered after so many milliseconds.
    Here(RelayInfo, f64),
    /// There is none, with the reason.
    Absent(String),
}

/// What is known of the relay.
#[derive(Clone, PartialEq)]
pub struct Relay {
    known: Known,
    again: Callback<()>,
}

impl Relay {
    /// Whether it answered.
    pub fn answers(&self) -> bool {
        matches!(self.known, Known::Here(..))
    }

    /// The presets for which the server keeps a key.
    pub fn forwards(&self) -> &[String] {
        match &self.known {
            Known::Here(info, _) => &info.forwards,
            _ => &[],
        }
    }

    /// Where it delivers to, in its own words; empty while unknown.
    pub fn target(&self) -> String {
        match &self.known {
            Known::Here(info, _) => info.target.clone(),
            _ => String::new(),
        }
    }
}

/// Asks for the relay as soon as it is wanted. Before that nothing leaves the tab.
#[hook]
pub fn use_relay(wanted: bool) -> Relay {
    let known = use_state(|| Known::Nothing);
    let again = {
        let known = known.clone();
        use_callback((), move |(), ()| {
            let known = known.clone();
            known.set(Known::Nothing);
            spawn_local(async move {
                let from = clock::now_millis();
                let answer = relay_http::send("GET", RELAY, &[], None).await;
                known.set(match answer {
                    Ok(answer) => match serde_json::from_str(&answer.body) {
                        Ok(info) => Known::Here(info, clock::now_millis() - from),
                        // A static host answers with its start page.
                        Err(_) => Known::Absent("This page is served without one".into()),
                    },
                    Err(words) => Known::Absent(words),
                });
            });
        })
    };
    {
        let again = again.clone();
        use_effect_with(wanted, move |wanted| {
            if *wanted {
                again.emit(());
            }
        });
    }
    Relay { known: (*known).clone(), again }
}

/// How it is, in a word.
pub fn sign(relay: &Relay) -> Html {
    match &relay.known {
        Known::Here(_, millis) => {
            tag(Kind::Ok, "ok", ["Answers in ", &(millis.round() as u64).to_string(), " ms"].concat())
        }
        Known::Nothing => html! { <span class="muted">{ "Asking…" }</span> },
        Known::Absent(_) => tag(Kind::Stop, "stop", "No answer"),
    }
}

/// What it says of itself. `export` chooses the other way.
pub fn about(bench: &Workbench, relay: &Relay, export: &Callback<()>) -> Html {
    let (again, export) = (relay.again.clone(), export.clone());
    let size = bench.session.review.as_ref().map_or(0, |review| review.size as u64);
    match &relay.known {
        Known::Nothing => html! { <p class="muted">{ "Whether a relay serves this page is asked now" }</p> },
        Known::Here(info, _) => html! {
            <>
                <dl class="kv">
                    <div><dt>{ "Delivers to" }</dt><dd class="mono">{ info.target.clone() }</dd></div>
                    <div><dt>{ "By" }</dt><dd>{ transport(&info.transport) }</dd></div>
                    <div><dt>{ "Longest letter" }</dt><dd>{ text::size(info.max_message_bytes) }</dd></div>
                    <div><dt>{ "A letter twice" }</dt><dd>{ if info.idempotent { "never: it knows what it took" } else { "may happen after a lost answer" } }</dd></div>
                </dl>
                if size > info.max_message_bytes {
                    { notice!(kind: Kind::Stop, title: "The letter is longer than the relay takes") }
                }
            </>
        },
        Known::Absent(reason) => notice!(kind: Kind::Stop, title: "No relay answers here", acts: html! {
            <>
                { button!(class: "small", onclick: move |_| again.emit(()), children: "Try again") }
                { button!(class: "small", onclick: move |_| export.emit(()), children: "Files instead") }
            </>
        }, children: html! { <p>
            { text::sentence(reason) }{ ". Nothing was sent. Start one with " }<code>{ "cargo xtask run" }</code>{ " or " }
            <code>{ "postroom serve" }</code>{ ", choose a relay that this page may call, or export the files." }
        </p> }),
    }
}

fn transport(name: &str) -> &'static str {
    match name {
        "file" => "writing into a Maildir folder",
        "smtps" => "SMTP over TLS",
        "preset" => "a provider’s own interface",
        _ => "SMTP",
    }
}
