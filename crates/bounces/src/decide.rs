//! From a fact to a verdict: the provider's own rule, then the words, then the code, then its first digit.

use crate::by_code::{by_code, code_decision, specific_code};
use crate::codes::{self, Codes};
use crate::fact::{Action, Fact, Words};
use crate::fold::{Folded, locate};
use crate::phrase::phrase;
use crate::rules::{Found, Hit, rules};
use crate::verdict::{Certainty, Verdict};
use crate::when::Setting;
use diag::Span;
use mail::{EnhancedStatusCode, ReplyCode};

/// What was decided, before it is put into words.
#[derive(Debug, Clone)]
pub(crate) struct Decision {
    /// The cause's id.
    pub cause: &'static str,
    /// How it was reached.
    pub certainty: Certainty,
    /// The rule's name.
    pub rule: String,
    /// The place of the deciding words or code.
    pub evidence: Option<Span>,
}

/// Judges one fact. `text` is the shown text that the fact's spans count in.
pub(crate) fn judge(text: &str, fact: &Fact) -> Verdict {
    let codes = fact_codes(text, fact);
    let Codes { reply, enhanced, .. } = codes;
    let (folded, found) = find(text, &fact.words);
    let enhanced_text = enhanced.map(|(code, _)| code.to_string());
    let command = fact.command.as_deref().map(str::to_ascii_lowercase);
    let setting = Setting {
        reply: reply.map(|(code, _)| code.get()),
        enhanced: enhanced_text.as_deref(),
        command: command.as_deref().and_then(|command| command.split(' ').next()),
        provider: provider(fact, &found),
        report: matches!(fact.input, "dsn" | "mail" | "mbox") && fact.action != Some(Action::Delayed),
    };
    let mut decision = decide(text, fact, &setting, &folded, &found, codes);
    // Who answers MAIL FROM has not heard of the recipient yet; who answers EHLO, not even of the sender.
    let about_recipient = matches!(decision.cause, "no-such-address" | "no-such-domain" | "address-closed");
    match setting.command {
        Some("mail") if about_recipient => decision.cause = "sender-domain",
        Some("ehlo" | "helo" | "connect") if about_recipient && decision.certainty == Certainty::Text => {
            decision.cause = "reverse-dns";
        }
        _ => {}
    }
    let mut inner = None;
    if decision.cause == "gave-up" {
        inner = inner_cause(text, fact, &setting, &found, codes);
    }
    // Late is not failed, unless the report itself says that the time is over. The cause is then what keeps
    // the mail waiting; where nothing tells that, nothing happened yet.
    let over = decision.cause == "gave-up" && fact.retries == Some(false);
    let late = fact.action == Some(Action::Delayed) && !over;
    if late && decision.cause == "unclear" {
        decision = Decision { cause: "not-a-bounce", rule: "structure: Action: delayed".into(), ..decision };
    }
    phrase(text, fact, decision, inner, late, &setting, codes)
}

/// The codes of a fact: those that the structure gives, else those in the server's words.
fn fact_codes(text: &str, fact: &Fact) -> Codes {
    let mut found = Codes { reply: fact.reply, ..Codes::default() };
    let mut anywhere = None;
    for words in &fact.words {
        let scanned = codes::scan(words.text(text));
        // In escaped words the code is looked up; it stands there as it is.
        let place = |span: Span| match &words.plain {
            None => span.shifted(words.span.start),
            Some(plain) => locate(text, words.span, span.of(plain).unwrap_or_default()),
        };
        let failing = |code: ReplyCode| code.class() >= 4;
        // A report's bare number may be a program's exit status.
        let said = !matches!(fact.input, "dsn" | "mail" | "mbox") || fact.action == Some(Action::Delivered);
        let reply = scanned.reply.filter(|(code, _)| failing(*code) || (said && fact.words.len() == 1));
        found.reply = found.reply.or_else(|| reply.map(|(code, span)| (code, place(span))));
        let enhanced = scanned.enhanced.map(|(code, span)| (code, place(span)));
        if scanned.beside {
            found.enhanced = found.enhanced.or(enhanced);
        }
        anywhere = anywhere.or(enhanced);
    }
    if let Some(words) = fact.context.first().filter(|_| found.reply.is_none() && fact.input == "dsn") {
        // The report's words for people may quote the answer that its fields leave out.
        let quoted = codes::scan(words.text(text));
        let shift = |span: Span| span.shifted(words.span.start);
        found.reply =
            quoted.reply.filter(|(code, _)| code.class() >= 4).map(|(code, span)| (code, shift(span)));
        if quoted.beside && found.reply.is_some() {
            anywhere = anywhere.or(quoted.enhanced.map(|(code, span)| (code, shift(span))));
        }
    }
    // Beside the reply code the server itself wrote it; the Status field is the reporting program's opinion.
    let empty = |code: EnhancedStatusCode| (code.subject(), code.detail()) == (0, 0);
    let status = fact.status.filter(|(code, _)| !empty(*code));
    found.enhanced = found
        .enhanced
        .filter(|(code, _)| !empty(*code))
        .or(status)
        .or(anywhere)
        .or(found.enhanced)
        .or(fact.status);
    found
}

/// The comparable form of some words and the rules whose words are in them.
fn find(text: &str, words: &[Words]) -> (Folded, Found) {
    let mut folded = Folded::new();
    for piece in words {
        folded.push(piece.text(text), if piece.plain.is_none() { piece.span.start } else { 0 });
    }
    folded.forget_names();
    let found = rules().find(&folded);
    (folded, found)
}

