//! Mails that came back: told apart by structure first, by words last.

pub(crate) mod arf;
pub(crate) mod auto;
pub(crate) mod decode;
pub(crate) mod mime;
mod region;
mod reported;
pub(crate) mod signs;
pub(crate) mod status;
pub(crate) mod text;
mod whole;
mod worded;

pub use whole::{ReadMail, ReadPart, mail};

pub(crate) use region::report_regions;
use reported::reported;

use crate::fact::Fact;
use diag::Span;
use mime::{Mail, Part};
use worded::worded;

/// Whether the text begins like a mail: with a line of an mbox or with fields that mails have.
pub(crate) fn looks_like_mail(text: &[u8]) -> bool {
    const KNOWN: [&[u8]; 14] = [
        b"from:",
        b"to:",
        b"subject:",
        b"date:",
        b"received:",
        b"return-path:",
        b"message-id:",
        b"delivered-to:",
        b"content-type:",
        b"mime-version:",
        b"auto-submitted:",
        b"x-failed-recipients:",
        b"reply-to:",
        b"sender:",
    ];
    let mut found = usize::from(text.starts_with(b"From "));
    for line in text.split(|b| *b == b'\n').take(120) {
        if line.is_empty() {
            break;
        }
        let head = line[..line.len().min(22)].to_ascii_lowercase();
        found += usize::from(KNOWN.iter().any(|name| head.starts_with(name)));
        let odd = !line.starts_with(b" ") && !line.starts_with(b"\t") && !line.contains(&b':');
        if odd && !line.starts_with(b"From ") && found < 2 {
            return false;
        }
    }
    found >= 2
}

/// What a mail was.
pub(crate) struct Reading {
    pub label: &'static str,
    pub facts: Vec<Fact<'static>>,
    /// Whether nothing but the words says that it is a report.
    pub by_words: bool,
}

/// Reads one mail with LF line ends, appending its shown form to `shown`.
pub(crate) fn read(bytes: &[u8], shown: &mut String) -> Reading {
    let mail = Mail::read(bytes, shown);
    let whole = dated(judge_kind(&mail, shown), &mail, shown);
    let poor = whole.label == "a bounce in words" && !whole.facts.iter().any(|fact| coded(shown, fact));
    if !poor && (!whole.facts.is_empty() || whole.label != "an ordinary mail") {
        return whole;
    }
    // A bounce that somebody forwarded as an attachment. Its text stands in the shown text already; it is
    // read once more from there, so the spans count in the copy.
    let inner = mail.parts.iter().find(|part| part.kind == "message/rfc822" || part.kind == "message/global");
    if let Some(body) =
        inner.and_then(|part| part.body.of(shown)).filter(|body| signs::forwarded_bounce(body))
    {
        let copy = body.to_owned();
        let mail = Mail::read(copy.as_bytes(), shown);
        let reading = dated(judge_kind(&mail, shown), &mail, shown);
        if !reading.facts.is_empty() {
            return Reading { label: "a forwarded bounce", ..reading };
        }
    }
    // Or that somebody forwarded as text.
    if let Some(body) = forwarded_text(&mail, shown) {
        let copy = body.to_owned();
        let mail = Mail::read(copy.as_bytes(), shown);
        let reading = dated(judge_kind(&mail, shown), &mail, shown);
        if !reading.facts.is_empty() {
            return Reading { label: "a forwarded bounce", ..reading };
        }
    }
    whole
}

/// The report in the text of a mail that says to forward something: from the line that names its sender.
fn forwarded_text<'s>(mail: &Mail, shown: &'s str) -> Option<&'s str> {
    const FORWARDS: [&str; 8] = ["fwd:", "fw:", "wg:", "tr:", "rv:", "i:", "enc:", "doorst:"];
    let subject = mail.header(shown, "Subject")?.to_lowercase();
    let text = mail.parts.iter().find(|part| part.kind == "text/plain")?.body.of(shown)?;
    let at = text.find("\nFrom: ").filter(|_| FORWARDS.iter().any(|mark| subject.starts_with(mark)))?;
    let report = text.get(at + 1..)?;
    signs::forwarded_bounce(report).then_some(report)
}

