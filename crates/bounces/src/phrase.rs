//! From a decision to a verdict in words.

use crate::catalogue::{Cause, catalogue};
use crate::codes::Codes;
use crate::decide::Decision;
use crate::fact::{Action, Fact};
use crate::rules::rules;
use crate::steps;
use crate::verdict::{Certainty, Evidence, Permanence, Permanent, Verdict};
use crate::warn;
use crate::when::Setting;
use diag::Span;

/// Puts a decision into words: titles, reasons, steps, evidence, warnings.
pub(crate) fn phrase(
    text: &str,
    fact: &Fact,
    decision: Decision,
    inner: Option<&'static str>,
    late: bool,
    setting: &Setting,
    codes: Codes,
) -> Verdict {
    let Codes { reply, enhanced, .. } = codes;
    let empty = Cause::default();
    let cause = catalogue().cause(decision.cause).unwrap_or(&empty);
    let by_code = class(codes);
    let in_practice = match cause.permanence.as_str() {
        "permanent" => Permanent::Permanent,
        "until-mended" => Permanent::UntilMended,
        "as-code" => by_code.unwrap_or(Permanent::Permanent),
        _ => Permanent::Temporary,
    };
    let mut verdict = Verdict {
        input: fact.input.to_owned(),
        recipient: fact.recipient.clone(),
        original_recipient: fact.original_recipient.clone(),
        reply_code: reply.map(|(code, _)| code),
        enhanced_code: enhanced.map(|(code, _)| code),
        cause: decision.cause.to_owned(),
        inner_cause: inner.map(str::to_owned),
        fault: cause.fault.clone(),
        permanence: Permanence { by_code, in_practice },
        scope: cause.scope.clone(),
        address_action: cause.action.clone(),
        certainty: decision.certainty,
        rule: decision.rule,
        command: fact.command.clone(),
        remote: fact.remote.clone(),
        date: fact.date.clone(),
        reported_action: fact.action.map(|action| action.name().to_owned()),
        provider: setting.provider.and_then(|id| rules().provider(id)).map(|p| p.name.to_owned()),
        title: cause.title.clone(),
        why: cause.why.clone(),
        advice: cause.advice.clone(),
        references: cause.references.clone(),
        evidence: Vec::new(),
        warnings: fact.warnings.clone(),
    };
    if matches!(decision.certainty, Certainty::Code | Certainty::Class) {
        explain_codes(&mut verdict);
    }
    let nothing_failed = verdict.cause == "not-a-bounce";
    if late {
        tell_lateness(&mut verdict, inner);
    } else if fact.action == Some(Action::Delivered) && nothing_failed {
        verdict.title = "Delivered".into();
    } else if let Some((title, why)) = fact.told {
        verdict.title = title.to_owned();
        verdict.why = why.to_owned();
    }
    let spans = decision.evidence.into_iter().chain(reply.map(|r| r.1)).chain(enhanced.map(|e| e.1));
    verdict.evidence = evidence(text, spans);
    warn::contradictions(&mut verdict, fact, late, setting);
    steps::repair_steps(text, fact, setting, &mut verdict);
    verdict
}

/// A report that the mail is late: whatever keeps it waiting, nothing is lost and the address stays.
fn tell_lateness(verdict: &mut Verdict, inner: Option<&'static str>) {
    let mut why = String::from(
        "The sending server could not deliver it yet and goes on trying. A second report comes if it gives up, \
         so there is nothing to do with the address now.",
    );
    let waits_for = inner.unwrap_or(&verdict.cause);
    if let Some(cause) = catalogue().cause(waits_for).filter(|_| verdict.cause != "not-a-bounce") {
        why.push_str(&format!(" What it waits for: {}. {}", cause.title, cause.why));
    }
    verdict.title = "The mail is late, not lost".into();
    verdict.why = why;
    verdict.address_action = "keep".into();
    verdict.permanence.in_practice = Permanent::Temporary;
}

/// Where only a code speaks, its own meaning comes before the cause's.
fn explain_codes(verdict: &mut Verdict) {
    let reply = verdict.reply_code.and_then(|code| catalogue().reply(code));
    let enhanced = verdict.enhanced_code.and_then(|code| catalogue().enhanced(code));
    let mut said = Vec::new();
    if let Some(entry) = reply {
        said.push(format!("{}: {}. {}", entry.code, entry.title, entry.meaning));
        verdict.references.extend((!entry.reference.is_empty()).then(|| entry.reference.to_owned()));
    }
    if let (Some(entry), Some(code)) = (enhanced, verdict.enhanced_code) {
        said.push(format!("{code}: {}. {}", entry.title, entry.meaning));
        verdict.references.push(entry.reference.to_owned());
    }
    // A cause that says "unclear" or "nothing failed" is better named by the code itself.
    let vague = matches!(verdict.cause.as_str(), "unclear" | "not-a-bounce");
    let title = enhanced.filter(|entry| entry.detail != 0).map(|e| e.title).or(reply.map(|e| e.title));
    if let Some(title) = title.filter(|_| vague) {
        verdict.title = title.to_owned();
    }
    if !said.is_empty() {
        let general = std::mem::take(&mut verdict.why);
        if !vague {
            said.push(general);
        }
        verdict.why = said.join(" ");
    }
}

/// The spans with their words, in the order of the text, without those that lie in another.
fn evidence(text: &str, spans: impl Iterator<Item = Span>) -> Vec<Evidence> {
    let mut list: Vec<Evidence> = Vec::new();
    for span in spans {
        let start = text.floor_char_boundary(span.start);
        let end = text.ceil_char_boundary(span.end.max(start));
        let inside = list.iter().any(|e| e.span.start <= start && end <= e.span.end);
        if let Some(words) = text.get(start..end).filter(|words| !words.is_empty() && !inside) {
            list.push(Evidence { span: Span::new(start, end), text: words.to_owned() });
        }
    }
    list.sort_by_key(|e| e.span);
    list
}

fn class(codes: Codes) -> Option<Permanent> {
    let digit = codes.reply.map(|(code, _)| code.class()).or(codes.enhanced.map(|(code, _)| code.class()))?;
    match digit {
        5 => Some(Permanent::Permanent),
        4 => Some(Permanent::Temporary),
        _ => None,
    }
}
