//! Verdicts by the codes alone: their registered meaning in its context, at last the class digit.

use crate::catalogue::catalogue;
use crate::codes::Codes;
use crate::decide::Decision;
use crate::verdict::Certainty;
use crate::when::Setting;
use diag::Span;
use mail::{EnhancedStatusCode, ReplyCode};

/// An enhanced code that means one thing wherever it comes from; it is surer than words further off.
pub(crate) fn specific_code(codes: Codes) -> Option<Decision> {
    let (code, span) = codes.enhanced.filter(|(code, _)| !misplaced_login(*code, codes.reply))?;
    let general = match (code.subject(), code.detail()) {
        (_, 0) | (5, _) | (6, _) | (7, 1) => true,
        // These tell how it ended, not why.
        (4, 1 | 2 | 4 | 7) | (3, 2 | 5) => true,
        _ => code.class() == 2,
    };
    let entry = catalogue().enhanced(code).filter(|_| !general)?;
    Some(code_decision(format!("code: {code}"), entry.cause, Certainty::Code, span))
}

/// The codes about logins, beside a reply that is no answer to a login: servers use them for other things.
fn misplaced_login(code: EnhancedStatusCode, reply: Option<(ReplyCode, Span)>) -> bool {
    let login = code.subject() == 7 && matches!(code.detail(), 8..=12 | 14);
    login && reply.is_some_and(|(reply, _)| !matches!(reply.get(), 421..=432 | 454 | 500..=504 | 523..=538))
}

/// The registered meaning of the codes in their context, at last the class digit.
pub(crate) fn by_code(setting: &Setting, codes: Codes) -> Decision {
    let Codes { reply, enhanced, .. } = codes;
    // Whoever answers so wants a login, whatever policy stands beside it.
    if let Some((code, span)) = reply.filter(|(code, _)| matches!(code.get(), 530 | 534 | 535 | 538)) {
        return code_decision(format!("code: {code}"), "login-or-relay", Certainty::Code, span);
    }
    if let Some((code, span)) = enhanced {
        let known = match misplaced_login(code, reply) {
            true => "policy",
            false => catalogue().enhanced(code).map_or("unclear", |entry| entry.cause),
        };
        let cause = if code.class() == 2 { "not-a-bounce" } else { known };
        if cause != "unclear" {
            return code_decision(format!("code: {code}"), cause, Certainty::Code, span);
        }
    }
    if let Some((code, span)) = reply {
        // What was asked tells what a code is about (RFC 5321 §4.3.2): 550 to RCPT TO, the mailbox.
        let cause = match (code.get(), setting.command) {
            (550, Some("rcpt")) => "no-such-address",
            (550 | 553, Some("mail")) => "sender-domain",
            (552, Some("data" | "bdat")) => "too-big",
            // Before anybody was named it is about the server, after the message about the message.
            (550 | 554, Some("connect" | "ehlo" | "helo" | "data" | "bdat")) => "policy",
            _ => catalogue().reply(code).map_or("unclear", |entry| entry.cause),
        };
        if cause != "unclear" {
            return code_decision(format!("code: {code}"), cause, Certainty::Code, span);
        }
        return code_decision(format!("class: {}yz", code.class()), cause, Certainty::Class, span);
    }
    if let Some((code, span)) = enhanced {
        return code_decision(format!("class: {}.x.x", code.class()), "unclear", Certainty::Class, span);
    }
    Decision { cause: "unclear", certainty: Certainty::Class, rule: "no rule".into(), evidence: None }
}

pub(crate) fn code_decision(rule: String, cause: &'static str, certainty: Certainty, span: Span) -> Decision {
    Decision { cause, certainty, rule, evidence: Some(span) }
}
