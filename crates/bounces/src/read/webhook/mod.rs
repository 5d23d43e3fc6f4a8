//! Webhooks of sending services: SES (also inside SNS), SendGrid, Mailgun, Postmark, and others by what their fields
//! have in common; KumoMTA's log records.
//!
//! The shown text is the JSON as pasted. A string in it may be escaped, so evidence is looked up: the words
//! as they stand, or escaped once, or twice where one JSON holds another.

mod kumomta;
mod mailgun;
mod other;
mod postmark;
mod sendgrid;
mod ses;

use crate::fact::{Fact, Words};
use diag::Span;
use mail::ReplyCode;
use serde_json::Value;
use serde_json::value::RawValue;

/// One JSON record with its place in the shown text.
pub(crate) struct Record<'t> {
    pub value: Value,
    /// The record as it stands.
    pub raw: &'t str,
    /// Where it stands.
    pub offset: usize,
}

impl Record<'_> {
    /// A string at a path of keys.
    pub fn text(&self, path: &[&str]) -> Option<&str> {
        text(&self.value, path)
    }

    /// The words of a value, with their place.
    pub fn words(&self, words: &str) -> Words<'static> {
        Words { span: self.place(words), plain: Some(words.to_owned().into()) }
    }

    /// Where a string stands, escaped or not; the whole record where it can't be found.
    pub fn place(&self, words: &str) -> Span {
        let mut form = words.to_owned();
        for _ in 0..3 {
            if let Some(at) = self.raw.find(&form).filter(|_| !form.is_empty()) {
                let start = self.offset + at;
                return Span::new(start, start + form.len());
            }
            let Ok(escaped) = serde_json::to_string(&form) else { break };
            form = escaped.trim_matches('"').to_owned();
        }
        Span::new(self.offset, self.offset + self.raw.len().min(1))
    }

    /// A reply code that the structure gives as a number.
    pub fn reply(&self, code: Option<u64>) -> Option<(ReplyCode, Span)> {
        let code = ReplyCode::new(u16::try_from(code?).ok()?)?;
        Some((code, self.place(&code.to_string())))
    }

    /// A fact about this record.
    pub fn fact(&self, input: &'static str) -> Fact<'static> {
        Fact { input, ..Fact::default() }
    }
}

/// A string at a path of keys.
pub(crate) fn text<'v>(value: &'v Value, path: &[&str]) -> Option<&'v str> {
    path.iter().try_fold(value, |value, key| value.get(key))?.as_str()
}

/// Reads JSON records; `None` where the text is no JSON that is known.
pub(crate) fn read(shown: &str) -> Option<(String, Vec<Fact<'static>>)> {
    let start = shown.len() - shown.trim_start().len();
    if !shown[start..].starts_with(['{', '[']) {
        return None;
    }
    let most = crate::read::most(shown.len());
    let facts: Vec<Fact> =
        records(&shown[start..], start).flat_map(|record| facts(&record)).take(most).collect();
    let label = facts.first().map(|fact| format!("{} ({} events)", fact.input, facts.len()))?;
    Some((label, facts))
}

/// Reads JSON that stands inside a mail, `offset` bytes into the shown text.
pub(crate) fn read_embedded(text: &str, offset: usize) -> Vec<Fact<'static>> {
    let facts: Vec<Fact> = records(text, offset).flat_map(|record| facts(&record)).collect();
    if !facts.is_empty() {
        return facts;
    }
    // A mail server folded the long line inside a string; without the folds it is JSON again.
    let joined = text.replace("\n ", "").replace('\n', "");
    let mut facts: Vec<Fact> = records(&joined, offset).flat_map(|record| self::facts(&record)).collect();
    for fact in &mut facts {
        // Places in the joined text mean nothing in the shown one.
        let place = |plain: &Option<std::borrow::Cow<str>>| {
            let at = plain.as_ref().and_then(|words| text.find(words.as_ref()).map(|at| (at, words.len())));
            at.map_or(Span::new(offset, offset + 1), |(at, length)| {
                Span::new(offset + at, offset + at + length)
            })
        };
        for words in fact.words.iter_mut().chain(&mut fact.context) {
            words.span = place(&words.plain);
        }
        fact.stated_at = None;
        fact.reply = None;
        fact.status = fact.status.map(|(code, _)| (code, place(&Some(code.to_string().into()))));
    }
    facts
}

/// The records of an array, of one object, or of objects one after another.
fn records(text: &str, offset: usize) -> impl Iterator<Item = Record<'_>> {
    let place = |raw: &RawValue| raw.get().as_ptr() as usize - text.as_ptr() as usize;
    let mut list = Vec::new();
    let take = |raw: &RawValue, start: usize, list: &mut Vec<(usize, usize)>| {
        list.push((start, start + raw.get().len()));
    };
    for raw in serde_json::Deserializer::from_str(text).into_iter::<&RawValue>().map_while(Result::ok) {
        let items = if raw.get().starts_with('[') {
            serde_json::from_str::<Vec<&RawValue>>(raw.get()).ok()
        } else {
            None
        };
        match items {
            Some(items) => items.into_iter().for_each(|item| take(item, place(item), &mut list)),
            None => take(raw, place(raw), &mut list),
        }
    }
    list.into_iter().filter_map(move |(from, to)| {
        let raw = text.get(from..to)?;
        Some(Record { value: serde_json::from_str(raw).ok()?, raw, offset: offset + from })
    })
}

fn facts(record: &Record) -> Vec<Fact<'static>> {
    let date = date(&record.value);
    of_service(record).into_iter().map(|fact| Fact { date: fact.date.or(date.clone()), ..fact }).collect()
}

/// The day in any of the places where the services write it.
fn date(value: &Value) -> Option<String> {
    const PLACES: [&str; 11] = [
        "/bounce/timestamp",
        "/complaint/timestamp",
        "/deliveryDelay/timestamp",
        "/delivery/timestamp",
        "/event-data/timestamp",
        "/event_time",
        "/timestamp",
        "/BouncedAt",
        "/ChangedAt",
        "/ReceivedAt",
        "/mail/timestamp",
    ];
    PLACES.iter().filter_map(|place| value.pointer(place)).find_map(|stamp| match stamp {
        Value::String(text) => crate::read::when::of_stamp(text),
        number => crate::read::when::of_stamp(&number.to_string()),
    })
}

fn of_service(record: &Record) -> Vec<Fact<'static>> {
    let value = &record.value;
    let has = |key: &str| value.get(key).is_some();
    if has("Message") && (has("TopicArn") || has("Type")) {
        // SNS: the message is JSON in a string. The place of its words is looked up in the envelope.
        let inner = record.text(&["Message"]).and_then(|message| serde_json::from_str::<Value>(message).ok());
        let Some(value) = inner.filter(Value::is_object) else { return Vec::new() };
        return facts(&Record { value, raw: record.raw, offset: record.offset });
    }
    if has("notificationType") || has("eventType") && has("mail") {
        return ses::read(record);
    }
    if has("event-data") || has("delivery-status") {
        return mailgun::read(record);
    }
    if has("RecordType") {
        return postmark::read(record);
    }
    if has("type") && (has("queue") || has("response") || has("peer_address") || has("feedback_report")) {
        return kumomta::read(record);
    }
    let elsewhere = ["MessageID", "error_related_to", "ts_event", "message-id"];
    if has("event") && has("email") && !elsewhere.iter().any(|key| has(key)) || has("sg_event_id") {
        return sendgrid::read(record);
    }
    other::read(record)
}
