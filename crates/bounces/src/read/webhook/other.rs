//! Webhooks of services without a reader of their own: SparkPost, Mailjet, Brevo, MailerSend, Resend, Mandrill,
//! Postal and the like. They differ in the names of their fields, not in what they tell: an event, whom it is
//! about, and what the server said.

use super::Record;
use crate::fact::{Action, Fact};
use crate::read::mail::text::first_address;
use serde_json::Value;

/// Where the event stands, the surest first. In lower case, as all names here.
const EVENTS: [&str; 7] = ["event", "type", "metric", "event_type", "eventtype", "status", "state"];
/// Where the recipient stands.
const RECIPIENTS: [&str; 9] =
    ["rcpt_to", "recipient", "rcpt", "email", "to", "emailaddress", "address", "recipients", "destination"];
/// Where the server's words stand, the most literal first.
const WORDS: [&str; 18] = [
    "raw_reason",
    "diagnosticcode",
    "diagnostic_code",
    "diag",
    "output",
    "smtp-response",
    "smtp_response",
    "failure_message",
    "errormessage",
    "error_message",
    "statusmessage",
    "reason",
    "response",
    "error",
    "message",
    "description",
    "details",
    "comment",
];

/// What an event says; `None` where nothing failed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Complaint,
    Unsubscribed,
    Failed,
    Waiting,
}

fn kind(event: &str) -> Option<Kind> {
    let event = event.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| event.contains(word));
    if has(&["complain", "spam", "feedback"]) {
        return Some(Kind::Complaint);
    }
    if has(&["unsub"]) {
        return Some(Kind::Unsubscribed);
    }
    if has(&["soft", "defer", "delay", "transient", "temporar"]) {
        return Some(Kind::Waiting);
    }
    let failed = [
        "bounce",
        "fail",
        "reject",
        "drop",
        "block",
        "undeliver",
        "invalid",
        "error",
        "suppress",
        "out_of_band",
    ];
    has(&failed).then_some(Kind::Failed)
}

/// What some services call a cause, in words or numbers of their own.
fn class(word: &str) -> Option<&'static str> {
    Some(match word {
        "10" | "30" | "bad_mailbox" | "invalid_email" => "no-such-address",
        "21" | "invalid_domain" | "typofix" => "no-such-domain",
        "22" | "mailbox_full" => "mailbox-full",
        "23" => "too-big",
        "24" => "gave-up",
        "50" => "policy",
        "51" | "52" => "looks-like-spam",
        "53" => "virus-or-attachment",
        "54" => "login-or-relay",
        "60" | "80" | "100" | "duplicate in campaign" => "not-a-bounce",
        "90" | "spam reporter" => "complaint",
        "sender blocked" => "sender-domain",
        _ => return None,
    })
}

/// Whether the service itself refuses to write to this address.
fn suppressed(words: &str) -> bool {
    let lower = words.to_ascii_lowercase();
    ["blacklist user", "blocklist user", "preblocked", "suppress"].iter().any(|mark| lower.contains(mark))
}

/// A string with the name of its field in lower case and how deep it stands.
struct Leaf<'v> {
    name: String,
    depth: usize,
    text: &'v str,
}

fn leaves<'v>(value: &'v Value, name: &str, depth: usize, list: &mut Vec<Leaf<'v>>) {
    match value {
        Value::String(text) => list.push(Leaf { name: name.to_ascii_lowercase(), depth, text }),
        Value::Array(items) => items.iter().for_each(|item| leaves(item, name, depth, list)),
        Value::Object(fields) if depth < 8 => {
            fields.iter().for_each(|(name, value)| leaves(value, name, depth + 1, list));
        }
        _ => {}
    }
}

