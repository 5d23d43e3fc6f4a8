//! Other relays: whether a page may call them, said before anybody types a key; how to use them; and the very request
//! that one letter would become.

use super::target::rehearsal::DryRun;
use super::target::{Target, callable, fields};
use crate::components::{Kind, button, icon_of, tag};
use crate::hooks::use_around;
use crate::pages::shared::{copy, select};
use crate::workbench::Workbench;
use engine::protocol::RelayCard;
use relays::Browser;
use std::collections::BTreeMap;
use std::rc::Rc;
use yew::prelude::*;

/// The fold. `forwards` are the presets for which the server behind this page keeps a key.
#[hook]
pub fn use_presets(bench: &Workbench, cards: Option<&Rc<Vec<RelayCard>>>, forwards: &[String]) -> Html {
    let announcer = use_around().announcer;
    let chosen = use_state(|| "postmark-batch".to_owned());
    let settings = use_state(BTreeMap::<String, String>::new);
    let choose = {
        let (chosen, settings) = (chosen.clone(), settings.clone());
        Callback::from(move |id| {
            chosen.set(id);
            settings.set(BTreeMap::new());
        })
    };
    let onsetting = {
        let settings = settings.clone();
        Callback::from(move |(name, value): (String, String)| {
            let mut changed = (*settings).clone();
            changed.insert(name, value);
            settings.set(changed);
        })
    };
    let said = {
        let announcer = announcer.clone();
        Callback::from(move |text: String| {
            copy(&text);
            announcer.say("Copied");
        })
    };
    let card = cards.and_then(|cards| cards.iter().find(|card| card.id == *chosen).cloned());
    html! {
        <details class="sheet fold">
            <summary>
                { icon_of("right", "i i-s chev") }<span class="grow">{ "Providers and mail engines" }</span>
                <span class="muted small cut">{ "Postmark, SES, Resend, KumoMTA…" }</span>
            </summary>
            <div class="rbody stack">
                if let Some(card) = card {
                    { select("preset", "Relay", &chosen, &options(cards), choose) }
                    { about(&card, forwards) }
                    { fields("setting-", &card.settings, &settings, &onsetting) }
                    { how(&card, &settings, forwards, &said) }
                    <DryRun bench={bench.clone()} choice={Target::of_card(&card, &settings).choice} />
                }
            </div>
        </details>
    }
}

fn options(cards: Option<&Rc<Vec<RelayCard>>>) -> Vec<(String, String)> {
    cards
        .into_iter()
        .flat_map(|cards| cards.iter())
        .map(|card| (card.id.clone(), card.name.clone()))
        .collect()
}

/// The verdict on pages, and what else one should know.
fn about(card: &RelayCard, forwards: &[String]) -> Html {
    let (kind, icon, word) = match card.browser {
        _ if forwards.contains(&card.id) => (Kind::Ok, "ok", "This server has a key for it"),
        Browser::Yes => (Kind::Ok, "ok", "A page may call it"),
        Browser::SameOrigin => (Kind::Warn, "warn", "Only from its own address"),
        Browser::No => (Kind::Stop, "stop", "Not from a page"),
    };
    let twice = match card.knows_key_secs {
        Some(seconds) if seconds > 400 * 86_400 => "Never: it knows every letter it took".to_owned(),
        Some(seconds) => ["Never within ", &crate::text::time(seconds as f64 * 1000.0)].concat(),
        None => "It can’t be asked: after a lost answer you decide".to_owned(),
    };
    html! {
        <>
            <p>{ tag(kind, icon, word) }</p>
            <p class="muted">{ card.note.clone() }</p>
            <dl class="kv">
                <div><dt>{ "In one request" }</dt><dd>{ crate::text::some(card.letters, "letter", "letters") }if let Some(why) = &card.one_by_one { <small class="muted">{ ". " }{ why.clone() }</small> }</dd></div>
                <div><dt>{ "A letter twice" }</dt><dd>{ twice }</dd></div>
                if let Some(merge) = &card.merge { <div><dt>{ "Its own merge" }</dt><dd>{ merge.clone() }</dd></div> }
                if card.documentation.starts_with("https://") {
                    <div><dt>{ "Described at" }</dt><dd><a href={card.documentation.clone()} target="_blank" rel="noreferrer">{ host(&card.documentation) }</a></dd></div>
                }
            </dl>
        </>
    }
}

/// The command that does it, since the key must not come into a page.
fn how(
    card: &RelayCard,
    settings: &BTreeMap<String, String>,
    forwards: &[String],
    said: &Callback<String>,
) -> Html {
    if forwards.contains(&card.id) {
        return html! { <p>{ "Choose the relay of this page above: it hands letters to this provider with its own key." }</p> };
    }
    if callable(card) {
        return html! { <p>{ "It can be chosen as the relay above; so can the command hand over to it." }</p> };
    }
    let set = settings.iter().filter(|(_, value)| !value.is_empty());
    let query: Vec<String> = set
        .map(|(name, value)| [name, "=", &String::from(js_sys::encode_uri_component(value))].concat())
        .collect();
    let query = if query.is_empty() { String::new() } else { ["?", &query.join("&")].concat() };
    let key = if card.needs_key { "POSTROOM_KEY=… " } else { "" };
    let command = [key, "postroom send letters.zip --relay \"preset:", &card.id, &query, "\""].concat();
    let onclick = {
        let (said, command) = (said.clone(), command.clone());
        move |_| said.emit(command.clone())
    };
    html! {
        <>
            <p class="small">{ "Export a zip, then hand it over with the command; the key stays on your machine:" }</p>
            <div class="row"><code class="grow wrap-any">{ command }</code>{ button!(class: "small icon quiet", icon: "copy", label: "Copy the command", onclick) }</div>
        </>
    }
}

fn host(url: &str) -> String {
    url.trim_start_matches("https://").split('/').next().unwrap_or_default().to_owned()
}
