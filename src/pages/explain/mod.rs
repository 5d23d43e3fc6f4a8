//! Explain: what came back, what it means, whose fault it is, and what to do.

mod ask;
mod batch;
mod choose;
mod codes;
mod earlier;
mod lines;
mod pasted;
mod policies;
mod verdict;
mod why;
mod words;

use super::shared::{Choice, files_button, focus, use_drop_files};
use crate::command::use_commands;
use crate::components::{Tab, button, empty, tabs};
use crate::hooks::use_around;
use crate::provider::use_workbench;
use crate::route::Route;
use crate::state::campaign::{Action, Explained};
use ask::{explain, joined};
use bounces::Explanation;
use engine::batch::Batch;
use gloo::timers::callback::Timeout;
use js_sys::Uint8Array;
use std::rc::Rc;
use web_sys::File;
use yew::platform::spawn_local;
use yew::prelude::*;

/// What is typed is explained when the hands rest for so long, in milliseconds.
const REST_MILLIS: u32 = 150;
/// What stands for so long is kept in the history, in milliseconds.
const KEPT_MILLIS: u32 = 700;

/// The views of the page.
const VIEWS: [Tab; 4] = [
    Tab { id: "back", label: "What came back", icon: None },
    Tab { id: "batch", label: "Batch", icon: None },
    Tab { id: "codes", label: "All codes", icon: None },
    Tab { id: "policies", label: "How often may it bounce?", icon: None },
];

/// From so many answers on a file is shown as a batch.
const MANY: usize = 10;

/// An answer as Gmail gives it, to try the page with.
const EXAMPLE: &str = "550-5.7.26 Your email has been blocked because the sender is unauthenticated.
550-5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM.
550-5.7.26
550-5.7.26  Authentication results:
550-5.7.26  DKIM = did not pass
550-5.7.26  SPF [harbourvoices.example] with ip: [203.0.113.24] = did not pass
550-5.7.26
550-5.7.26  For instructions on setting up authentication, go to
550 5.7.26  https://support.google.com/mail/answer/81126#authentication 4fb4d7f45d1cf-5cfcb3c0 - gsmtp";

