//! From a decision to a verdict in words.

use crate::catalogue::{Cause, catalogue};
use crate::codes::Codes;
use crate::decide::Decision;
use crate::fact::{Action, Fact};
use crate::names;
use crate::rules::{Setting, rules};
use crate::verdict::{Certainty, Evidence, Permanence, Permanent, Verdict};
use crate::warn;
use diag::Span;

/// Puts a decision into words: titles, reasons, steps, evidence, warnings.
pub(crate) fn phrase(
    text: &str,
    fact: &Fact,
    decision: Decision,
    inner: Option<&'static str>,
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
    if fact.action == Some(Action::Delayed) && nothing_failed {
        verdict.title = "The mail is late, not lost".into();
        verdict.why = "The sending server could not deliver it yet and goes on trying. A second report comes if it gives up, so there is nothing to do with the address now.".into();
        if let Some(inner) = inner.and_then(|id| catalogue().cause(id)) {
            verdict.why.push_str(&format!(" What it waits for: {}. {}", inner.title, inner.why));
        }
    } else if fact.action == Some(Action::Delivered) && nothing_failed {
        verdict.title = "Delivered".into();
    } else if let Some((title, why)) = fact.told {
        verdict.title = title.to_owned();
        verdict.why = why.to_owned();
    }
    let spans = decision.evidence.into_iter().chain(reply.map(|r| r.1)).chain(enhanced.map(|e| e.1));
    verdict.evidence = evidence(text, spans);
    warn::contradictions(&mut verdict, fact, setting);
    names::repair_steps(text, fact, setting, &mut verdict);
    verdict
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
