//! Relays before they are used: what they are, and the request that a letter would become.

use crate::desk::Desk;
use crate::protocol::{Event, Rehearsal, RelayCard};
use compose::Letter;
use mail::Mailbox;
use outbox::{Composer, Options, PartFile, Parts};
use relays::{Attachment, Header, Outgoing, Person, Preset, Talk, presets};

/// More of a request than this is not shown, in bytes.
const SHOWN: usize = 24 * 1024;

/// What is to be rehearsed.
pub struct Wanted<'a> {
    /// Position among the kept recipients.
    pub at: usize,
    /// The Date header.
    pub now: i64,
    /// Makes boundaries and Message-IDs.
    pub seed: u64,
    /// The preset's id.
    pub preset: &'a str,
    /// The user's settings.
    pub settings: Vec<(String, String)>,
}

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
        settings: preset.settings.clone(),
        letters: preset.limits.letters,
        knows_key_secs: preset.idempotency.as_ref().map(|it| it.seconds),
    };
    Event::Relays(presets().iter().map(card).collect())
}

/// The request of one letter. Nothing is sent, and no key is asked for.
pub fn rehearse(desk: &mut Desk, letter: &Letter, wanted: Wanted<'_>) -> Event {
    let refuse = |message: String| Event::Failed { message };
    let Some(preset) = relays::preset(wanted.preset) else { return refuse("there is no such relay".into()) };
    let settings = match preset.settle(&wanted.settings.into_iter().collect()) {
        Ok(settings) => settings,
        Err(error) => return refuse(error.to_string()),
    };
    let kept = desk.letter(letter);
    let Some(list) = desk.list.as_ref().map(|list| &list.judged) else {
        return refuse("there is no list".into());
    };
    let Some(compiled) = kept.compiled else { return refuse("the letter has an error".into()) };
    let Some(recipient) = list.recipient(wanted.at) else {
        return refuse("there is no such recipient".into());
    };
    let cx = compiled.context(&list.lent(), recipient.row);
    let options = Options { now: wanted.now, seed: wanted.seed };
    let mut composer = Composer::new(compiled, options).with_files(desk.files.clone());
    let (name, mut raw) = (recipient.name.as_deref(), Vec::new());
    let made = composer.parts(&cx, &recipient.address, name, recipient.number).and_then(|(parts, meta)| {
        composer.message(&cx, &recipient.address, name, recipient.number, &mut raw)?;
        Ok((parts, meta))
    });
    let (parts, meta) = match made {
        Ok(made) => made,
        Err(errors) => {
            let first = errors.into_iter().next().map(|error| error.message);
            return refuse(
                first.unwrap_or_else(|| "the letter could not be merged for this recipient".into()),
            );
        }
    };
    let mut out = outgoing(parts);
    (out.key, out.envelope_from, out.envelope_to, out.raw) =
        (meta.key, meta.envelope_from, meta.envelope_to, raw);
    match Talk::new(preset, settings.clone(), vec![&out]).request() {
        Ok(request) => {
            let mut text = format!("{} {}\n", request.method, request.url);
            for (name, value) in &request.headers {
                text.push_str(&format!("{name}: {value}\n"));
            }
            text.push('\n');
            text.push_str(&readable(&request.body));
            let curl = relays::curl(preset, &settings, &request);
            Event::Rehearsed(Box::new(Rehearsal { request: text, curl }))
        }
        Err(error) => refuse(error.to_string()),
    }
}

/// A body as people read it: JSON with line ends, cut where it is long.
fn readable(body: &[u8]) -> String {
    let text = relays::indented(body);
    match text.char_indices().find(|(at, _)| *at >= SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

fn outgoing(parts: Parts) -> Outgoing {
    let headers = parts.headers.into_iter().map(|header| Header { name: header.name, value: header.value });
    let file = |file: PartFile| Attachment::of_base64(file.name, file.media_type.to_owned(), &file.content);
    Outgoing {
        attachments: parts.attachments.into_iter().map(file).collect(),
        from: person(&parts.from),
        to: person(&parts.to),
        reply_to: parts.reply_to.as_deref().map(person),
        subject: parts.subject,
        text: Some(parts.text),
        html: parts.html,
        headers: headers.collect(),
        ..Outgoing::default()
    }
}

fn person(text: &str) -> Person {
    match Mailbox::parse(text) {
        Ok(mailbox) => Person { name: mailbox.name.unwrap_or_default(), email: mailbox.address.to_string() },
        Err(_) => Person { name: String::new(), email: text.to_owned() },
    }
}
