//! What stands before the first letter: errors are mended or waived with a reason, and one letter goes to oneself.

use super::run;
use crate::components::{Kind, button, field, tag};
use crate::platform::clock;
use crate::text;
use crate::workbench::Workbench;
use diag::Severity;
use engine::protocol::{Event as Told, MessageHead, Request};
use relays::Answer;
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

/// The gate of a relay, by the words in which it says where it delivers to.
#[hook]
pub fn use_gate(bench: &Workbench, target: &str) -> Gate {
    let redraw = use_force_update();
    let to = use_state(|| None::<String>);
    let outcome = use_state(|| None::<Result<String, String>>);
    let sending = use_state(|| false);
    let of: Of = (bench.campaign.letter_revision, target.to_owned());
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
        let at = preview.recipient.at;
        move |_| {
            sending.set(true);
            let (bench, outcome, sending, pass, own) =
                (bench.clone(), outcome.clone(), sending.clone(), pass.clone(), own.clone());
            spawn_local(async move {
                let told = to_oneself(&bench, at, own).await;
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
                        { button!(class: "small", icon: "send", disabled: *sending || target.is_empty() || own.is_empty(), onclick: test, children: if *sending { "Sending…" } else { "Send the test" }) }
                        { button!(class: "small quiet", onclick: skip, children: "Go without a test") }
                    </div>
                }
                { match &*outcome {
                    Some(Ok(reply)) => html! { <p class="muted small wrap-any" role="status">{ "Taken: " }<span class="mono">{ reply.clone() }</span></p> },
                    Some(Err(words)) => html! { <p class="is-danger small wrap-any" role="alert">{ text::sentence(words) }</p> },
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

/// Sends the letter of one recipient to another address, under a key of its own.
async fn to_oneself(bench: &Workbench, at: usize, own: String) -> Result<String, String> {
    let letter = (*bench.letter()).clone();
    let request = Request::Message { letter, at, now: clock::now_secs(), seed: clock::seed() };
    let (head, bytes) = match bench.engine.last(&request, None, None, Callback::noop()).await? {
        (Told::Message(head), Some(bytes)) => (*head, bytes),
        (Told::Message(head), None) => {
            return Err(head
                .failed
                .map_or_else(|| "no message could be made".into(), |failed| failed.message));
        }
        (Told::Failed { message }, _) => return Err(message),
        _ => return Err("the engine gave no message".into()),
    };
    let key = ["test-", &(clock::now_millis() as u64).to_string(), "-", &head.idempotency_key].concat();
    let head = MessageHead { envelope_to: own, idempotency_key: key, ..head };
    match run::send(bench, &head, &bytes).await.answer {
        Answer::Accepted { reply, .. } => Ok(reply),
        Answer::Refused { reply } | Answer::Later { reply, .. } | Answer::Unknown { reply } => Err(reply),
    }
}