/// Who speaks: the host that answered, marks in its words, the reporter, the recipient's domain; of these the
/// first whose own rules fit, else the first.
fn provider(fact: &Fact, found: &Found) -> Option<&'static str> {
    let of_host = |host: &str| rules().provider_of_host(host).map(|provider| provider.id);
    let domain = fact.recipient.as_deref().and_then(|address| Some(address.rsplit_once('@')?.1));
    let mut candidates = fact
        .remote
        .as_deref()
        .and_then(of_host)
        .into_iter()
        .chain(found.providers.iter().copied())
        .chain(fact.reporter.as_deref().and_then(of_host))
        .chain(domain.and_then(of_host));
    let fits = |id: &&str| found.hits.iter().any(|hit| hit.rule.provider == Some(*id));
    candidates.clone().find(fits).or_else(|| candidates.next())
}

fn decide(
    text: &str,
    fact: &Fact,
    setting: &Setting,
    folded: &Folded,
    found: &Found,
    codes: Codes,
) -> Decision {
    let stated = fact.stated.map(|(cause, rule)| Decision {
        cause,
        certainty: Certainty::ProviderRule,
        rule: rule.to_owned(),
        evidence: fact.stated_at,
    });
    if let Some(decision) = stated.clone().filter(|_| !fact.stated_is_weak) {
        return decision;
    }
    if let Some((code, span)) = codes.reply.filter(|(code, _)| code.class() < 4) {
        return code_decision(format!("code: {code}"), "not-a-bounce", Certainty::Code, span);
    }
    let strong = |found: &Found| found.holding(setting).find(|hit| !hit.rule.weak);
    if let Some(hit) = strong(found) {
        return words_decision(text, &fact.words, folded, hit);
    }
    if let Some(decision) = specific_code(codes) {
        return decision;
    }
    // Piece by piece, the nearest first: far words are about other things as well.
    // A code about policy is surer than general words about anything else.
    let policy = codes.enhanced.is_some_and(|(code, _)| code.subject() == 7);
    // Without any code, general words are as likely somebody's prose.
    let prose = fact.input == "reply" && codes.reply.is_none() && codes.enhanced.is_none();
    let fits = |hit: &Hit| {
        let other = matches!(hit.rule.cause, "no-such-address" | "their-server-broken" | "cannot-connect");
        !(hit.rule.weak && (prose || (policy && other)))
    };
    let near = found.holding(setting).find(fits).map(|hit| words_decision(text, &fact.words, folded, hit));
    let mut far = None;
    for piece in &fact.context {
        let pieces = std::slice::from_ref(piece);
        let (folded, found) = find(text, pieces);
        if let Some(hit) = strong(&found) {
            return words_decision(text, pieces, &folded, hit);
        }
        let hit = found.holding(setting).find(fits);
        far = far.or_else(|| hit.map(|hit| words_decision(text, pieces, &folded, hit)));
    }
    let titled = || {
        let pieces = std::slice::from_ref(fact.title.as_ref()?);
        let (folded, found) = find(text, pieces);
        strong(&found).map(|hit| words_decision(text, pieces, &folded, hit))
    };
    // The code's subject at least, before general words from elsewhere in the report.
    let coded = || {
        let decision = by_code(setting, codes);
        let enhanced = codes.enhanced.is_some_and(|(code, _)| decision.rule == format!("code: {code}"));
        enhanced.then_some(decision)
    };
    let worded = stated.or(near).or_else(coded).or(far);
    worded.or_else(titled).unwrap_or_else(|| by_code(setting, codes))
}

fn words_decision(text: &str, pieces: &[Words], folded: &Folded, hit: Hit) -> Decision {
    let certainty = if hit.rule.provider.is_some() { Certainty::ProviderRule } else { Certainty::Text };
    let plain = pieces.iter().all(|words| words.plain.is_none());
    // Escaped words have no bytes of their own in the shown text; their first verbatim occurrence, else the
    // whole value, stands for them.
    let evidence = if plain {
        // A pattern may end inside a word; people read whole words.
        let rest = folded.text.as_bytes().get(hit.end..).unwrap_or_default();
        let open = hit.pattern.ends_with('%');
        let more = rest.iter().take_while(|b| open && b.is_ascii_alphanumeric()).count();
        Some(folded.span(hit.start, hit.end + more))
    } else {
        let words = folded.text.get(hit.start..hit.end).unwrap_or_default();
        pieces.first().map(|first| locate(text, first.span, words))
    };
    Decision {
        cause: hit.rule.cause,
        certainty,
        rule: format!("{}: {}", hit.rule.who, hit.pattern),
        evidence,
    }
}

/// What kept the message waiting until it was given up.
fn inner_cause(
    text: &str,
    fact: &Fact,
    setting: &Setting,
    found: &Found,
    codes: Codes,
) -> Option<&'static str> {
    let told = |found: &Found| {
        let strong = found.holding(setting).filter(|hit| !hit.rule.weak).map(|hit| hit.rule.cause);
        let mut causes = strong.filter(|cause| !matches!(*cause, "gave-up" | "policy"));
        causes.next()
    };
    told(found).or_else(|| told(&find(text, &fact.context).1)).or_else(|| {
        let cause = by_code(setting, codes).cause;
        (!matches!(cause, "gave-up" | "unclear" | "not-a-bounce")).then_some(cause)
    })
}
