//! The panel in which a relay is chosen and told what it needs.

use super::rehearsal::DryRun;
use super::{Draft, OWN, PAGE, Target, callable, fields, key, own};
use crate::components::{Kind, field, notice, tag};
use crate::hooks::use_around;
use crate::pages::send::relay::{self, Relay};
use crate::pages::shared::select;
use crate::text;
use crate::workbench::Workbench;
use engine::protocol::{Event as Heard, RelayCard, Request};
use relays::Browser;
use std::rc::Rc;
use yew::platform::spawn_local;
use yew::prelude::*;

/// What the panel is told.
pub struct Told {
    /// Whether letters are to be handed over at all; before that nothing is asked for.
    pub wanted: bool,
    /// The relay of this page.
    pub relay: Relay,
    /// Chooses the files instead.
    pub export: Callback<()>,
}

/// The relay that is chosen.
pub struct Chosen {
    /// The relay.
    pub target: Target,
    /// Why letters can't go to it yet; `None` where they can.
    pub problem: Option<String>,
    /// Letters a second at most; 0 for no bound.
    pub rate: u32,
    /// Requests that are out at a time; 0 for the relay's own bound.
    pub at_once: u32,
    /// The panel.
    pub panel: Html,
    /// Every preset, once they were read.
    pub cards: Option<Rc<Vec<RelayCard>>>,
}

/// The relay and its panel.
#[hook]
pub fn use_target(bench: &Workbench, told: &Told) -> Chosen {
    let redraw = use_force_update();
    let cards = use_state(|| None::<Rc<Vec<RelayCard>>>);
    let draft = Draft::known();
    {
        let (bench, cards, redraw) = (bench.clone(), cards.clone(), redraw.clone());
        let ready = told.wanted && bench.campaign.loaded && bench.engine_is_ready();
        use_effect_with(ready, move |ready| {
            if !ready {
                return;
            }
            let heard = Callback::from(move |(event, _)| {
                if let Heard::Relays(all) = event {
                    cards.set(Some(Rc::new(all)));
                }
            });
            bench.engine.ask(Request::Relays, None, None, heard);
            if let Some(store) = bench.open_store() {
                spawn_local(async move {
                    Draft::read(&store).await;
                    redraw.force_update();
                });
            }
        });
    }
    let draft = draft.unwrap_or_default();
    let change = {
        let (bench, redraw) = (bench.clone(), redraw.clone());
        Callback::from(move |draft: Draft| {
            draft.remember();
            if let Some(store) = bench.open_store() {
                spawn_local(async move { draft.write(&store).await });
            }
            redraw.force_update();
        })
    };
    let card = cards.as_ref().and_then(|cards| cards.iter().find(|card| card.id == draft.id)).cloned();
    let (target, mut problem) = draft.target(card.as_ref(), &told.relay.target());
    let key = key::use_key(bench, &target, Callback::from(move |()| redraw.force_update()));
    if target.is_page() && !told.relay.answers() {
        problem = Some("no relay answers".into());
    }
    if problem.is_none() && key::is_missing(&target) {
        problem = Some("the relay needs a key".into());
    }
    let around = use_around();
    let panel = html! {
        <section class="sheet" aria-labelledby="relay-h">
            <header>
                <h2 id="relay-h">{ "Relay" }</h2>
                if target.is_page() { { relay::sign(&told.relay) } } else { { verdict(card.as_ref()) } }
            </header>
            <div class="rbody stack">
                { select("relay", "Hand over to", &draft.id, &options(cards.as_ref()), choose(&draft, &change, &around.announcer)) }
                if target.is_page() {
                    { relay::about(bench, &told.relay, &told.export) }
                } else {
                    { direct(&draft, card.as_ref(), &change) }
                    { key }
                    if let Some(problem) = &problem { { notice!(kind: Kind::Info, title: text::sentence(problem)) } }
                    <DryRun bench={bench.clone()} choice={target.choice.clone()} />
                }
                { pace(&draft, &target, &change) }
            </div>
        </section>
    };
    let (rate, at_once) = (draft.rate, draft.at_once);
    Chosen { target, problem, rate, at_once, panel, cards: (*cards).clone() }
}

fn options(cards: Option<&Rc<Vec<RelayCard>>>) -> Vec<(String, String)> {
    let page = (PAGE.to_owned(), "The relay of this page".to_owned());
    let presets = cards.into_iter().flat_map(|cards| cards.iter()).filter(|card| callable(card));
    let presets = presets.map(|card| (card.id.clone(), card.name.clone()));
    let own = (OWN.to_owned(), "A relay that you describe".to_owned());
    [page].into_iter().chain(presets).chain([own]).collect()
}

fn choose(
    draft: &Draft,
    change: &Callback<Draft>,
    announcer: &crate::components::Announcer,
) -> Callback<String> {
    let (draft, change, announcer) = (draft.clone(), change.clone(), announcer.clone());
    Callback::from(move |id: String| {
        announcer.say("Another relay is chosen");
        change.emit(Draft { id, ..draft.clone() });
    })
}

/// Whether a page may call it, said before anybody types a key.
fn verdict(card: Option<&RelayCard>) -> Html {
    match card.map(|card| card.browser) {
        Some(Browser::SameOrigin) => tag(Kind::Warn, "warn", "Only from its own address"),
        _ => tag(Kind::Info, "info", "From this page, where it allows that"),
    }
}

/// What is not as safe as through our own relay. Browsers send a request again by themselves when a connection that was
/// kept open is cut before an answer, and tell no page.
const DOUBTS: &str = "It can’t be asked what it took: after a lost answer you decide, and a server that hangs up in the \
                      middle may be asked twice by the browser itself";

/// What a relay without ours between has to be told.
fn direct(draft: &Draft, card: Option<&RelayCard>, change: &Callback<Draft>) -> Html {
    let Some(card) = card else {
        return html! {
            <>
                <p class="muted">{ "Letters go from this tab to the server at this address. It has to allow this page (CORS). " }{ DOUBTS }</p>
                { own::form(draft, change) }
            </>
        };
    };
    let onchange = {
        let (draft, change, id) = (draft.clone(), change.clone(), card.id.clone());
        Callback::from(move |(name, value): (String, String)| {
            let mut draft = draft.clone();
            draft.settings.entry(id.clone()).or_default().insert(name, value);
            change.emit(draft);
        })
    };
    let said = draft.settings.get(&card.id).cloned().unwrap_or_default();
    html! {
        <>
            <p class="muted">{ card.note.clone() }{ ". " }{ DOUBTS }</p>
            { fields("relay-", &card.settings, &said, &onchange) }
        </>
    }
}

/// The user's own bounds.
fn pace(draft: &Draft, target: &Target, change: &Callback<Draft>) -> Html {
    let with = |set: fn(&mut Draft, u32)| {
        let (draft, change) = (draft.clone(), change.clone());
        Callback::from(move |text: String| {
            let mut draft = draft.clone();
            set(&mut draft, text.trim().parse().unwrap_or(0));
            change.emit(draft);
        })
    };
    let shown = |number: u32| if number == 0 { String::new() } else { number.to_string() };
    let bound = [&target.at_once.to_string(), " unless you say fewer"].concat();
    html! {
        <>
            { field!(id: "rate", label: "Letters a second at most", inputmode: "numeric", placeholder: "As fast as it takes them", value: shown(draft.rate), oninput: with(|draft, number| draft.rate = number)) }
            { field!(id: "at-once", label: "Requests at a time", inputmode: "numeric", hint: AttrValue::from(bound), value: shown(draft.at_once), oninput: with(|draft, number| draft.at_once = number)) }
        </>
    }
}
