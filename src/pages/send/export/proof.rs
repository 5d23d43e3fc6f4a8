//! Verify a batch: a zip of the page or of the command, read back by the worker.

use crate::components::{Kind, Progress, button, icon_of, mark};
use crate::platform::exports;
use crate::state::session::Running;
use crate::text;
use crate::workbench::Workbench;
use engine::protocol::{Event as Told, Request, RequestId, VerifyReport};
use js_sys::Uint8Array;
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Problems that are shown.
const SHOWN: usize = 100;

#[derive(Clone, PartialEq)]
enum Proof {
    Running(RequestId, Running),
    Done(Rc<VerifyReport>),
    Failed(String),
}

/// The fold of the proof.
#[hook]
pub fn use_proof(bench: &Workbench) -> Html {
    let proof = use_state(|| None::<(String, Proof)>);
    let input = use_node_ref();
    let onchange = {
        let (bench, proof) = (bench.clone(), proof.clone());
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let file = input.files().and_then(|files| files.item(0));
            // The same file may be looked at again.
            input.set_value("");
            let Some(file) = file else { return };
            let name = file.name();
            let id = Rc::new(std::cell::Cell::new(0));
            let heard = {
                let (proof, name, id) = (proof.clone(), name.clone(), Rc::clone(&id));
                Callback::from(move |(event, _): (Told, Option<Uint8Array>)| {
                    let now = match event {
                        Told::Progress { done, total } => {
                            Some(Proof::Running(id.get(), Running { done, total }))
                        }
                        Told::Verified(report) => Some(Proof::Done(Rc::from(report))),
                        Told::Failed { message } => Some(Proof::Failed(text::sentence(&message))),
                        _ => None,
                    };
                    proof.set(now.map(|now| (name.clone(), now)));
                })
            };
            id.set(bench.engine.ask_into(Request::Verify, exports::batch(&file), heard));
            proof.set(Some((name, Proof::Running(id.get(), Running::default()))));
        })
    };
    let open = {
        let input = input.clone();
        move |_| {
            if let Some(input) = input.cast::<HtmlInputElement>() {
                input.click();
            }
        }
    };
    let shown = match &*proof {
        None => Html::default(),
        Some((name, Proof::Running(id, running))) => {
            let (engine, id) = (bench.engine.clone(), *id);
            let cancel = Callback::from(move |()| engine.cancel(id));
            let label = ["Reading ", name].concat();
            html! { <div aria-busy="true"><Progress {label} done={running.done} total={running.total} unit="rows" oncancel={cancel} /></div> }
        }
        Some((name, Proof::Failed(words))) => {
            html! { <div class="row">{ mark(Kind::Stop) }<span class="grow"><b class="wrap-any">{ name.clone() }</b><br /><span class="muted">{ words.clone() }</span></span></div> }
        }
        Some((name, Proof::Done(report))) => told(name, report),
    };
    html! {
        <details class="fold">
            <summary>{ icon_of("right", "i i-s chev") }<span class="grow">{ "Verify a batch" }</span></summary>
            <div class="foldp stack">
                <p class="muted">{ "Every hash, size, count and header of a zip from here or from the command is held against its manifest. The file stays on this computer." }</p>
                <div>{ button!(class: "small", icon: "check", onclick: open, children: "Choose a zip…") }</div>
                <input type="file" class="vh" ref={input} tabindex="-1" aria-hidden="true" accept=".zip,application/zip" {onchange} />
                <div role="status">{ shown }</div>
            </div>
        </details>
    }
}

fn told(name: &str, report: &VerifyReport) -> Html {
    let letters = text::some(report.messages as usize, "letter", "letters");
    let facts = [&letters, " from ", &text::some(report.rows as usize, "row", "rows"), ", of ", &report.date]
        .concat();
    let (kind, title) = match report.problems.len() {
        0 => (Kind::Ok, [name, " is whole and unchanged"].concat()),
        many => (Kind::Stop, [name, " has ", &text::some(many, "problem", "problems")].concat()),
    };
    html! {
        <>
            <div class="row">{ mark(kind) }<span class="grow"><b class="wrap-any">{ title }</b><br /><span class="muted">{ facts }</span></span></div>
            if !report.problems.is_empty() {
                <ul class="claims">
                    { for report.problems.iter().take(SHOWN).map(|problem| html! {
                        <li>
                            <span class="muted">{ problem.row.map(|row| ["Row ", &row.to_string()].concat()).unwrap_or_default() }</span>
                            <span>{ text::sentence(&problem.message) }</span>
                        </li>
                    }) }
                </ul>
            }
        </>
    }
}
