//! A finished message taken apart, for providers that build the MIME themselves.

use crate::relay::Message;
use mail_parser::{Address, MessageParser, MimeHeaders, PartType};
use relays::{Attachment, Header, Outgoing, Person};

/// Headers that have a field of their own in every interface, or belong to the MIME structure that the provider makes.
const ELSEWHERE: [&str; 9] =
    ["from", "to", "cc", "bcc", "subject", "reply-to", "date", "message-id", "mime-version"];

/// The message's parts. What can't be read is left out; the message itself always goes along.
pub fn outgoing(message: &Message) -> Outgoing {
    let mut out = Outgoing {
        key: message.key.clone(),
        envelope_from: message.from.as_ref().map(ToString::to_string).unwrap_or_default(),
        envelope_to: message.to.to_string(),
        raw: message.bytes.to_vec(),
        ..Outgoing::default()
    };
    out.to.email.clone_from(&out.envelope_to);
    let Some(parsed) = MessageParser::default().parse(&message.bytes[..]) else { return out };
    if let Some(from) = parsed.from().and_then(person) {
        out.from = from;
    }
    if let Some(to) = parsed.to().and_then(person) {
        // The letter goes to the envelope's address; the header gives the name.
        out.to.name = to.name;
    }
    out.reply_to = parsed.reply_to().and_then(person);
    out.subject = parsed.subject().unwrap_or_default().to_owned();
    for part in parsed.text_bodies() {
        if let (PartType::Text(text), None) = (&part.body, &out.text) {
            out.text = Some(text.replace("\r\n", "\n"));
        }
    }
    for part in parsed.html_bodies() {
        if let (PartType::Html(html), None) = (&part.body, &out.html) {
            out.html = Some(html.replace("\r\n", "\n"));
        }
    }
    for part in parsed.attachments() {
        let media_type = part.content_type().map_or("application/octet-stream".to_owned(), |media| {
            let subtype = media.subtype().map(|subtype| format!("/{subtype}")).unwrap_or_default();
            format!("{}{subtype}", media.ctype())
        });
        let id = part.content_id().map(|id| id.trim_matches(['<', '>']).to_owned());
        out.attachments.push(Attachment {
            name: part.attachment_name().unwrap_or("attachment").to_owned(),
            media_type,
            content_id: id,
            bytes: part.contents().to_vec(),
        });
    }
    for (name, value) in parsed.headers_raw() {
        let lower = name.to_ascii_lowercase();
        if !ELSEWHERE.contains(&lower.as_str()) && !lower.starts_with("content-") {
            out.headers.push(Header { name: name.to_owned(), value: unfolded(value) });
        }
    }
    out
}

fn person(address: &Address<'_>) -> Option<Person> {
    let first = address.first()?;
    Some(Person {
        name: first.name().unwrap_or_default().to_owned(),
        email: first.address().unwrap_or_default().to_owned(),
    })
}

/// A header's value on one line (RFC 5322 §2.2.3).
fn unfolded(value: &str) -> String {
    value.replace("\r\n", "").replace('\n', "").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_comes_apart() {
        let text = "From: =?utf-8?q?=C3=85se?= <news@example.com>\r\nTo: Bo <bo@example.net>\r\nSubject: \
                    =?utf-8?q?Pris_=C3=A4?=\r\nReply-To: sales@example.com\r\nList-Unsubscribe: <https://example.com/u>,\r\n \
                    <mailto:u@example.com>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n\
                    --b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
                    Hei =C3=A5\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Hei</p>\r\n--b--\r\n";
        let message = Message {
            from: Some(mail::Address::parse("bounce@example.com").unwrap()),
            to: mail::Address::parse("bo@example.net").unwrap(),
            key: "k".into(),
            bytes: text.as_bytes().to_vec().into(),
        };
        let out = outgoing(&message);
        assert_eq!(out.from, Person { name: "Åse".into(), email: "news@example.com".into() });
        assert_eq!(out.to, Person { name: "Bo".into(), email: "bo@example.net".into() });
        assert_eq!((out.envelope_from.as_str(), out.subject.as_str()), ("bounce@example.com", "Pris ä"));
        assert_eq!((out.text.as_deref(), out.html.as_deref()), (Some("Hei å"), Some("<p>Hei</p>")));
        assert_eq!(out.reply_to.unwrap().email, "sales@example.com");
        let headers: Vec<_> = out.headers.iter().map(|h| format!("{}: {}", h.name, h.value)).collect();
        assert_eq!(headers, ["List-Unsubscribe: <https://example.com/u>, <mailto:u@example.com>"]);
        assert_eq!(out.raw, text.as_bytes());
    }

    #[test]
    fn a_text_letter_has_no_html() {
        let message = Message {
            from: None,
            to: mail::Address::parse("bo@example.net").unwrap(),
            key: "k".into(),
            bytes: b"From: a@x.test\r\nSubject: x\r\n\r\nHello\r\n".to_vec().into(),
        };
        let out = outgoing(&message);
        assert_eq!((out.html, out.text.as_deref()), (None, Some("Hello\n")));
    }
}
