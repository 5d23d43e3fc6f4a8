//! Mailgun's webhook and event log.

use super::{Record, text};
use crate::fact::Fact;
use serde_json::Value;

pub(super) fn read(record: &Record) -> Vec<Fact<'static>> {
    let data = record.value.get("event-data").unwrap_or(&record.value);
    let event = text(data, &["event"]).unwrap_or_default();
    let mut fact = record.fact("webhook:mailgun");
    fact.recipient = text(data, &["recipient"]).map(str::to_owned);
    let status = data.get("delivery-status");
    let said = |key: &str| status.and_then(|status| text(status, &[key])).filter(|words| !words.is_empty());
    fact.words.extend(said("message").or_else(|| said("description")).map(|words| record.words(words)));
    fact.context.extend(said("description").map(|words| record.words(words)));
    fact.reply = record.reply(status.and_then(|status| status.get("code")).and_then(Value::as_u64));
    fact.remote = said("mx-host").map(str::to_owned);
    fact.status = said("enhanced-code").and_then(|code| Some((code.parse().ok()?, record.place(code))));
    match event {
        "failed" => {
            let reason = text(data, &["reason"]).unwrap_or_default();
            if reason.starts_with("suppress") {
                let cause = if reason == "suppress-complaint" || reason == "suppress-unsubscribe" {
                    "complaint"
                } else {
                    "no-such-address"
                };
                // Mailgun answers 605 and 607 of its own here, which are no SMTP codes.
                fact.stated = Some((cause, "structure: Mailgun suppression"));
                fact.stated_at = Some(record.place(reason));
                fact.told = Some((
                    "Your sending service suppresses this address",
                    "Mailgun did not even try: this address bounced, unsubscribed or complained before.",
                ));
            } else if text(data, &["severity"]) == Some("temporary") {
                fact.retries = Some(true);
            }
        }
        "complained" => {
            fact.stated = Some(("complaint", "structure: Mailgun complained"));
            fact.stated_at = Some(record.place("complained"));
        }
        "unsubscribed" => {
            fact.stated = Some(("complaint", "structure: Mailgun unsubscribed"));
            fact.stated_at = Some(record.place("unsubscribed"));
            fact.told = Some((
                "The reader unsubscribed",
                "They used the unsubscribe link; they want no more of these letters.",
            ));
        }
        _ => return Vec::new(),
    }
    vec![fact]
}
