//! Amazon SES: notifications (`notificationType`) and events (`eventType`).

use super::{Record, text};
use crate::fact::{Action, Fact};
use serde_json::Value;

const INPUT: &str = "webhook:ses";

pub(super) fn read(record: &Record) -> Vec<Fact<'static>> {
    let kind = record.text(&["notificationType"]).or_else(|| record.text(&["eventType"])).unwrap_or_default();
    match kind {
        "Bounce" => bounce(record),
        "Complaint" => each(record, &["complaint", "complainedRecipients"], |_, _, fact| {
            fact.stated = Some(("complaint", "structure: SES complaint"));
            fact.stated_at = Some(record.place("Complaint"));
        }),
        "Delivery" => delivery(record),
        "DeliveryDelay" => each(record, &["deliveryDelay", "delayedRecipients"], |_, recipient, fact| {
            fact.retries = Some(true);
            fact.words.extend(text(recipient, &["diagnosticCode"]).map(|words| record.words(words)));
        }),
        "Reject" => {
            let mut fact = record.fact(INPUT);
            let to = record.value.pointer("/mail/destination/0").and_then(Value::as_str);
            fact.recipient = to.map(str::to_owned);
            fact.words.extend(record.text(&["reject", "reason"]).map(|words| record.words(words)));
            fact.stated = Some(("virus-or-attachment", "structure: SES reject"));
            vec![fact]
        }
        "Rendering Failure" => {
            let mut fact = record.fact(INPUT);
            let to = record.value.pointer("/mail/destination/0").and_then(Value::as_str);
            fact.recipient = to.map(str::to_owned);
            let words = record.text(&["failure", "errorMessage"]);
            fact.stated = Some(("broken-message", "structure: SES rendering failure"));
            fact.stated_at = words.map(|words| record.place(words));
            fact.words.extend(words.map(|words| record.words(words)));
            fact.told = Some((
                "The template could not be filled in",
                "Amazon SES did not send this letter: its template asks for a value that was not given.",
            ));
            vec![fact]
        }
        _ => Vec::new(),
    }
}

fn bounce(record: &Record) -> Vec<Fact<'static>> {
    let kind = record.text(&["bounce", "bounceType"]).unwrap_or_default();
    let sub = record.text(&["bounce", "bounceSubType"]).unwrap_or_default();
    let stated = match (kind, sub) {
        (_, "Suppressed" | "OnAccountSuppressionList" | "UnsubscribedRecipient") => Some("no-such-address"),
        (_, "NoEmail") => Some("no-such-address"),
        (_, "MailboxFull") => Some("mailbox-full"),
        (_, "MessageTooLarge") => Some("too-big"),
        (_, "ContentRejected") => Some("looks-like-spam"),
        (_, "AttachmentRejected") => Some("virus-or-attachment"),
        ("Permanent", _) => Some("no-such-address"),
        ("Transient", _) => Some("their-server-broken"),
        _ => None,
    };
    let remote = record.text(&["bounce", "remoteMtaIp"]).map(str::to_owned);
    each(record, &["bounce", "bouncedRecipients"], |_, recipient, fact| {
        fact.words.extend(text(recipient, &["diagnosticCode"]).map(|words| record.words(words)));
        fact.status = text(recipient, &["status"])
            .and_then(|status| Some((status.trim().parse().ok()?, record.place(status.trim()))));
        fact.action = match text(recipient, &["action"]) {
            Some("failed") => Some(Action::Failed),
            _ => None,
        };
        fact.remote = remote.clone();
        if let Some(cause) = stated {
            fact.stated = Some((cause, "structure: SES bounce type"));
            fact.stated_at = Some(record.place(if sub.is_empty() { kind } else { sub }));
            fact.stated_is_weak = !sub.contains("Suppress");
            if sub.contains("Suppress") {
                fact.told = Some((
                    "Your sending service suppresses this address",
                    "Amazon SES did not even try: this address bounced or complained before, so it is on a suppression list.",
                ));
            }
        }
    })
}

fn delivery(record: &Record) -> Vec<Fact<'static>> {
    let list =
        record.value.pointer("/delivery/recipients").or_else(|| record.value.pointer("/mail/destination"));
    let reply = record.text(&["delivery", "smtpResponse"]);
    list.and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(|recipient| {
            let mut fact = record.fact(INPUT);
            fact.recipient = Some(recipient.to_owned());
            fact.action = Some(Action::Delivered);
            fact.remote = record.text(&["delivery", "remoteMtaIp"]).map(str::to_owned);
            fact.words.extend(reply.map(|words| record.words(words)));
            fact.stated = Some(("not-a-bounce", "structure: SES delivery"));
            fact.stated_at = Some(record.place("Delivery"));
            fact
        })
        .collect()
}

fn each(
    record: &Record,
    path: &[&str],
    fill: impl Fn(&Record, &Value, &mut Fact<'static>),
) -> Vec<Fact<'static>> {
    let list = path.iter().try_fold(&record.value, |value, key| value.get(key)).and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .map(|recipient| {
            let mut fact = record.fact(INPUT);
            fact.recipient = text(recipient, &["emailAddress"]).map(str::to_owned);
            fill(record, recipient, &mut fact);
            fact
        })
        .collect()
}
