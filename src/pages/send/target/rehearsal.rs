//! A dry run: the very request that one letter would become, to be read, copied and tried. Nothing is sent.

use crate::components::{Kind, button, notice};
use crate::hooks::use_around;
use crate::pages::shared::copy;
use crate::platform::clock;
use crate::workbench::Workbench;
use engine::protocol::{Event as Told, Rehearsal, Request};
use relays::Choice;
use yew::prelude::*;

/// What a dry run is told.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The workbench.
    pub bench: Workbench,
    /// The relay.
    pub choice: Choice,
}

/// The button, and the request.
#[component]
pub fn DryRun(props: &Props) -> Html {
    let announcer = use_around().announcer;
    let shown = use_state(|| None::<Result<Rehearsal, String>>);
    {
        let shown = shown.clone();
        use_effect_with(props.choice.clone(), move |_| shown.set(None));
    }
    let rehearse = {
        let (bench, relay, shown) = (props.bench.clone(), props.choice.clone(), shown.clone());
        move |_| {
            let request = Request::Rehearse {
                letter: (*bench.letter()).clone(),
                at: bench.session.preview.as_ref().map_or(0, |preview| preview.recipient.at),
                now: clock::now_secs(),
                seed: clock::seed(),
                relay: relay.clone(),
            };
            let shown = shown.clone();
            let heard = Callback::from(move |(event, _)| match event {
                Told::Rehearsed(rehearsal) => shown.set(Some(Ok(*rehearsal))),
                Told::Failed { message } => shown.set(Some(Err(message))),
                _ => {}
            });
            bench.engine.ask(request, None, None, heard);
        }
    };
    let preview = props.bench.session.preview.clone().unwrap_or_default();
    html! {
        <>
            <div class="row">
                { button!(class: "small", onclick: rehearse, children: "Show the request of one letter") }
                if !preview.recipient.address.is_empty() { <span class="muted small cut">{ ["to ", &preview.recipient.address].concat() }</span> }
            </div>
            { match &*shown {
                None => Html::default(),
                Some(Err(words)) => notice!(kind: Kind::Warn, title: crate::text::sentence(words), role: "status"),
                Some(Ok(rehearsal)) => {
                    let curl = rehearsal.curl.clone();
                    let onclick = move |_| {
                        copy(&curl);
                        announcer.say("Copied");
                    };
                    html! {
                        <>
                            <div class="row">{ button!(class: "small", icon: "copy", onclick, children: "Copy as curl") }</div>
                            <pre class="onereq" tabindex="0" role="region" aria-label="The request of one letter">{ rehearsal.request.clone() }</pre>
                        </>
                    }
                }
            } }
        </>
    }
}
