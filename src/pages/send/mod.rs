//! Send: the letters leave as files, or are handed to the relay one by one.

mod before;
mod confirm;
mod envelope;
mod export;
mod gate;
mod going;
mod journal;
mod one;
mod outcomes;
mod presets;
mod relay;
mod remaining;
mod run;
mod silence;
mod target;
mod ways;

use crate::command::{Command, use_commands};
use crate::components::{Tab, tabs};
use crate::hooks::use_around;
use crate::platform::clock;
use crate::provider::use_workbench;
use crate::state::session::{SaveState, Told};
use crate::text;
use run::Phase;
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
    let around = use_around();
    let way = use_state(|| Way::Export);
    let view = use_state(|| "plan");
    let asking = use_state(|| false);
    let chosen = use_state(|| None::<usize>);
    let relay = relay::use_relay(*way == Way::Relay);
    let export = export::use_export(&bench);
    let redraw = use_force_update();
    let run = run::current();
    let to_files = {
        let way = way.clone();
        Callback::from(move |()| way.set(Way::Export))
    };
    let told = target::Told { wanted: *way == Way::Relay, relay: relay.clone(), export: to_files };
    let to = target::use_target(&bench, &told);
    let gate = gate::use_gate(&bench, &to);
    let presets = presets::use_presets(&bench, to.cards.as_ref(), relay.forwards());

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
        let (target, rate, at_once, waiver) = (to.target.clone(), to.rate, to.at_once, gate.waiver.clone());
        Callback::from(move |()| {
            asking.set(false);
            let Some(store) = bench.open_store() else { return };
            let (bench, view, redraw) = (bench.clone(), view.clone(), redraw.clone());
            let head =
                journal::Head { rate, at_once, waiver: waiver.clone(), ..head(&bench, target.clone()) };
            spawn_local(async move {
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
            .when(ready && to.problem.is_none() && free && gate.open)
        }
    }
    .keys("Mod+Enter");
    let planning = *view == "plan" || run.is_none();
    let (onway, to_plan, onview, close) = {
        let (way, plan, any, close) = (way.clone(), view.clone(), view.clone(), asking.clone());
        // The filter of the outcomes goes with their view.
        let (all, none) = (chosen.clone(), chosen.clone());
        (
            Callback::from(move |chosen| way.set(chosen)),
            Callback::from(move |()| {
                plan.set("plan");
                all.set(None);
            }),
            Callback::from(move |chosen| {
                any.set(chosen);
                none.set(None);
            }),
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
    // A letter that goes straight to a relay is another request than one through ours: its dry run shows that.
    let whole = *way == Way::Export || to.target.is_page();
    let one = one::use_one_letter(&bench, *way, planning && whole);
    let done = run.as_ref().is_some_and(|run| run.tally().phase == Phase::Done);
    let moment = use_memo(done, |_| clock::postmark());
    let name = to.target.name.clone();
    let asked = confirm::Props {
        open: *asking,
        count: kept,
        target: to.target.clone(),
        rate: to.rate,
        ondone: hand_over,
        onclose: close,
    };
    let confirm = confirm::use_confirm(&bench, &asked);
    let is_run = run.is_some();
    let under_way = run.as_ref().map(|run| run.head.target.clone()).unwrap_or_default();
    let key = target::key::use_key(&bench, &under_way, Callback::from(move |()| redraw.force_update()));
    let (body, command) = match run.filter(|_| !planning) {
        Some(run) => going::going(&bench, &run, &run.tally(), &moment, &chosen, to_plan, key),
        None => {
            let left = match *way {
                Way::Export => export::panel(&export),
                Way::Relay => to.panel,
            };
            let running = export.is_running();
            let before = before::Props {
                way: *way,
                action: action.clone(),
                to: name.clone(),
                problem: to.problem,
                running,
            };
            let plan = html! {
                <div class="two">
                    <div class="stack">
                        { ways::ways(*way, &onway) }
                        { left }
                        if whole { { one } }
                        if *way == Way::Relay { { presets } }
                    </div>
                    <aside class="stack side" aria-label="Before sending">
                        { envelope::envelope(&bench, &name) }
                        if *way == Way::Relay { { gate.panel } }
                        { before::before(&bench, &before) }
                    </aside>
                </div>
            };
            (plan, action)
        }
    };
    use_commands(&around.registry, vec![command]);
    html! {
        <div class="page">
            <div class="bar">
                <h1 tabindex="-1">{ "Send" }</h1>
                <p class="lede">{ lede }</p>
                if is_run {
                    { tabs(VIEWS, if planning { "plan" } else { "going" }, "View", "send-view", Some(""), onview) }
                }
            </div>
            <div id="send-view" role={is_run.then_some("tabpanel")} aria-labelledby={is_run.then_some(panel)}>
                { body }
            </div>
            { confirm }
        </div>
    }
}

fn letters_of(count: usize) -> String {
    text::some(count, "letter", "letters")
}

fn head(bench: &crate::workbench::Workbench, target: target::Target) -> journal::Head {
    let preview = bench.session.preview.clone().unwrap_or_default();
    let list = bench.session.list.clone().unwrap_or_default();
    journal::Head {
        letter: (*bench.letter()).clone(),
        subject: preview.subject.clone(),
        from: preview.from.clone(),
        list: list.name.clone(),
        rows: list.counts.rows,
        target,
        seed: clock::seed(),
        now: clock::now_secs(),
        total: list.counts.kept,
        ..journal::Head::default()
    }
}
