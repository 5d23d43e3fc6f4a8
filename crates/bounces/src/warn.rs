//! Contradictions in what a server said, said aloud.

use crate::catalogue::catalogue;
use crate::fact::{Action, Fact};
use crate::verdict::{Certainty, Permanent, Verdict};
use crate::when::Setting;

/// Codes that a provider uses against their registered meaning.
const OTHER_MEANING: [(&str, &str, &str); 9] = [
    ("microsoft", "1.10", "recipient not found"),
    ("microsoft", "4.1", "unknown address, turned away at the edge"),
    ("microsoft", "4.8", "MTA-STS failure"),
    ("yahoo", "7.9", "missing authentication or a content rule"),
    ("google", "7.23", "no matching reverse DNS name"),
    ("google", "7.27", "SPF did not pass"),
    ("google", "7.29", "no encryption"),
    ("google", "7.30", "DKIM did not pass"),
    ("google", "7.40", "no DMARC record"),
];

/// Adds to the verdict what in the answer contradicts itself.
pub(crate) fn contradictions(verdict: &mut Verdict, fact: &Fact, late: bool, setting: &Setting) {
    let mut say = |sentence: String| {
        if !verdict.warnings.contains(&sentence) {
            verdict.warnings.push(sentence);
        }
    };
    if let (Some(reply), Some(enhanced)) = (verdict.reply_code, verdict.enhanced_code)
        && reply.class() != enhanced.class()
    {
        say(format!(
            "The reply code {reply} and the enhanced code {enhanced} contradict each other: RFC 5321 says \
                 to act on the first digit of the reply code."
        ));
    }
    let (by_code, practice) = (verdict.permanence.by_code, verdict.permanence.in_practice);
    let shown = || {
        verdict
            .reply_code
            .map(|c| c.to_string())
            .or(verdict.enhanced_code.map(|c| c.to_string()))
            .unwrap_or_default()
    };
    match (by_code, practice) {
        _ if late => {}
        (Some(Permanent::Permanent), Permanent::Temporary) if verdict.cause != "not-a-bounce" => {
            say(format!(
                "The code {} says for good, but this cause is temporary: do not take it as a dead address.",
                shown()
            ))
        }
        (Some(Permanent::Temporary), Permanent::Permanent) if verdict.cause != "gave-up" => say(format!(
            "The code {} says that trying again may help, but this cause does not pass by itself.",
            shown()
        )),
        _ => {}
    }
    if let Some(enhanced) = verdict.enhanced_code {
        let key = format!("{}.{}", enhanced.subject(), enhanced.detail());
        let other =
            OTHER_MEANING.iter().find(|(who, code, _)| Some(*who) == setting.provider && *code == key);
        if let Some((_, _, meaning)) = other {
            let registered = catalogue().enhanced(enhanced).map_or("nothing", |entry| entry.title);
            let who = verdict.provider.clone().unwrap_or_default();
            say(format!("Registered for {enhanced}: “{registered}”. {who} means: {meaning}."));
        }
        if verdict.cause == "too-fast" && enhanced.subject() == 1 && enhanced.detail() == 1 {
            say(format!("{enhanced} is the code of an unknown address, but the words tell of a rate limit."));
        }
    }
    match (fact.action, verdict.cause.as_str()) {
        _ if late => say(
            "This report only says that the mail is late: the sending server goes on trying, and a second \
             report comes if it gives up."
                .into(),
        ),
        (Some(Action::Delivered | Action::Relayed | Action::Expanded), "not-a-bounce") => {}
        (_, "gave-up") => {
            let inner = verdict.inner_cause.as_deref().and_then(|id| catalogue().cause(id));
            if let Some(inner) = inner {
                say(format!("The time-out wraps the true cause: {}.", inner.title));
            }
        }
        _ if fact.retries == Some(true) => {
            say("The sending server goes on trying this one by itself.".into())
        }
        _ => {}
    }
    if let (Some(last), Some(first)) = (&verdict.recipient, &verdict.original_recipient)
        && !last.eq_ignore_ascii_case(first)
    {
        say(format!(
            "The mail was forwarded: you wrote to {first}, and it failed for {last}. What stands on your \
                 list is {first}."
        ));
    }
    if verdict.cause == "no-such-address" && verdict.certainty == Certainty::Text {
        let spam = verdict.enhanced_code.is_some_and(|code| code.subject() == 7);
        if spam {
            say("The words speak of the address, the code of a policy; the words were believed.".into());
        }
    }
}
