//! One request of a hand-over: asked of the engine, sent by the browser, and its answer read by the engine.

use super::super::silence::{Pause, explain};
use super::super::target::{Target, key};
use crate::platform::reach::{self, Silence};
use crate::platform::{clock, relay_http};
use crate::workbench::Workbench;
use compose::Letter;
use engine::protocol::{Ask, Asked, Event as Told, Followed, Heard, Outcome, Request};
use js_sys::Uint8Array;
use relays::{HttpResponse, Stage};
use yew::Callback;

/// What is handed over: the same letter, date and seed make the same bytes.
#[derive(Clone)]
pub struct What {
    /// The letter.
    pub letter: Letter,
    /// The Date header.
    pub now: i64,
    /// Makes boundaries and Message-IDs.
    pub seed: u64,
    /// The relay.
    pub target: Target,
}

fn page() -> String {
    gloo::utils::window().location().origin().unwrap_or_default()
}

/// The next request for the letters at these positions. `to` is the address of a test.
///
/// # Errors
/// It can't be made, or must not be sent.
pub async fn ask(
    bench: &Workbench,
    what: &What,
    at: Vec<usize>,
    stage: Option<Stage>,
    to: Option<String>,
) -> Result<(Asked, Uint8Array), Pause> {
    let What { letter, now, seed, target } = what.clone();
    let (relay, key) = (target.resolved(&page()), key::of(&target));
    let request = Request::Ask(Box::new(Ask {
        letter,
        at,
        now,
        seed,
        relay,
        stage,
        to,
        key,
        clock: clock::now_secs(),
    }));
    match bench.engine.last(request, None, None, Callback::noop()).await? {
        (Told::Asked(asked), body) => {
            if !asked.heads.is_empty() && !reach::may_try(&page(), &asked.url) {
                return Err(explain(Silence::Unencrypted, &asked.url, &page()));
            }
            Ok((*asked, body.unwrap_or_else(|| Uint8Array::new_with_length(0))))
        }
        _ => Err("the engine gave no request".into()),
    }
}

/// Sends it, and says what follows; beside that, why there was no answer, where there was none.
///
/// # Errors
/// The engine can't read the answer: then nobody knows what became of the letters.
pub async fn post(
    bench: &Workbench,
    target: &Target,
    asked: &Asked,
    body: &Uint8Array,
) -> Result<(Followed, Option<Pause>), Pause> {
    let body = (asked.method != "GET").then_some(body);
    let answer = relay_http::exchange(&asked.method, &asked.url, &asked.headers, body).await;
    let (response, words, silence) = match answer {
        Ok(response) => (Some(response), String::new(), None),
        Err(lost) => {
            let silence = explain(reach::why(&asked.url, &lost).await, &asked.url, &page());
            (None, silence.why.clone(), Some(silence))
        }
    };
    Ok((read(bench, target, asked, response, words).await?, silence))
}

async fn read(
    bench: &Workbench,
    target: &Target,
    asked: &Asked,
    response: Option<HttpResponse>,
    words: String,
) -> Result<Followed, Pause> {
    let heard = Heard {
        relay: target.resolved(&page()),
        to: asked.heads.iter().map(|head| head.envelope_to.clone()).collect(),
        stage: asked.stage.clone(),
        response,
        words,
        clock: clock::now_secs(),
    };
    match bench.engine.last(Request::Heard(Box::new(heard)), None, None, Callback::noop()).await? {
        (Told::Followed(followed), _) => Ok(*followed),
        _ => Err("the answer could not be read".into()),
    }
}

/// Sends the letter of one recipient to another address, under a key of its own; the relay's words.
///
/// # Errors
/// Why it did not go.
pub async fn to_oneself(bench: &Workbench, what: &What, at: usize, own: String) -> Result<String, Pause> {
    let mut stage = None;
    loop {
        let (asked, body) = ask(bench, what, vec![at], stage.take(), Some(own.clone())).await?;
        if let Some(failed) = asked.failed.first().and_then(|head| head.failed.as_ref()) {
            return Err(failed.message.clone().into());
        }
        let (followed, silence) = post(bench, &what.target, &asked, &body).await?;
        if let Some(silence) = silence {
            return Err(silence);
        }
        match followed {
            Followed::Ask(next) => stage = Some(next),
            Followed::Wait(seconds, next) => {
                clock::pause(seconds.saturating_mul(1_000)).await;
                stage = Some(next);
            }
            Followed::Split { reply } | Followed::Halt { reply, .. } => return Err(reply.into()),
            Followed::Done(outcomes, _) => {
                return match outcomes.into_iter().next() {
                    Some(Outcome::Accepted { reply, .. }) => Ok(reply),
                    Some(
                        Outcome::Refused { reply, .. }
                        | Outcome::Later { reply, .. }
                        | Outcome::Unknown { reply },
                    ) => Err(reply.into()),
                    None => Err("the relay said nothing of the letter".into()),
                };
            }
        }
    }
}
