//! A test to oneself: the letter of the shown recipient, handed to the relay for the author's own mailbox.

use crate::components::{Dialog, Kind, button, field, notice};
use crate::platform::{clock, relay_http};
use crate::provider::use_workbench;
use crate::text;
use crate::workbench::Workbench;
use engine::protocol::{Event, Outcome, Request};
use yew::platform::spawn_local;
use yew::prelude::*;

/// How a test went.
#[derive(Clone, PartialEq)]
enum Went {
    Under,
    Well(String),
    Badly(String),
}

/// What the dialog is told.
#[derive(Properties, PartialEq)]
pub struct TrialProps {
    /// Whether it is open.
    pub open: bool,
    /// Called when the user closes it.
    pub onclose: Callback<()>,
}

/// The dialog of a test.
#[component]
pub fn Trial(props: &TrialProps) -> Html {
    let (bench, open, onclose) = (use_workbench(), props.open, props.onclose.clone());
    let to = use_state(|| None::<String>);
    let went = use_state(|| None::<Went>);
    let address = (*to).clone().unwrap_or_else(|| address_of(&bench.letter().from).to_owned());
    {
        let went = went.clone();
        use_effect_with(open, move |_| went.set(None));
    }
    let under = matches!(*went, Some(Went::Under));
    let lawful =
        address.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty());
    let recipient = bench.session.newest.as_ref().map(|newest| newest.recipient.clone()).unwrap_or_default();
    // The letter is somebody's: without a list there is nobody whose it could be.
    let listed = recipient.of > 0;
    let send = {
        let (bench, went, address) = (bench.clone(), went.clone(), address.clone());
        Callback::from(move |()| {
            if under || !lawful || !listed {
                return;
            }
            went.set(Some(Went::Under));
            let (bench, went, address) = (bench.clone(), went.clone(), address.clone());
            spawn_local(async move {
                let end = hand_over(&bench, &address).await;
                went.set(Some(end.map_or_else(Went::Badly, Went::Well)));
            });
        })
    };
    let onsubmit = {
        let send = send.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            send.emit(());
        })
    };
    let oninput = Callback::from(move |value| to.set(Some(value)));
    let close = onclose.clone();
    html! {
        <Dialog {open} title="Send a test" {onclose} foot={html! {
            <>
                { button!(onclick: move |_| close.emit(()), children: html! { <>{ "Close" }<kbd>{ "Esc" }</kbd></> }) }
                { button!(class: "primary", icon: "letter", disabled: under || !lawful || !listed, onclick: send.reform(|_: MouseEvent| ()), children: "Send the test") }
            </>
        }}>
            if listed {
                <p>{ ["One letter, as ", super::preview_name(&recipient), " gets it, goes through the relay to this address and to nobody else."].concat() }</p>
            } else {
                { notice!(kind: Kind::Warn, title: "A test needs a list", children: html! { <p>{ "It is the letter of one of its readers. Choose a list on the page Recipients first." }</p> }) }
            }
            <form {onsubmit}>
                { field!(id: "trial-to", label: "Your address", kind: "email", value: address, oninput, error: (!lawful).then_some(AttrValue::Static("An address has an @ with something on both sides"))) }
            </form>
            <div role="status">
                { match &*went {
                    None => Html::default(),
                    Some(Went::Under) => html! { <p class="row muted"><span class="mark run"></span>{ "Handing it over" }</p> },
                    Some(Went::Well(words)) => notice!(kind: Kind::Ok, title: "The relay took it", children: html! { <p>{ words.clone() }</p> }),
                    Some(Went::Badly(words)) => notice!(kind: Kind::Stop, title: "The test was not sent", children: html! { <p>{ text::sentence(words) }</p> }),
                } }
            </div>
        </Dialog>
    }
}

/// The address in a mailbox such as `Ann <ann@example.com>`.
fn address_of(mailbox: &str) -> &str {
    let inside = mailbox.rsplit_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inside.map_or(mailbox, |(address, _)| address).trim()
}

/// Hands one message to the relay and says what the relay said.
async fn hand_over(bench: &Workbench, to: &str) -> Result<String, String> {
    let request = Request::Message {
        letter: (*bench.letter()).clone(),
        at: bench.session.at,
        now: clock::now_secs(),
        seed: clock::seed(),
    };
    let (head, bytes) = match bench.engine.last(request, None, None, Callback::noop()).await? {
        (Event::Message(head), Some(bytes)) if head.failed.is_none() => (head, bytes),
        (Event::Message(head), _) => {
            return Err(head.failed.map_or_else(|| "there is no message".into(), |failed| failed.message));
        }
        _ => return Err("there is no message".into()),
    };
    // A key of its own: a test may be repeated, and is not the recipient's letter.
    let key = format!("test-{:016x}", clock::seed());
    let headers = [
        ("Content-Type", "message/rfc822"),
        ("Idempotency-Key", key.as_str()),
        ("X-Envelope-From", head.envelope_from.as_str()),
        ("X-Envelope-To", to),
    ];
    let answer = relay_http::send("POST", "/api/v1/messages", &headers, Some(&bytes)).await;
    let (status, body) = match answer {
        Ok(answer) => (Some(answer.status), answer.body),
        Err(words) => (None, words),
    };
    let read = Request::ReadAnswer { status, body };
    match bench.engine.last(read, None, None, Callback::noop()).await? {
        (Event::Outcome(Outcome::Accepted { reply, .. }), _) => Ok(format!("{to}: {reply}")),
        (Event::Outcome(Outcome::Refused { reply, title, .. }), _) => Err(format!("{title}: {reply}")),
        (Event::Outcome(Outcome::Later { reply, .. }), _) => {
            Err(format!("the relay asks to try later: {reply}"))
        }
        (Event::Outcome(Outcome::Unknown { reply }), _) => Err(format!("no answer came: {reply}")),
        _ => Err("the relay's answer could not be read".into()),
    }
}