/// The domain of the returned message's From, else of the mail's own recipient: reports go to who sent.
fn sender_domain(mail: &Mail, shown: &str) -> Option<String> {
    let original = mail.parts.iter().find(|part| {
        matches!(part.kind.as_str(), "message/rfc822" | "message/global")
            || part.kind.ends_with("rfc822-headers")
            || part.kind == "message/global-headers"
    });
    let head = original.and_then(|part| part.body.of(shown)).unwrap_or_default().split("\n\n").next();
    let head = head.unwrap_or_default();
    let from =
        mime::find(&mime::fields(head, 0), head, "From").and_then(|span| span.of(head)).map(str::to_owned);
    let address =
        from.or_else(|| mail.header(shown, "To")).and_then(|value| text::first_address(&value).map(|a| a.0));
    address
        .and_then(|address| Some(address.rsplit_once('@')?.1.to_lowercase()))
        .filter(|domain| domain.contains('.'))
}

/// The reading with the mail's own day and sender.
fn dated(mut reading: Reading, mail: &Mail, shown: &str) -> Reading {
    let date = mail.header(shown, "Date").and_then(|value| crate::read::when::of_field(&value));
    let sender = sender_domain(mail, shown);
    for fact in &mut reading.facts {
        fact.sender_domain = fact.sender_domain.take().or(sender.clone());
        fact.date = fact.date.take().or(date.clone());
    }
    reading
}

/// Reads a report that was pasted without its headers; `None` where the text is none.
pub(crate) fn read_body(shown: &str) -> Option<(String, Vec<Fact<'static>>)> {
    let whole = Span::new(0, shown.len());
    let mail = Mail { parts: vec![Part { kind: "text/plain".into(), body: whole }], ..Mail::default() };
    if shown.starts_with("Feedback-Type:") || shown.contains("\nFeedback-Type:") {
        return arf::read(&mail, shown).map(|facts| ("a complaint (ARF)".into(), facts));
    }
    if signs::status_fields(shown).is_some() {
        let facts = reported(&mail, shown);
        return (!facts.is_empty()).then(|| ("the fields of a delivery report".into(), facts));
    }
    // Words alone are a report when they name a recipient on a line of its own and say that it failed.
    let first = shown.lines().find(|line| !line.trim().is_empty())?;
    let opens_with_code = crate::codes::leading_reply(first.trim()).is_some();
    if opens_with_code || !signs::says_failed(shown) {
        return None;
    }
    let facts = worded(&mail, shown);
    let named = facts.iter().any(|fact| fact.recipient.is_some());
    named.then(|| ("a bounce in words".into(), facts))
}

/// Whether a server's code stands in the fact's words.
fn coded(shown: &str, fact: &Fact) -> bool {
    fact.words.iter().any(|words| crate::codes::scan(words.text(shown)).reply.is_some())
}

fn judge_kind(mail: &Mail, shown: &str) -> Reading {
    if let Some(facts) = arf::read(mail, shown) {
        return Reading { label: "a complaint (ARF)", facts, by_words: false };
    }
    if let Some(facts) = webhook_in_mail(mail, shown) {
        return Reading { label: "a mail with a webhook's JSON", facts, by_words: false };
    }
    if is_receipt(mail, shown) {
        return Reading { label: "a read receipt (MDN)", facts: Vec::new(), by_words: false };
    }
    let reported = reported(mail, shown);
    if !reported.is_empty() {
        return Reading { label: "a delivery report (DSN)", facts: reported, by_words: false };
    }
    if let Some(fact) = auto::read(mail, shown) {
        return Reading { label: "an automatic reply", facts: vec![fact], by_words: false };
    }
    if signs::is_bounce(mail, shown) {
        let facts = worded(mail, shown);
        if !facts.is_empty() {
            let by_words = !signs::is_program(mail, shown);
            return Reading { label: "a bounce in words", facts, by_words };
        }
    }
    Reading { label: "an ordinary mail", facts: Vec::new(), by_words: false }
}

/// Whether a mail tells what its reader did with a message (RFC 8098), not what servers did with it.
fn is_receipt(mail: &Mail, shown: &str) -> bool {
    let has = |kind: &str| mail.parts.iter().any(|part| part.kind == kind);
    let told = |part: &Part| part.body.of(shown).is_some_and(|text| signs::status_fields(text).is_some());
    has("message/disposition-notification") && !has("message/delivery-status") && !mail.parts.iter().any(told)
}

/// Amazon SES and others send the JSON of their webhook by mail as well.
fn webhook_in_mail(mail: &Mail, shown: &str) -> Option<Vec<Fact<'static>>> {
    let part = mail.parts.iter().find(|part| part.kind.starts_with("text/plain"))?;
    let body = part.body.of(shown)?;
    let blank = body.len() - body.trim_start().len();
    if !body.trim_start().starts_with('{') {
        return None;
    }
    let facts = crate::read::webhook::read_embedded(&body[blank..], part.body.start + blank);
    (!facts.is_empty()).then_some(facts)
}
