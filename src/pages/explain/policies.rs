//! How often may a subscriber bounce? The rules of well-known programs, played over what came back.

use super::batch::add;
use crate::components::{button, empty, icon_of, wide};
use crate::text;
use crate::workbench::Workbench;
use engine::batch::{Batch, PolicyOutcome};
use engine::protocol::{Event as Told, Request};
use std::rc::Rc;
use yew::prelude::*;

/// Addresses listed of those whom a policy drops.
const SHOWN: usize = 100;

/// The view. `acts` is what an empty one offers.
#[hook]
pub fn use_policies(bench: &Workbench, batch: Option<Rc<Batch>>, open: bool, acts: Html) -> Html {
    let outcomes = use_state(Vec::<PolicyOutcome>::new);
    {
        let (outcomes, engine) = (outcomes.clone(), bench.engine.clone());
        use_effect_with((batch.clone(), open), move |(batch, open)| {
            if *open && batch.as_ref().is_some_and(|batch| batch.answers > 0) {
                let answer = Callback::from(move |(event, _)| {
                    if let Told::Policies(all) = event {
                        outcomes.set(all);
                    }
                });
                engine.ask(Request::Policies, None, None, answer);
            }
        });
    }
    let Some(all) = batch.filter(|_| open) else { return Html::default() };
    if all.answers == 0 {
        let text = "See whom each rule would drop, before you choose one.";
        return html! { <section class="sheet">{ empty("Paste a year of bounces", text, acts) }</section> };
    }
    let most = outcomes.iter().map(|outcome| outcome.dropped.len()).max().unwrap_or(0).max(1);
    let days = if all.dated {
        "The days are those that the text tells."
    } else {
        "The text tells no days, so each answer counts as a day of its own."
    };
    html! {
        <div class="stack">
            <section class="sheet pad bsum" aria-labelledby="policies-h">
                <div class="grow">
                    <h2 id="policies-h">{ "How often may a subscriber bounce?" }</h2>
                    <p class="muted">{ ["Whom each rule would drop by the ", &text::some(all.answers, "answer", "answers"), " that came back. ", days].concat() }</p>
                </div>
            </section>
            <section class="sheet" aria-label="Policies">
                { for outcomes.iter().map(|outcome| policy(outcome, most, bench)) }
            </section>
        </div>
    }
}

/// One policy: its rule, how many it drops, and, opened, whom.
fn policy(outcome: &PolicyOutcome, most: usize, bench: &Workbench) -> Html {
    let dropped = &outcome.dropped;
    let apply = {
        let (bench, addresses) = (bench.clone(), dropped.clone());
        move |_| add(&bench, addresses.clone())
    };
    let more = dropped.len().saturating_sub(SHOWN);
    html! {
        <details class="fold vmore policy" key={outcome.id.clone()}>
            <summary>
                { icon_of("right", "i i-s chev") }
                <span class="grow"><b>{ outcome.name.clone() }</b></span>
                <span class="dropbar" aria-hidden="true"><span class="b" style={wide((dropped.len() * 1000 / most) as u64)}></span></span>
                <span class="num">{ ["drops ", &text::count(dropped.len())].concat() }</span>
            </summary>
            <div class="stack pad">
                <p>{ outcome.text.clone() }</p>
                <p class="muted small">{ ["Source: ", &outcome.source].concat() }</p>
                if !dropped.is_empty() {
                    <ul class="mono small wrap-any">{ for dropped.iter().take(SHOWN).map(|address| html! { <li key={address.clone()}>{ address.clone() }</li> }) }</ul>
                    if more > 0 { <p class="muted small">{ ["and ", &text::count(more), " more"].concat() }</p> }
                    <p>{ button!(icon: "block", onclick: apply, children: ["Suppress these ", &text::count(dropped.len())].concat()) }</p>
                }
            </div>
        </details>
    }
}
