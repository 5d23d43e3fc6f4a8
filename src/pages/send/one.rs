//! One letter, as it leaves: read from the engine only when somebody wants to see it.

use super::Way;
use crate::components::icon_of;
use crate::platform::clock;
use crate::text;
use crate::workbench::Workbench;
use engine::protocol::{Event as Told, Request};
use js_sys::Uint8Array;
use web_sys::Element;
use yew::prelude::*;

/// More of a letter than this is not shown, in bytes.
const SHOWN: u32 = 16 * 1024;

/// The fold. `shown` tells whether it is on the page: what left it comes back closed.
#[hook]
pub fn use_one_letter(bench: &Workbench, way: Way, shown: bool) -> Html {
    let open = use_state(|| false);
    let letter = use_state(String::new);
    let preview = bench.session.preview.clone().unwrap_or_default();
    {
        let (bench, letter, at) = (bench.clone(), letter.clone(), preview.recipient.at);
        let change = (*open && shown, way, bench.campaign.letter_revision, bench.session.list_revision, at);
        let leave = open.clone();
        use_effect_with(change, move |(asked, way, ..)| {
            if !shown && *leave {
                leave.set(false);
            }
            if *asked {
                let request = Request::Message {
                    letter: (*bench.letter()).clone(),
                    at,
                    now: clock::now_secs(),
                    seed: clock::seed(),
                };
                let way = *way;
                let heard = Callback::from(move |(event, bytes): (Told, Option<Uint8Array>)| {
                    if let (Told::Message(head), Some(bytes)) = (event, bytes) {
                        let bytes = bytes.slice(0, SHOWN).to_vec();
                        let source = String::from_utf8_lossy(&bytes).into_owned();
                        letter.set(match way {
                            Way::Export => source,
                            Way::Relay => [
                                "POST /api/v1/messages\nIdempotency-Key: ",
                                &head.idempotency_key,
                                "\nX-Envelope-From: ",
                                &head.envelope_from,
                                "\nX-Envelope-To: ",
                                &head.envelope_to,
                                "\n\n",
                                &source,
                            ]
                            .concat(),
                        });
                    }
                });
                bench.engine.ask(request, None, None, heard);
            }
        });
    }
    if preview.recipient.address.is_empty() {
        return Html::default();
    }
    let ontoggle = {
        let open = open.clone();
        Callback::from(move |event: Event| {
            open.set(event.target_unchecked_into::<Element>().has_attribute("open"))
        })
    };
    let who = [
        "to ",
        if preview.recipient.name.is_empty() { &preview.recipient.address } else { &preview.recipient.name },
        ", row ",
        &text::count(preview.recipient.row as usize),
    ]
    .concat();
    html! {
        <details class="sheet fold" {ontoggle}>
            <summary>
                { icon_of("right", "i i-s chev") }<span class="grow">{ "One letter, as it leaves" }</span>
                <span class="muted small cut">{ who }</span>
            </summary>
            <pre class="onereq" tabindex="0" role="region" aria-label="One letter as it leaves">{ (*letter).clone() }</pre>
        </details>
    }
}
