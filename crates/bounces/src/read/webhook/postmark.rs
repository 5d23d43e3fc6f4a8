//! Postmark's bounce and complaint webhooks.

use super::Record;
use crate::fact::Fact;

pub(super) fn read(record: &Record) -> Vec<Fact<'static>> {
    let mut fact = record.fact("webhook:postmark");
    fact.recipient = record.text(&["Email"]).or_else(|| record.text(&["Recipient"])).map(str::to_owned);
    let kind = record.text(&["Type"]).unwrap_or_default();
    match record.text(&["RecordType"]).unwrap_or_default() {
        "Bounce" => {}
        "SpamComplaint" => {
            fact.stated = Some(("complaint", "structure: Postmark SpamComplaint"));
            fact.stated_at = Some(record.place("SpamComplaint"));
            return vec![fact];
        }
        "SubscriptionChange"
            if record.value.get("SuppressSending").and_then(|v| v.as_bool()) == Some(true) =>
        {
            fact.stated = Some(("complaint", "structure: Postmark SubscriptionChange"));
            fact.stated_at = Some(record.place("SubscriptionChange"));
            fact.told = Some(("The reader unsubscribed", "Postmark will not send to this address any more."));
            return vec![fact];
        }
        _ => return Vec::new(),
    }
    let said =
        |key: &str| record.text(&[key]).filter(|words| !words.is_empty()).map(|words| record.words(words));
    fact.words.extend(said("Details"));
    fact.context.extend(said("Description"));
    let stated = match kind {
        "HardBounce" | "BadEmailAddress" => Some("no-such-address"),
        "SoftBounce" => Some("their-server-broken"),
        "Blocked" | "ISPBlock" => Some("policy"),
        "SpamNotification" => Some("looks-like-spam"),
        "SpamComplaint" | "Unsubscribe" => Some("complaint"),
        "DnsError" => Some("cannot-connect"),
        "VirusNotification" => Some("virus-or-attachment"),
        "DMARCPolicy" => Some("authentication"),
        "AutoResponder" | "OpenRelayTest" | "AddressChange" | "ChallengeVerification" | "Subscribe" => {
            Some("not-a-bounce")
        }
        "ManuallyDeactivated" => Some("address-closed"),
        _ => None,
    };
    fact.stated = stated.map(|cause| (cause, "structure: Postmark type"));
    fact.stated_at = Some(record.place(kind));
    fact.stated_is_weak =
        !matches!(kind, "SpamComplaint" | "Unsubscribe" | "AutoResponder" | "ManuallyDeactivated");
    if kind == "Transient" {
        fact.retries = Some(true);
    }
    vec![fact]
}
