//! The key of a relay: in this tab's memory until it is closed, or kept encrypted under a passphrase if the user says so.
//! It is in no campaign, journal, export, log or address.

use super::Target;
use crate::components::{Kind, button, field, tag};
use crate::platform::vault;
use crate::text;
use crate::workbench::Workbench;
use relays::{Choice, Secret};
use std::cell::RefCell;
use std::collections::HashMap;
use yew::platform::spawn_local;
use yew::prelude::*;

thread_local! {
    static KEYS: RefCell<HashMap<String, String>> = RefCell::default();
}

/// The key that the user gave for a relay; empty where there is none.
pub fn of(target: &Target) -> Secret {
    Secret(KEYS.with_borrow(|keys| keys.get(&name_of(target)).cloned().unwrap_or_default()))
}

/// Whether the key that it needs is still to be given.
pub fn is_missing(target: &Target) -> bool {
    target.needs_key && of(target).0.is_empty()
}

/// Keys belong to an address: another address never gets the key of the one before.
fn name_of(target: &Target) -> String {
    match &target.choice {
        Choice::Own(own) => ["own ", &own.url].concat(),
        Choice::Preset { id, settings } => {
            [id, " ", settings.get("url").map(String::as_str).unwrap_or_default()].concat()
        }
    }
}

fn put(name: &str, key: String) {
    KEYS.with_borrow_mut(|keys| match key.is_empty() {
        true => drop(keys.remove(name)),
        false => drop(keys.insert(name.to_owned(), key)),
    });
}

/// How the user keeps a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kept {
    No,
    Sealed,
}

/// The block with the key's field. `changed` is called when there is another key.
#[hook]
pub fn use_key(bench: &Workbench, target: &Target, changed: Callback<()>) -> Html {
    let name = name_of(target);
    let kept = use_state(|| Kept::No);
    let phrase = use_state(String::new);
    let said = use_state(|| None::<Result<&'static str, String>>);
    {
        let (bench, kept, said, phrase) = (bench.clone(), kept.clone(), said.clone(), phrase.clone());
        let takes = target.takes_key;
        use_effect_with((name.clone(), takes, bench.campaign.loaded), move |(name, takes, _)| {
            said.set(None);
            phrase.set(String::new());
            kept.set(Kept::No);
            if let Some(store) = bench.open_store().filter(|_| *takes) {
                let name = name.clone();
                spawn_local(async move {
                    if vault::has(&store, &name).await {
                        kept.set(Kept::Sealed);
                    }
                });
            }
        });
    }
    // A page that is drawn for a relay without keys has no field of one.
    if !target.takes_key {
        return Html::default();
    }
    let key = of(target).0;
    let act = |deed: Deed| {
        let (bench, name, key, phrase) = (bench.clone(), name.clone(), key.clone(), phrase.clone());
        let (kept, said, changed) = (kept.clone(), said.clone(), changed.clone());
        move |_: MouseEvent| {
            let (bench, name, key, phrase) = (bench.clone(), name.clone(), key.clone(), phrase.clone());
            let (kept, said, changed) = (kept.clone(), said.clone(), changed.clone());
            spawn_local(async move {
                let Some(store) = bench.open_store() else { return };
                let done = match deed {
                    Deed::Keep => vault::keep(&store, &name, &phrase, &key).await.map(|()| Kept::Sealed),
                    Deed::Forget => vault::forget(&store, &name).await.map(|()| Kept::No),
                    Deed::Open => vault::open(&store, &name, &phrase).await.map(|key| {
                        put(&name, key);
                        Kept::Sealed
                    }),
                };
                said.set(Some(done.map(|now| {
                    kept.set(now);
                    phrase.set(String::new());
                    deed.done()
                })));
                changed.emit(());
            });
        }
    };
    let onkey = {
        let (name, changed) = (name.clone(), changed.clone());
        Callback::from(move |value: String| {
            put(&name, value.trim().to_owned());
            changed.emit(());
        })
    };
    let onphrase = {
        let phrase = phrase.clone();
        Callback::from(move |value| phrase.set(value))
    };
    let (sealed, given) = (*kept == Kept::Sealed, !key.is_empty());
    let label = match (target.key_is_pair, target.needs_key) {
        (true, true) => "User and password, with a colon between",
        (true, false) => "User and password, if it asks for them",
        (false, true) => "Key",
        (false, false) => "Key, if it asks for one",
    };
    let hint = if sealed { "Kept here, encrypted" } else { "Forgotten when this tab is closed" };
    html! {
        <div class="stack" role="group" aria-label="Key">
            if given { <p>{ tag(Kind::Ok, "ok", "This tab has the key") }</p> }
            { field!(id: "relay-key", label: label, kind: "password", value: key.clone(), hint: hint, oninput: onkey) }
            if given && !sealed || sealed && !given {
                { field!(id: "relay-phrase", label: if sealed { "Passphrase" } else { "Passphrase, to keep the key here" }, kind: "password", value: (*phrase).clone(), hint: if sealed { "Opens the key that is kept here" } else { "The key is encrypted under it; nobody can tell it to you again" }, oninput: onphrase) }
            }
            <div class="row">
                if sealed && !given { { button!(class: "small", disabled: phrase.is_empty(), onclick: act(Deed::Open), children: "Open the key") } }
                if given && !sealed { { button!(class: "small", disabled: phrase.chars().count() < SHORTEST, onclick: act(Deed::Keep), children: "Keep it encrypted") } }
                if sealed { { button!(class: "small quiet", onclick: act(Deed::Forget), children: "Forget the kept key") } }
            </div>
            { match &*said {
                None => Html::default(),
                Some(Ok(word)) => html! { <p class="muted small" role="status">{ *word }</p> },
                Some(Err(word)) => html! { <p class="is-danger small" role="alert">{ text::sentence(word) }</p> },
            } }
        </div>
    }
}

/// A passphrase has at least so many characters.
const SHORTEST: usize = 8;

#[derive(Debug, Clone, Copy)]
enum Deed {
    Keep,
    Open,
    Forget,
}

impl Deed {
    fn done(self) -> &'static str {
        match self {
            Deed::Keep => "The key is kept, encrypted",
            Deed::Open => "The key is open, until this tab is closed",
            Deed::Forget => "The kept key is gone",
        }
    }
}