/// The strings of these fields: by the order of the names, then the shallowest.
fn named<'a>(list: &'a [Leaf<'a>], names: &[&str]) -> Vec<&'a Leaf<'a>> {
    let mut found: Vec<(usize, &Leaf)> = list
        .iter()
        .filter(|leaf| !leaf.text.trim().is_empty())
        .filter_map(|leaf| Some((names.iter().position(|name| *name == leaf.name)?, leaf)))
        .collect();
    found.sort_by_key(|(rank, leaf)| (*rank, leaf.depth));
    found.into_iter().map(|(_, leaf)| leaf).collect()
}

pub(super) fn read(record: &Record) -> Vec<Fact<'static>> {
    let mut list = Vec::new();
    leaves(&record.value, "", 0, &mut list);
    let Some((event, kind)) =
        named(&list, &EVENTS).into_iter().find_map(|leaf| Some((leaf.text, kind(leaf.text)?)))
    else {
        return Vec::new();
    };
    let addresses = named(&list, &RECIPIENTS);
    let first = addresses.iter().find(|leaf| leaf.text.contains('@'));
    let recipients: Vec<String> = addresses
        .iter()
        .filter(|leaf| first.is_some_and(|first| first.name == leaf.name && first.depth == leaf.depth))
        .filter_map(|leaf| first_address(leaf.text).map(|(address, ..)| address))
        .collect();
    if recipients.is_empty() {
        return Vec::new();
    }
    let mut fact = record.fact(service(record, event));
    // An error code of the service's own is no sentence, and an event's name no answer.
    let said: Vec<&str> =
        named(&list, &WORDS).iter().map(|leaf| leaf.text).filter(|text| *text != event).collect();
    fact.words.extend(said.first().map(|words| record.words(words)));
    fact.context.extend(said.iter().skip(1).take(2).map(|words| record.words(words)));
    let own = named(&list, &["bounce_class", "bounce_description", "error", "event"]);
    let stated = own.iter().find_map(|leaf| Some((class(leaf.text)?, leaf.text)));
    match kind {
        Kind::Complaint | Kind::Unsubscribed => {
            fact.stated = Some(("complaint", "structure: a complaint in a webhook"));
            if kind == Kind::Unsubscribed {
                fact.told = Some(("The reader unsubscribed", "They want no more of these letters."));
            }
            fact.stated_at = Some(record.place(event));
        }
        Kind::Failed | Kind::Waiting => {
            fact.action = (kind == Kind::Failed).then_some(Action::Failed);
            fact.retries = (kind == Kind::Waiting && !event.contains("bounce")).then_some(true);
            if said.iter().any(|words| suppressed(words)) {
                fact.stated = Some(("no-such-address", "structure: suppressed by the service"));
                fact.told = Some((
                    "Your sending service suppresses this address",
                    "It did not even try: this address bounced, unsubscribed or complained before.",
                ));
                return recipients
                    .into_iter()
                    .map(|to| Fact { recipient: Some(to), ..fact.clone() })
                    .collect();
            }
            let hard = event.contains("hard") && said.is_empty();
            let stated = stated.or(hard.then_some(("no-such-address", event)));
            fact.stated = stated.map(|(cause, _)| (cause, "structure: the class in a webhook"));
            fact.stated_at = stated.map(|(_, word)| record.place(word));
            fact.stated_is_weak = stated.is_none_or(|(cause, _)| cause != "complaint");
        }
    }
    recipients.into_iter().map(|recipient| Fact { recipient: Some(recipient), ..fact.clone() }).collect()
}

/// The service by what only it writes.
fn service(record: &Record, event: &str) -> &'static str {
    let has = |key: &str| record.value.get(key).is_some();
    match () {
        () if has("msys") => "webhook:sparkpost",
        () if has("MessageID") || has("mj_campaign_id") || has("error_related_to") => "webhook:mailjet",
        () if has("ts_event") || has("message-id") => "webhook:brevo",
        () if event.starts_with("email.") => "webhook:resend",
        () if event.starts_with("activity.") => "webhook:mailersend",
        () if has("msg") => "webhook:mandrill",
        () => "webhook",
    }
}
