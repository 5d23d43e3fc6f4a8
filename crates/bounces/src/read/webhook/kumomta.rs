//! KumoMTA's JSON log records.

use super::{Record, text};
use crate::fact::{Action, Fact, command};
use mail::EnhancedStatusCode;
use serde_json::Value;

pub(super) fn read(record: &Record) -> Vec<Fact<'static>> {
    let kind = record.text(&["type"]).unwrap_or_default();
    let recipients: Vec<String> = match record.value.get("recipient") {
        Some(Value::String(one)) if !one.is_empty() => vec![one.clone()],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    let mut fact = record.fact("log:kumomta");
    let response = record.value.get("response");
    let number = |value: Option<&Value>| value.and_then(Value::as_u64);
    let content =
        response.and_then(|response| text(response, &["content"])).filter(|words| !words.is_empty());
    fact.words.extend(content.map(|words| record.words(words)));
    fact.reply = record.reply(number(response.and_then(|response| response.get("code"))));
    // The enhanced code stands as three numbers, so it can't be quoted; it is claimed all the same, and its
    // place is its object.
    let code = response.and_then(|response| response.get("enhanced_code")).filter(|code| code.is_object());
    fact.status = code.and_then(|code| {
        let part = |key| number(code.get(key)).and_then(|n| u16::try_from(n).ok());
        let code =
            EnhancedStatusCode::new(u8::try_from(part("class")?).ok()?, part("subject")?, part("detail")?)?;
        let at = record.raw.find("\"enhanced_code\"")?;
        let end = record.raw[at..].find('}').map_or(at, |i| at + i + 1);
        Some((code, diag::Span::new(record.offset + at, record.offset + end)))
    });
    fact.command =
        response.and_then(|response| text(response, &["command"])).and_then(command).map(str::to_owned);
    fact.remote = record.text(&["peer_address", "name"]).map(|host| host.trim_end_matches('.').to_owned());
    match kind {
        "Bounce" | "AdminBounce" | "OOB" => fact.action = Some(Action::Failed),
        "TransientFailure" => fact.retries = Some(true),
        "Expiration" => {
            fact.action = Some(Action::Failed);
            fact.stated = Some(("gave-up", "structure: KumoMTA Expiration"));
            fact.stated_at = Some(record.place("Expiration"));
        }
        "Feedback" => {
            fact.stated = Some(("complaint", "structure: KumoMTA Feedback"));
            fact.stated_at = Some(record.place("Feedback"));
            let report = record.value.get("feedback_report");
            let to = report.and_then(|report| report.get("original_rcpt_to")).and_then(|list| list.get(0));
            fact.recipient = to.and_then(Value::as_str).map(str::to_owned);
        }
        _ => return Vec::new(),
    }
    if recipients.is_empty() {
        return vec![fact];
    }
    recipients.into_iter().map(|recipient| Fact { recipient: Some(recipient), ..fact.clone() }).collect()
}
