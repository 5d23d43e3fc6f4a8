//! Send: the letters leave as files, or are handed to the relay one by one.

mod before;
mod confirm;
mod envelope;
mod export;
mod going;
mod journal;
mod one;
mod outcomes;
mod relay;
mod run;
mod ways;

use crate::command::{Command, use_commands};
use crate::components::{Tab, Tabs};
use crate::platform::clock;
use crate::provider::use_workbench;
use crate::state::session::{SaveState, Told};
use crate::text;
use run::{Phase, Run};
use std::rc::Rc;
use yew::platform::spawn_local;
use yew::prelude::*;

const VIEWS: &[Tab] =
    &[Tab { id: "plan", label: "Plan", icon: None }, Tab { id: "going", label: "Under way", icon: None }];

/// How the letters leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// As files.
    Export,
    /// Through the relay.
    Relay,
}

/// The page.
#[component]
pub fn Send() -> Html {
    let bench = use_workbench();
    let way = use_state(|| Way::Export);
    let view = use_state(|| "plan");
    let asking = use_state(|| false);
    let relay = relay::use_relay(*way == Way::Relay);
    let export = export::use_export();
    let redraw = use_force_update();
    let run = run::current();

    // The journal of the last hand-over shows itself, also after the tab was closed.
    {
        let (bench, view, way, redraw) = (bench.clone(), view.clone(), way.clone(), redraw.clone());
        use_effect_with(bench.campaign.loaded, move |loaded| {
            if let Some(store) = bench.open_store().filter(|_| *loaded) {
                spawn_local(async move {
                    let Some(run) = run::reopen(&store).await else { return };
                    let phase = run.tally().phase;
                    if phase != Phase::Done {
                        way.set(Way::Relay);
                        view.set("going");
                    }
                    run.listen(Callback::from(move |()| redraw.force_update()));
                });
            }
        });
    }
    use_effect_with((), |()| {
        || {
            if let Some(run) = run::current() {
                run.listen(Callback::noop());
            }
        }
    });

    let kept = bench.session.kept().unwrap_or_default();
    let ready = before::is_ready(&bench);
    let hand_over = {
        let (bench, view, asking, redraw) = (bench.clone(), view.clone(), asking.clone(), redraw.clone());
        let target = relay.target();
        Callback::from(move |()| {
            asking.set(false);
            let Some(store) = bench.open_store() else { return };
            let (bench, view, redraw, target) = (bench.clone(), view.clone(), redraw.clone(), target.clone());
            spawn_local(async move {
                let head = head(&bench, target);
                match run::begin(&store, head).await {
                    Ok(run) => {
                        run.listen(Callback::from(move |()| redraw.force_update()));
                        run.go_on(&bench);
                        view.set("going");
                    }
                    Err(why) => bench.session.dispatch(Told::Save(SaveState::Failed(why))),
                }
            });
        })
    };
    let letters = text::some(kept, "letter", "letters");
    let action = match *way {
        Way::Export => {
            let start = export.start.clone();
            Command::new("export", ["Export ", &letters].concat(), "download", move |()| start.emit(()))
                .when(ready && !export.is_running())
        }
        Way::Relay => {
            let asking = asking.clone();
            let free =
                run.as_ref().is_none_or(|run| !matches!(run.tally().phase, Phase::Running | Phase::Halting));
            Command::new("hand-over", ["Hand over ", &letters, "…"].concat(), "send", move |()| {
                asking.set(true)
            })
            .when(ready && relay.answers() && free)
        }
    }
    .keys("Mod+Enter");
    let planning = *view == "plan" || run.is_none();
    use_commands(if planning { vec![action.clone()] } else { Vec::new() });
    let (onway, to_plan, onview, close) = {
        let (way, plan, any, close) = (way.clone(), view.clone(), view.clone(), asking.clone());
        (
            Callback::from(move |chosen| way.set(chosen)),
            Callback::from(move |()| plan.set("plan")),
            Callback::from(move |chosen| any.set(chosen)),
            Callback::from(move |()| close.set(false)),
        )
    };
    let lede = match &run {
        Some(run) => {
            let tally = run.tally();
            [&text::count(tally.done), " of ", &letters_of(tally.total), " handed over"].concat()
        }
        None => "Nothing has left this tab".to_owned(),
    };
    let panel = if planning { "send-view-plan" } else { "send-view-going" };
    html! {
        <div class="page">
            <div class="bar">
                <h1 tabindex="-1">{ "Send" }</h1>
                <p class="lede">{ lede }</p>
                if run.is_some() {
                    <Tabs seg=true items={VIEWS} chosen={if planning { "plan" } else { "going" }} label="View" panel="send-view" onchoose={onview} />
                }
            </div>
            <div id="send-view" role={run.is_some().then_some("tabpanel")} aria-labelledby={run.is_some().then_some(panel)}>
                if let (false, Some(run)) = (planning, run) {
                    <going::Going tally={run.tally()} run={Same(run)} onplan={to_plan} />
                } else {
                    <div class="two">
                        <div class="stack">
                            <ways::Ways chosen={*way} onchoose={onway.clone()} />
                            { match *way {
                                Way::Export => html! { <export::Panel export={export.clone()} /> },
                                Way::Relay => html! { <relay::Panel relay={relay.clone()} onexport={onway.reform(|()| Way::Export)} /> },
                            } }
                            <one::OneLetter way={*way} />
                        </div>
                        <aside class="stack side" aria-label="Before sending">
                            <envelope::Envelope relay={relay.target()} />
                            <before::Before way={*way} {action} relay={relay.clone()} running={export.is_running()} />
                        </aside>
                    </div>
                }
            </div>
            <confirm::Confirm open={*asking} count={kept} relay={relay.target()} ondone={hand_over} onclose={close} />
        </div>
    }
}

/// A run as a property: the same one is equal to itself.
#[derive(Clone)]
pub struct Same(pub Rc<Run>);

impl PartialEq for Same {
    fn eq(&self, other: &Same) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

fn letters_of(count: usize) -> String {
    text::some(count, "letter", "letters")
}

fn head(bench: &crate::workbench::Workbench, relay: String) -> journal::Head {
    let preview = bench.session.preview.clone().unwrap_or_default();
    let list = bench.session.list.clone().unwrap_or_default();
    journal::Head {
        letter: (*bench.letter()).clone(),
        subject: preview.subject.clone(),
        from: preview.from.clone(),
        list: list.name.clone(),
        rows: list.counts.rows,
        relay,
        seed: clock::seed(),
        now: clock::now_secs(),
        total: list.counts.kept,
    }
}
