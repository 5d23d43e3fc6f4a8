//! Relays before they are used: what they are, and the request that a letter would become.

use super::merging::Merging;
use crate::desk::Desk;
use crate::protocol::{Event, Rehearsal, RelayCard};
use compose::Letter;
use relays::{Choice, Preset, Talk, presets};

/// More of a request than this is not shown, in bytes.
const SHOWN: usize = 24 * 1024;

/// Every preset.
pub fn cards() -> Event {
    let card = |preset: &Preset| RelayCard {
        id: preset.id.clone(),
        name: preset.name.clone(),
        documentation: preset.documentation.clone(),
        browser: preset.browser,
        note: preset.browser_note.clone(),
        merge: preset.merge.clone(),
        needs_key: preset.auth.needs_key(),
        takes_key: preset.auth.takes_key(),
        key_is_pair: preset.auth.wants_pair(),
        settings: preset.settings.clone(),
        letters: preset.limits.letters,
        one_by_one: preset.one_by_one.clone(),
        at_once: preset.limits.at_once,
        per_second: preset.limits.per_second.map_or(0, |rate| (rate as u32).max(1)),
        requests: preset.step.iter().filter(|step| !step.once).count(),
        knows_key_secs: preset.idempotency.as_ref().map(|it| it.seconds),
    };
    Event::Relays(presets().iter().map(card).collect())
}

/// The request of one letter. Nothing is sent, and no key is asked for.
pub fn rehearse(desk: &mut Desk, letter: &Letter, at: usize, now: i64, seed: u64, relay: &Choice) -> Event {
    match shown(desk, letter, at, now, seed, relay) {
        Ok(rehearsal) => Event::Rehearsed(Box::new(rehearsal)),
        Err(message) => Event::Failed { message },
    }
}

fn shown(
    desk: &mut Desk,
    letter: &Letter,
    at: usize,
    now: i64,
    seed: u64,
    relay: &Choice,
) -> Result<Rehearsal, String> {
    let (preset, settings) = relay.open().map_err(|error| error.to_string())?;
    let (head, out) = Merging::open(desk, letter, now, seed)?.one(at, preset.takes_whole())?;
    let out = out.ok_or_else(|| head.failed.map(|failed| failed.message).unwrap_or_default())?;
    let request = Talk::new(&preset, settings.clone(), vec![&out]).request();
    let request = request.map_err(|error| error.to_string())?;
    let mut text = format!("{} {}\n", request.method, request.url);
    for (name, value) in &request.headers {
        text.push_str(&format!("{name}: {value}\n"));
    }
    text.push('\n');
    text.push_str(&readable(&request.body));
    Ok(Rehearsal { request: text, curl: relays::curl(&preset, &settings, &request) })
}

/// A body as people read it: JSON with line ends, cut where it is long.
fn readable(body: &[u8]) -> String {
    let text = relays::indented(body);
    match text.char_indices().find(|(at, _)| *at >= SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
