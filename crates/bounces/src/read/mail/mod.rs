//! Mails that came back: told apart by structure first, by words last.

pub(crate) mod arf;
pub(crate) mod auto;
pub(crate) mod decode;
pub(crate) mod mime;
pub(crate) mod signs;
pub(crate) mod status;
pub(crate) mod text;
mod whole;
mod worded;

pub use whole::{ReadMail, ReadPart, mail};

use crate::fact::{Action, Fact, Words};
use diag::Span;
use mime::{Mail, Part};
use status::Group;
use worded::{original_recipient, worded};

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
    whole
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

/// The region of the mail that its program wrote, without the returned message.
pub(crate) fn report_regions(mail: &Mail, shown: &str) -> Vec<Span> {
    let readable = |part: &&Part| {
        !matches!(
            part.kind.as_str(),
            "message/rfc822"
                | "message/global"
                | "text/rfc822-headers"
                | "message/global-headers"
                | "text/html"
        ) && !part.kind.starts_with("image/")
            && !part.kind.starts_with("application/")
            && !is_status(&part.kind)
    };
    let mut regions: Vec<Span> = mail
        .parts
        .iter()
        .filter(readable)
        .map(|part| Span::new(part.body.start, text::original_starts(shown, part.body)))
        .filter(|span| span.of(shown).is_some_and(|text| !text.trim().is_empty()))
        .collect();
    if regions.is_empty() {
        // Only a web page: its text is better than nothing.
        regions
            .extend(mail.parts.iter().filter(|part| part.kind == "text/html").map(|part| part.body).take(1));
    }
    regions.truncate(4);
    regions
}

fn is_status(kind: &str) -> bool {
    matches!(
        kind,
        "message/delivery-status" | "message/global-delivery-status" | "message/disposition-notification"
    )
}

/// The mail's own correspondents: they are never the recipient that failed.
fn strangers(mail: &Mail, shown: &str) -> Vec<String> {
    ["From", "To", "Reply-To", "Delivered-To", "Cc"]
        .iter()
        .filter_map(|name| mail.header(shown, name))
        .flat_map(|value| all_addresses(&value))
        .collect()
}

fn all_addresses(value: &str) -> Vec<String> {
    let mut list = Vec::new();
    let mut rest = value;
    while let Some((address, _, after)) = text::first_address(rest) {
        list.push(address);
        rest = after;
    }
    list
}

/// The recipients that a header names as failed.
fn failed_recipients(mail: &Mail, shown: &str) -> Vec<String> {
    mail.header(shown, "X-Failed-Recipients").map(|value| all_addresses(&value)).unwrap_or_default()
}

/// Reads the delivery-status part, or the same fields written into the text.
fn reported(mail: &Mail, shown: &str) -> Vec<Fact<'static>> {
    let regions = report_regions(mail, shown);
    let mut report = status::Report::default();
    for part in mail.parts.iter().filter(|part| is_status(&part.kind)) {
        let read = status::read(shown, part.body);
        report.reporter = report.reporter.or(read.reporter);
        report.groups.extend(read.groups);
    }
    if report.groups.is_empty() {
        for region in &regions {
            let text = region.of(shown).unwrap_or_default();
            if let Some(at) = signs::status_fields(text) {
                report = status::read(shown, Span::new(region.start + at, region.end));
                report.groups.retain(|group| group.recipient.is_some() || group.original.is_some());
            }
        }
    }
    if report.groups.is_empty() && signs::is_bounce(mail, shown) {
        // A report inside a report, quoted as plain text.
        for part in mail.parts.iter().filter(|part| part.kind.starts_with("text/plain")) {
            let text = part.body.of(shown).unwrap_or_default();
            if let Some(at) = signs::status_fields(text) {
                let end = text[at..].find("\n--").map_or(part.body.end, |i| part.body.start + at + i);
                report = status::read(shown, Span::new(part.body.start + at, end));
                report.groups.retain(|group| group.recipient.is_some());
            }
        }
    }
    if report.groups.is_empty() {
        return Vec::new();
    }
    let strangers = strangers(mail, shown);
    let blocks: Vec<text::Block> =
        regions.iter().flat_map(|region| text::blocks(shown, *region, &strangers)).collect();
    let several = report.groups.len() > 1;
    let mut facts: Vec<Fact> = Vec::new();
    for group in &report.groups {
        let mut fact = group_fact(shown, group, &blocks, &regions, several);
        fact.reporter = report.reporter.clone();
        facts.push(fact);
    }
    let fallback =
        failed_recipients(mail, shown).into_iter().next().or_else(|| original_recipient(mail, shown));
    for fact in &mut facts {
        if fact.recipient.is_none() {
            fact.recipient = fact
                .original_recipient
                .clone()
                .or_else(|| blocks.first().map(|block| block.recipient.clone()).or_else(|| fallback.clone()));
        }
        if several {
            let count = report.groups.len();
            fact.warnings
                .push(format!("This report is about {count} recipients; each has a verdict of its own."));
        }
    }
    facts
}

fn group_fact(
    shown: &str,
    group: &Group,
    blocks: &[text::Block],
    regions: &[Span],
    several: bool,
) -> Fact<'static> {
    let same = |address: &Option<String>, block: &text::Block| {
        address.as_ref().is_some_and(|a| a.eq_ignore_ascii_case(&block.recipient))
    };
    let block = blocks
        .iter()
        .find(|block| same(&group.recipient, block) || same(&group.original, block))
        .or_else(|| blocks.first().filter(|_| !several && blocks.len() == 1));
    let mut fact = Fact {
        input: "dsn",
        recipient: group.recipient.clone(),
        original_recipient: group.original.clone().filter(|o| Some(o) != group.recipient.as_ref()),
        action: group.action,
        status: group.status,
        retries: Some(group.retries),
        remote: group.remote.clone(),
        ..Fact::default()
    };
    let region = block.map(|b| b.span).or_else(|| regions.first().copied().filter(|_| !several));
    match group.diagnostic {
        Some(span) => fact.words.push(Words::at(span)),
        None => {
            // A comment behind the status is the program's own words.
            fact.words.extend(block.map(|block| Words::at(text::telling(shown, block.span))));
            fact.words.extend(group.comment.map(Words::at));
        }
    }
    fact.context.extend(region.map(Words::at));
    fact.context.extend(group.comment.filter(|_| group.diagnostic.is_some()).map(Words::at));
    let around = region.and_then(|span| span.of(shown)).unwrap_or_default();
    fact.command = text::answered(around).map(str::to_owned);
    if fact.remote.is_none() {
        fact.remote = text::remote(around);
    }
    let delivered = matches!(group.action, Some(Action::Delivered | Action::Relayed | Action::Expanded));
    if group.expired {
        fact.stated = Some(("gave-up", "structure: Action: expired"));
    }
    if delivered {
        fact.stated = Some(("not-a-bounce", "structure: Action says that it was delivered"));
    }
    fact
}
