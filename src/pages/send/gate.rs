//! What stands before the first letter: errors are mended or waived with a reason, and one letter goes to oneself.

use super::run::{What, to_oneself};
use super::silence::Pause;
use super::target::Chosen;
use crate::components::{Kind, button, field, tag};
use crate::platform::clock;
use crate::text;
use crate::workbench::Workbench;
use diag::Severity;
use std::cell::RefCell;
use yew::platform::spawn_local;
use yew::prelude::*;

/// What a test belongs to: the letter's revision and the relay.
type Of = (u64, String);

/// What the user said and did, as long as the tab is open.
#[derive(Default)]
struct Kept {
    waiver: String,
    passed: Option<Of>,
}

thread_local! {
    static KEPT: RefCell<Kept> = RefCell::default();
}

/// The gate.
pub struct Gate {
    /// Whether letters may go.
    pub open: bool,
    /// Why they go in spite of errors; empty where there are none.
    pub waiver: String,
    /// The panel.
    pub panel: Html,
}

/// A reason has at least so many letters.
const REASON: usize = 3;

/// Errors of the letter and of the newest check.
fn errors(bench: &Workbench) -> usize {
    let letter = bench.session.diagnostics().iter().filter(|d| d.severity == Severity::Error).count();
    let current = bench.session.check.as_ref().filter(|(of, _)| *of == bench.campaign.letter_revision);
    let merged = current.map_or(0, |(_, report)| {
        report.findings.iter().filter(|finding| finding.severity == Severity::Error).count()
    });
    letter + merged
}

/// The gate of a relay.
#[hook]
pub fn use_gate(bench: &Workbench, chosen: &Chosen) -> Gate {
    let redraw = use_force_update();
    let to = use_state(|| None::<String>);
    let outcome = use_state(|| None::<Result<String, Pause>>);
    let sending = use_state(|| false);
    let of: Of = (bench.campaign.letter_revision, chosen.target.name.clone());
    let passed = KEPT.with_borrow(|kept| kept.passed.as_ref() == Some(&of));
    let waiver = KEPT.with_borrow(|kept| kept.waiver.clone());
    let errors = errors(bench);
    let waived = errors == 0 || waiver.trim().chars().count() >= REASON;
    let preview = bench.session.preview.clone().unwrap_or_default();
    let own = (*to).clone().unwrap_or_else(|| super::envelope::mailbox(&preview.from).1.to_owned());
    let onwaiver = {
        let redraw = redraw.clone();
        Callback::from(move |reason: String| {
            KEPT.with_borrow_mut(|kept| kept.waiver = reason);
            redraw.force_update();
        })
    };
    let pass = {
        let (of, redraw) = (of.clone(), redraw.clone());
        Callback::from(move |()| {
            KEPT.with_borrow_mut(|kept| kept.passed = Some(of.clone()));
            redraw.force_update();
        })
    };
    let test = {
        let (bench, outcome, sending, pass, own) =
            (bench.clone(), outcome.clone(), sending.clone(), pass.clone(), own.clone());
        let (at, target) = (preview.recipient.at, chosen.target.clone());
        move |_| {
            sending.set(true);
            let (bench, outcome, sending, pass, own) =
                (bench.clone(), outcome.clone(), sending.clone(), pass.clone(), own.clone());
            let target = target.clone();
            spawn_local(async move {
                let letter = (*bench.letter()).clone();
                let what = What { letter, now: clock::now_secs(), seed: clock::seed(), target };
                let told = to_oneself(&bench, &what, at, own).await;
                if told.is_ok() {
                    pass.emit(());
                }
                sending.set(false);
                outcome.set(Some(told));
            });
        }
    };
    let onto = {
        let to = to.clone();
        Callback::from(move |value| to.set(Some(value)))
    };
    let skip = move |_| pass.emit(());
    let hint = ["The letter of ", &preview.recipient.address, ", sent to you"].concat();
    let panel = html! {
        <section class="sheet" aria-labelledby="gate-h">
            <header>
                <h2 id="gate-h">{ "One to yourself first" }</h2>
                if passed { { tag(Kind::Ok, "ok", "Done") } }
            </header>
            <div class="rbody stack">
                if !passed {
                    { field!(id: "test-to", label: "Your address", kind: "email", value: own.clone(), hint: AttrValue::from(hint), oninput: onto) }
                    <div class="row">
                        { button!(class: "small", icon: "send", disabled: *sending || chosen.problem.is_some() || own.is_empty(), onclick: test, children: if *sending { "Sending…" } else { "Send the test" }) }
                        { button!(class: "small quiet", onclick: skip, children: "Go without a test") }
                    </div>
                }
                { match &*outcome {
                    Some(Ok(reply)) => html! { <p class="muted small wrap-any" role="status">{ "Taken: " }<span class="mono">{ reply.clone() }</span></p> },
                    Some(Err(Pause { why, todo })) => html! {
                        <div role="alert" class="small wrap-any">
                            <p class="is-danger">{ text::sentence(why) }</p>
                            if !todo.is_empty() { <p class="muted">{ todo.clone() }</p> }
                        </div>
                    },
                    None => Html::default(),
                } }
                if errors > 0 {
                    { field!(id: "waiver", label: "Why it goes in spite of errors", value: waiver.clone(), hint: "Kept in the journal of this hand-over", oninput: onwaiver) }
                }
            </div>
        </section>
    };
    Gate { open: passed && waived, waiver: if errors > 0 { waiver } else { String::new() }, panel }
}