/// The page.
#[component]
pub fn Explain() -> Html {
    let bench = use_workbench();
    let around = use_around();
    let text = use_state(String::new);
    let answer = use_state(|| None::<Rc<Explanation>>);
    let batch = use_state(|| None::<Rc<Batch>>);
    let chosen = use_state(|| 0usize);
    let writing = use_state(|| true);
    let view = use_state(|| "back");
    let area = use_node_ref();
    let timer = use_mut_ref(|| None::<Timeout>);

    let heard = {
        let (answer, batch, chosen) = (answer.clone(), batch.clone(), chosen.clone());
        Callback::from(move |(explanation, counted): (Explanation, Batch)| {
            chosen.set(0);
            answer.set(Some(Rc::new(explanation)));
            batch.set(Some(Rc::new(counted)));
        })
    };
    let typed = {
        let (bench, text, answer, batch) = (bench.clone(), text.clone(), answer.clone(), batch.clone());
        let (heard, timer) = (heard.clone(), Rc::clone(&timer));
        Callback::from(move |new: String| {
            let wait = (!new.trim().is_empty()).then(|| {
                let (bench, heard, new) = (bench.clone(), heard.clone(), new.clone());
                Timeout::new(REST_MILLIS, move || {
                    explain(&bench, Vec::new(), Uint8Array::from(new.as_bytes()).buffer(), heard)
                })
            });
            if wait.is_none() {
                answer.set(None);
                batch.set(None);
            }
            timer.replace(wait);
            text.set(new);
        })
    };
    // A whole text that came at once is shown with its evidence.
    let whole = {
        let (typed, writing) = (typed.clone(), writing.clone());
        Callback::from(move |new: String| {
            typed.emit(new);
            writing.set(false);
        })
    };
    let dropped = {
        let (bench, text, heard) = (bench.clone(), text.clone(), heard.clone());
        let (writing, view) = (writing.clone(), view.clone());
        Callback::from(move |files: Vec<File>| {
            let bench = bench.clone();
            let (text, heard, writing, view) = (text.clone(), heard.clone(), writing.clone(), view.clone());
            spawn_local(async move {
                let (names, bytes) = joined(&files).await;
                let shown = Callback::from(move |(explanation, counted): (Explanation, Batch)| {
                    text.set(explanation.text.clone());
                    writing.set(false);
                    // Many answers are counted first.
                    view.set(if counted.answers >= MANY { "batch" } else { "back" });
                    heard.emit((explanation, counted));
                });
                explain(&bench, names, bytes, shown);
            });
        })
    };
    // What the address asks for.
    {
        let (whole, view) = (whole.clone(), view.clone());
        use_effect_with(around.router.route.clone(), move |route| {
            if let Route::Explain { code, q } = route {
                let asked = if q.is_empty() { code } else { q };
                if !asked.is_empty() {
                    view.set("back");
                    whole.emit(asked.clone());
                }
            }
        });
    }
    {
        let campaign = bench.campaign.dispatcher();
        let loaded = bench.campaign.loaded;
        use_effect_with((answer.clone(), loaded), move |(answer, loaded)| {
            let line = answer.as_ref().and_then(|answer| line_of(answer)).filter(|_| *loaded);
            let keep = line
                .map(|line| Timeout::new(KEPT_MILLIS, move || campaign.dispatch(Action::Explained(line))));
            move || drop(keep)
        });
    }
    let target = use_drop_files(dropped.clone());
    let explanation = (*answer).clone();
    let verdict = explanation.as_ref().and_then(|all| all.verdicts.get(*chosen).cloned());
    let (onchoose, onwriting) = {
        let (chosen, writing) = (chosen.clone(), writing.clone());
        (Callback::from(move |at: usize| chosen.set(at)), Callback::from(move |on: bool| writing.set(on)))
    };
    let start = {
        let (area, writing) = (area.clone(), writing.clone());
        Callback::from(move |_| {
            writing.set(true);
            focus(&area);
        })
    };
    let sample = {
        let whole = whole.clone();
        Callback::from(move |_| whole.emit(EXAMPLE.to_owned()))
    };
    let pasted = pasted::use_pasted(&pasted::Props {
        text: (*text).clone(),
        explanation: explanation.clone(),
        verdict: verdict.clone(),
        over: target.over,
        writing: *writing,
        node: area,
        oninput: typed,
        onpaste: whole.clone(),
        onfiles: dropped.clone(),
        onwriting,
    });
    let (article, commands) = match &verdict {
        Some(verdict) => verdict::article(verdict, &bench, &around.announcer),
        None => (nothing(start, sample), Vec::new()),
    };
    let acts = || {
        html! {
            <>
                { files_button("Choose files", "file", "primary", Choice::Files, &dropped) }
                { files_button("Choose a folder", "file", "", Choice::Folder, &dropped) }
            </>
        }
    };
    let nothing_yet = || Some(Rc::new(Batch::default()));
    let counted = (*batch).clone().or_else(nothing_yet);
    let onshow = {
        let (text, answer, writing) = (text.clone(), answer.clone(), writing.clone());
        let (chosen, view) = (chosen.clone(), view.clone());
        Callback::from(move |one: Explanation| {
            text.set(one.text.clone());
            writing.set(false);
            chosen.set(0);
            answer.set(Some(Rc::new(one)));
            view.set("back");
        })
    };
    let (many, batch_commands) = batch::use_batch(&bench, counted.clone(), *view == "batch", &onshow, acts());
    let policies = policies::use_policies(&bench, counted, *view == "policies", acts());
    use_commands(&around.registry, if *view == "batch" { batch_commands } else { commands });
    let earlier = earlier::use_earlier(&bench, &whole);
    let codes = codes::use_codes(&bench, *view == "codes");
    let onview = {
        let view = view.clone();
        Callback::from(move |id| view.set(id))
    };
    html! {
        <div class="page" ondragover={target.ondragover} ondragleave={target.ondragleave} ondrop={target.ondrop}>
            <div class="bar">
                <h1 tabindex="-1">{ "Explain" }</h1>
                { tabs(&VIEWS, *view, "Explain", "explain", None, onview) }
            </div>
            <div id="explain" role="tabpanel" aria-labelledby={["explain-", *view].concat()}>
            { codes }
            { many }
            { policies }
            <div class="xgrid" hidden={*view != "back"}>
                { pasted }
                <div class="stack">
                    if let Some(all) = explanation.filter(|all| all.verdicts.len() > 1) {
                        { choose::choose(&all, batch.as_ref().map_or(0, |batch| batch.answers).max(all.verdicts.len()), *chosen, &onchoose) }
                    }
                    { article }
                </div>
                { earlier }
            </div>
            </div>
        </div>
    }
}

/// What stands in the verdict's place before there is one.
fn nothing(start: Callback<MouseEvent>, sample: Callback<MouseEvent>) -> Html {
    let acts = html! {
        <>
            { button!(class: "primary", icon: "explain", onclick: start, children: "Paste something") }
            <button type="button" class="link" onclick={sample}>{ "Try a reply from Gmail" }</button>
        </>
    };
    let text = "Paste a reply, a bounce or a log, and read what it means.";
    html! { <section class="sheet">{ empty("Nothing has come back", text, acts) }</section> }
}

/// The line of the history. Long texts are not kept.
fn line_of(explanation: &Explanation) -> Option<Explained> {
    let first = explanation.verdicts.first().filter(|_| explanation.text.len() < 16_384)?;
    Some(Explained {
        text: explanation.text.clone(),
        title: first.title.clone(),
        code: words::codes(first),
        recipient: first.recipient.clone().unwrap_or_default(),
    })
}
