//! Other relays: whether a page may call them, said before anybody types a key; how to use them; and the very request
//! that one letter would become.

use crate::components::{Kind, button, icon_of, notice, tag};
use crate::hooks::use_around;
use crate::pages::shared::{copy, select};
use crate::platform::clock;
use crate::workbench::Workbench;
use engine::protocol::{Event as Told, Rehearsal, RelayCard, Request};
use relays::Browser;
use relays::preset::Setting;
use std::collections::BTreeMap;
use std::rc::Rc;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

/// The fold. `forwards` are the presets for which the server behind this page keeps a key.
#[hook]
pub fn use_presets(bench: &Workbench, forwards: &[String]) -> Html {
    let announcer = use_around().announcer;
    let cards = use_state(|| None::<Rc<Vec<RelayCard>>>);
    let chosen = use_state(|| "postmark-batch".to_owned());
    let settings = use_state(BTreeMap::<String, String>::new);
    let shown = use_state(|| None::<Result<Rehearsal, String>>);
    let ontoggle = {
        let (bench, cards) = (bench.clone(), cards.clone());
        Callback::from(move |event: Event| {
            let is_open = event.target_unchecked_into::<Element>().has_attribute("open");
            if is_open && cards.is_none() {
                let cards = cards.clone();
                let heard = Callback::from(move |(event, _)| {
                    if let Told::Relays(all) = event {
                        cards.set(Some(Rc::new(all)));
                    }
                });
                bench.engine.ask(&Request::Relays, None, None, heard);
            }
        })
    };
    let choose = {
        let (chosen, settings, shown) = (chosen.clone(), settings.clone(), shown.clone());
        Callback::from(move |id| {
            chosen.set(id);
            settings.set(BTreeMap::new());
            shown.set(None);
        })
    };
    let rehearse = {
        let (bench, chosen, settings, shown) =
            (bench.clone(), chosen.clone(), settings.clone(), shown.clone());
        move |_| {
            let at = bench.session.preview.as_ref().map_or(0, |preview| preview.recipient.at);
            let request = Request::Rehearse {
                letter: (*bench.letter()).clone(),
                at,
                now: clock::now_secs(),
                seed: clock::seed(),
                preset: (*chosen).clone(),
                settings: settings.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
            };
            let shown = shown.clone();
            let heard = Callback::from(move |(event, _)| match event {
                Told::Rehearsed(rehearsal) => shown.set(Some(Ok(*rehearsal))),
                Told::Failed { message } => shown.set(Some(Err(message))),
                _ => {}
            });
            bench.engine.ask(&request, None, None, heard);
        }
    };
    let said = {
        let announcer = announcer.clone();
        Callback::from(move |text: String| {
            copy(&text);
            announcer.say("Copied");
        })
    };
    let card = cards.as_ref().and_then(|cards| cards.iter().find(|card| card.id == *chosen).cloned());
    html! {
        <details class="sheet fold" {ontoggle}>
            <summary>
                { icon_of("right", "i i-s chev") }<span class="grow">{ "Providers and mail engines" }</span>
                <span class="muted small cut">{ "Postmark, SES, Resend, KumoMTA…" }</span>
            </summary>
            <div class="rbody stack">
                if let Some(card) = card {
                    { select("preset", "Relay", &chosen, &options(cards.as_ref()), choose) }
                    { about(&card, forwards) }
                    { fields(&card, &settings) }
                    { how(&card, &settings, forwards, &said) }
                    <div class="row">{ button!(class: "small", onclick: rehearse, children: "Show the request of one letter") }</div>
                    { match &*shown {
                        None => Html::default(),
                        Some(Err(words)) => notice!(kind: Kind::Warn, title: crate::text::sentence(words), role: "status"),
                        Some(Ok(rehearsal)) => {
                            let (said, curl) = (said.clone(), rehearsal.curl.clone());
                            html! {
                                <>
                                    <div class="row">{ button!(class: "small", icon: "copy", onclick: move |_| said.emit(curl.clone()), children: "Copy as curl") }</div>
                                    <pre class="onereq" tabindex="0" role="region" aria-label="The request of one letter">{ rehearsal.request.clone() }</pre>
                                </>
                            }
                        }
                    } }
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
                <div><dt>{ "In one request" }</dt><dd>{ crate::text::some(card.letters, "letter", "letters") }</dd></div>
                <div><dt>{ "A letter twice" }</dt><dd>{ twice }</dd></div>
                if let Some(merge) = &card.merge { <div><dt>{ "Its own merge" }</dt><dd>{ merge.clone() }</dd></div> }
                if card.documentation.starts_with("https://") {
                    <div><dt>{ "Described at" }</dt><dd><a href={card.documentation.clone()} target="_blank" rel="noreferrer">{ host(&card.documentation) }</a></dd></div>
                }
            </dl>
        </>
    }
}

fn fields(card: &RelayCard, settings: &UseStateHandle<BTreeMap<String, String>>) -> Html {
    let one = |setting: &Setting| {
        let (all, name) = (settings.clone(), setting.name.clone());
        let oninput = Callback::from(move |event: InputEvent| {
            let mut changed = (*all).clone();
            changed.insert(name.clone(), event.target_unchecked_into::<HtmlInputElement>().value());
            all.set(changed);
        });
        let value = settings.get(&setting.name).cloned().unwrap_or_default();
        let id = ["setting-", &setting.name].concat();
        html! {
            <div class="field" key={setting.name.clone()}>
                <label for={id.clone()}>{ setting.label.clone() }</label>
                <input class="input" {id} {value} placeholder={setting.default.clone()} {oninput} />
            </div>
        }
    };
    card.settings.iter().map(one).collect()
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
