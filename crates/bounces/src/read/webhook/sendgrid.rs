//! Twilio SendGrid's event webhook.

use super::Record;
use crate::fact::Fact;

pub(super) fn read(record: &Record) -> Vec<Fact<'static>> {
    let event = record.text(&["event"]).unwrap_or_default();
    let mut fact = record.fact("webhook:sendgrid");
    fact.recipient = record.text(&["email"]).map(str::to_owned);
    let reason = record.text(&["reason"]).or_else(|| record.text(&["response"]));
    fact.words.extend(reason.map(|words| record.words(words)));
    fact.status = record
        .text(&["status"])
        .and_then(|status| Some((status.trim().parse().ok()?, record.place(status.trim()))));
    let at = Some(record.place(event));
    match event {
        "bounce" | "blocked" => {
            let cause = match record.text(&["bounce_classification"]).unwrap_or_default() {
                "Invalid Address" => Some("no-such-address"),
                "Mailbox Unavailable" => Some("mailbox-full"),
                "Reputation" => Some("bad-reputation"),
                "Content" => Some("looks-like-spam"),
                "Frequency or Volume Too High" => Some("too-fast"),
                "Technical Failure" => Some("their-server-broken"),
                _ => None,
            };
            fact.stated = cause.map(|cause| (cause, "structure: SendGrid bounce_classification"));
            fact.stated_is_weak = true;
            fact.stated_at = record.text(&["bounce_classification"]).map(|class| record.place(class));
        }
        "dropped" => {
            let reason = reason.unwrap_or_default().to_ascii_lowercase();
            let cause = if reason.contains("spam report") { "complaint" } else { "no-such-address" };
            fact.stated = Some((cause, "structure: SendGrid dropped"));
            fact.stated_at = at;
            fact.told = Some((
                "Your sending service dropped this mail",
                "SendGrid did not even try: the address bounced, unsubscribed or complained before, or it is malformed.",
            ));
        }
        "deferred" => fact.retries = Some(true),
        "spamreport" | "unsubscribe" | "group_unsubscribe" => {
            fact.stated = Some(("complaint", "structure: SendGrid spamreport"));
            fact.stated_at = at;
            if event != "spamreport" {
                fact.told = Some((
                    "The reader unsubscribed",
                    "They used the unsubscribe link; they want no more of these letters.",
                ));
            }
        }
        _ => return Vec::new(),
    }
    vec![fact]
}
