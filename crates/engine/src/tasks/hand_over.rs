//! A hand-over, request by request: what to send next, and what an answer meant. Whoever has a network and the journal
//! goes to and fro between the two.

use super::answer::explained;
use super::merging::Merging;
use crate::desk::Desk;
use crate::protocol::{Ask, Asked, Event, Followed, Heard, MessageHead};
use relays::{Filling, HttpRequest, Next, Outcome, Outgoing, Preset, PresetError, Stage, Talk};

/// The next request, and its body beside it.
pub fn ask(desk: &mut Desk, ask: Ask) -> (Event, Option<Vec<u8>>) {
    match asked(desk, ask) {
        Ok((asked, body)) => (Event::Asked(Box::new(asked)), Some(body)),
        Err(message) => (Event::Failed { message }, None),
    }
}

fn asked(desk: &mut Desk, ask: Ask) -> Result<(Asked, Vec<u8>), String> {
    let (preset, settings) = ask.relay.open().map_err(|error| error.to_string())?;
    let stage = ask.stage.unwrap_or_else(|| Stage { vars: settings, ..Stage::default() });
    let (mut heads, mut letters, mut failed) = (Vec::new(), Vec::new(), Vec::new());
    let mut merging = Merging::open(desk, &ask.letter, ask.now, ask.seed)?;
    let mut filling = Filling::new(&preset);
    for at in ask.at {
        match merging.one(at, preset.takes_whole())? {
            (head, None) => failed.push(head),
            (mut head, Some(mut letter)) => {
                if let Some(own) = &ask.to {
                    to_oneself(&mut head, &mut letter, own, ask.clock);
                }
                if !filling.takes(&letter) {
                    break;
                }
                heads.push(head);
                letters.push(letter);
            }
        }
    }
    let (request, stage, sends) = loop {
        if letters.is_empty() {
            break (empty(), stage, false);
        }
        let talk = Talk::at(&preset, stage.clone(), letters.iter().collect());
        match talk.request() {
            Ok(mut request) => {
                let signed = relays::sign(&preset, &talk.stage().vars, &mut request, &ask.key.0, ask.clock);
                signed.map_err(|error| error.to_string())?;
                break (request, talk.stage().clone(), talk.sends());
            }
            // Weights are estimates; half as many letters fit.
            Err(PresetError::TooLarge(..)) if letters.len() > 1 => {
                letters.truncate(letters.len() / 2);
                heads.truncate(letters.len());
            }
            Err(error @ PresetError::TooLarge(..)) => {
                letters.clear();
                let too_large = |head| too_large(head, &error);
                failed.extend(heads.drain(..).map(too_large));
            }
            Err(error) => return Err(error.to_string()),
        }
    };
    let HttpRequest { method, url, headers, body } = request;
    Ok((Asked { heads, failed, method: method.to_owned(), url, headers, stage, sends }, body))
}

fn empty() -> HttpRequest {
    HttpRequest { method: "GET", url: String::new(), headers: Vec::new(), body: Vec::new() }
}

fn too_large(head: MessageHead, error: &PresetError) -> MessageHead {
    let failed = Some(diag::Diagnostic::error("letter-too-large", error.to_string()));
    MessageHead { failed, ..head }
}

/// A test goes to its author and to nobody else, under a key of its own: it may be repeated.
fn to_oneself(head: &mut MessageHead, letter: &mut Outgoing, own: &str, clock: i64) {
    head.envelope_to = own.to_owned();
    head.idempotency_key = format!("test-{clock}-{}", head.idempotency_key);
    letter.envelope_to = own.to_owned();
    letter.to.email = own.to_owned();
    letter.key.clone_from(&head.idempotency_key);
}

/// What an answer meant, or what follows it.
pub fn heard(heard: Heard) -> Event {
    let Ok((preset, _)) = heard.relay.open() else {
        return Event::Failed { message: "there is no such relay".into() };
    };
    Event::Followed(Box::new(follow(&preset, heard)))
}

fn follow(preset: &Preset, heard: Heard) -> Followed {
    // Of a letter that is out, its address is all that an answer can name.
    let letter = |to: String| Outgoing { envelope_to: to, ..Outgoing::default() };
    let letters: Vec<Outgoing> = heard.to.into_iter().map(letter).collect();
    let mut talk = Talk::at(preset, heard.stage, letters.iter().collect());
    let response = heard.response.as_ref().ok_or(heard.words.as_str());
    match talk.answer(response, heard.clock) {
        Next::Ask => Followed::Ask(talk.stage().clone()),
        Next::Wait(seconds) => Followed::Wait(seconds, talk.stage().clone()),
        Next::Done(Outcome::Each(answers)) => {
            let kept = Stage { vars: talk.kept(), ..Stage::default() };
            Followed::Done(answers.into_iter().map(explained).collect(), kept)
        }
        Next::Done(Outcome::Split { reply }) => Followed::Split { reply },
        Next::Done(Outcome::Halt { after_secs, reply }) => Followed::Halt { after_secs, reply },
    }
}
