//! A message as a letter: what another program wrote or sent becomes a letter to go on with. Whatever does not become a
//! part of the letter is told.

mod flowed;
mod parts;
mod text;

use crate::header::{HeaderName, HeaderText, display_mailbox};
use compose::{Format, Letter, Unsubscribe};
use diag::{Diagnostic, Report};
use mail_parser::{Address, HeaderValue, Message, MessageParser, MimeHeaders};
use parts::Found;

/// A letter that was a message, with its files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Opened {
    /// The letter. Its body is HTML, and its text part is that of the message, unless the same would be derived from the
    /// HTML; where the message has no HTML, its text is the body.
    pub letter: Letter,
    /// Names and bytes of what is attached to it or shown in it.
    pub files: Vec<(String, Vec<u8>)>,
}

/// Headers of senders that say something about the letter and not about its way; beside them those that start with `X-`.
const KEPT: [&str; 5] = ["list-id", "precedence", "auto-submitted", "feedback-id", "importance"];

/// What programs on the way add under `X-`.
const ADDED: [&str; 16] = [
    "x-received",
    "x-google",
    "x-gm-",
    "x-ms-",
    "x-microsoft",
    "x-forefront",
    "x-exchange",
    "x-spam",
    "x-virus",
    "x-originating",
    "x-original",
    "x-mailer",
    "x-unsent",
    "x-priority",
    "x-mozilla",
    "x-apple",
];

/// Headers that are a part of the letter in another way, or of its parts.
const OURS: [&str; 12] = [
    "from",
    "reply-to",
    "subject",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "content-language",
    "content-type",
    "content-transfer-encoding",
    "content-disposition",
    "content-id",
    "mime-version",
    "x-unsent",
];

/// Reads a message (RFC 5322) as a letter. Merge tags of other tools become ours, with the names of these columns where
/// they are near enough.
pub fn open_message(bytes: &[u8], columns: &[String]) -> Report<Opened> {
    let Some(message) = MessageParser::default().parse(bytes) else {
        let said = Diagnostic::error("mail-unreadable", "this is no message: it has no headers")
            .hint("a saved message begins with lines such as `Subject: …`");
        return Report::new(Opened::default(), vec![said]);
    };
    let mut said = Vec::new();
    let mut letter = Letter {
        subject: message.subject().unwrap_or_default().to_owned(),
        from: mailbox(message.from()),
        reply_to: mailbox(message.reply_to()),
        unsubscribe: unsubscribe(&message),
        ..Letter::default()
    };
    if let HeaderValue::Text(language) = message.root_part().content_language() {
        letter.language = language.split(',').next().unwrap_or_default().trim().to_owned();
    }
    headers(&message, &mut letter, &mut said);
    let Found { html, text, files, attached, renamed } = parts::find(&message, bytes, &mut said);
    letter.attachments = attached;
    match (html, text) {
        (Some(mut page), text) => {
            letter.format = Format::Html;
            for (id, name) in renamed {
                // An address may have its sign for "at" in the form of addresses (RFC 2392).
                for id in [id.replace('@', "%40"), id] {
                    page = page.replace(&["cid:", &id].concat(), &["cid:", &name].concat());
                }
            }
            letter.body = page;
            letter.text = text.unwrap_or_default();
        }
        (None, Some(text)) => (letter.format, letter.body) = (Format::Text, text),
        (None, None) => {
            letter.format = Format::Text;
            said.push(Diagnostic::warning("mail-empty", "the message has neither HTML nor text"));
        }
    }
    said.extend(compose::translate(&mut letter, columns));
    text::settle(&mut letter, &mut said);
    Report::new(Opened { letter, files }, said)
}

/// The first mailbox of a header as a letter has it.
fn mailbox(addresses: Option<&Address<'_>>) -> String {
    let Some(first) = addresses.and_then(Address::first) else { return String::new() };
    let address = first.address.as_deref().unwrap_or_default();
    let name = first.name.as_deref().map(HeaderText::name);
    match mail::Address::parse(address) {
        Ok(address) => display_mailbox(name.as_ref(), &address),
        Err(_) => address.to_owned(),
    }
}

/// How a reader leaves (RFC 2369 §3.2, RFC 8058).
fn unsubscribe(message: &Message<'_>) -> Unsubscribe {
    let mut out = Unsubscribe::default();
    let raw = message.header_raw("List-Unsubscribe").unwrap_or_default();
    for entry in raw.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
        // A folded line; an address has no spaces but those of a template in it.
        let entry = if entry.contains('{') {
            entry.split_whitespace().collect::<Vec<_>>().join(" ")
        } else {
            entry.split_whitespace().collect()
        };
        if let Some(address) = entry.strip_prefix("mailto:") {
            out.mailto = address.to_owned();
        } else if entry.starts_with("https:") || entry.starts_with("http:") {
            out.url = entry;
        }
    }
    out.one_click = !out.url.is_empty() && message.header_raw("List-Unsubscribe-Post").is_some();
    out
}

fn headers(message: &Message<'_>, letter: &mut Letter, said: &mut Vec<Diagnostic>) {
    let mut left: Vec<&str> = Vec::new();
    for header in message.headers() {
        let name = header.name();
        let lower = name.to_ascii_lowercase();
        let keeps = KEPT.contains(&lower.as_str())
            || (lower.starts_with("x-") && !ADDED.iter().any(|added| lower.starts_with(added)));
        let value = match &header.value {
            HeaderValue::Text(value) => value.trim().to_owned(),
            // What has a structure, which a letter has no use for.
            _ => {
                message.header_raw(name).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
            }
        };
        if keeps && !value.is_empty() && HeaderName::extra(name).is_ok() {
            letter.headers.push((name.to_owned(), value));
        } else if !OURS.contains(&lower.as_str()) && !left.contains(&name) {
            left.push(name);
        }
    }
    if !left.is_empty() {
        let message = format!("left out, since they are of that one message: {}", left.join(", "));
        said.push(Diagnostic::info("mail-headers", message));
    }
}
