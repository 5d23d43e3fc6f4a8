//! A message of texts that are ready, for programs that merge by their own means.

use crate::head::{DATE, FROM, MESSAGE_ID, MIME_VERSION, SUBJECT, SUBJECT_WORD, TO, date, part_fields};
use crate::header::{HeaderText, write_mailbox, write_text, write_token, write_with_parameters};
use crate::identity::hex;
use crate::qp::Encoder;
use diag::Diagnostic;
use mail::Mailbox;
use sha2::{Digest as _, Sha256};

/// `=_` can't occur in quoted-printable, so any boundary with it is right for all texts (RFC 2045 §6.7 note (5)).
const BOUNDARY: &str = "=_postroom_parts";

/// What a message says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Texts {
    /// The sender, one mailbox.
    pub from: String,
    /// The recipient, one mailbox.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The HTML part, where there is one.
    pub html: Option<String>,
    /// The Date header: seconds since 1970, UTC.
    pub now: i64,
}

impl Texts {
    /// The message: multipart/alternative, or the text alone, in quoted-printable. The same texts and date give the
    /// same bytes.
    ///
    /// # Errors
    /// What of the addresses can't be read.
    pub fn message(&self) -> Result<Vec<u8>, Box<Diagnostic>> {
        let read = |text: &str, field| {
            Mailbox::parse(text).map_err(|error| Box::new(error.to_diagnostic().in_field(field)))
        };
        let (from, to) = (read(&self.from, "from")?, read(&self.to, "to")?);
        let length = self.text.len() + self.html.as_ref().map_or(0, String::len);
        let mut out = Vec::with_capacity(length + length / 8 + 1_024);
        for (header, mailbox) in [(&FROM, &from), (&TO, &to)] {
            write_mailbox(
                &mut out,
                header,
                mailbox.name.as_deref().map(HeaderText::name).as_ref(),
                &mailbox.address,
            );
        }
        write_text(&mut out, &SUBJECT, &HeaderText::new(&self.subject), SUBJECT_WORD);
        write_token(&mut out, &DATE, &date(self.now));
        let id = Sha256::digest(&out);
        let id = format!("<{}@{}>", hex(id.get(..12).unwrap_or_default()), from.address.domain());
        write_token(&mut out, &MESSAGE_ID, &id);
        write_token(&mut out, &MIME_VERSION, "1.0");
        let Some(html) = &self.html else {
            part(&mut out, "text/plain", &self.text);
            if !out.ends_with(b"\r\n") {
                out.extend_from_slice(b"\r\n");
            }
            return Ok(out);
        };
        let boundary = [("boundary", BOUNDARY)];
        write_with_parameters(&mut out, &crate::head::CONTENT_TYPE, "multipart/alternative", &boundary);
        for (media_type, text) in [("text/plain", &self.text), ("text/html", html)] {
            out.extend_from_slice(format!("\r\n--{BOUNDARY}\r\n").as_bytes());
            part(&mut out, media_type, text);
        }
        out.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        Ok(out)
    }
}

/// Writes a text part, fields and all, in quoted-printable.
pub(crate) fn part(out: &mut Vec<u8>, media_type: &'static str, text: &str) {
    out.extend_from_slice(&part_fields(media_type));
    out.extend_from_slice(b"\r\n");
    let mut encoder = Encoder::default();
    encoder.write(text.as_bytes(), out);
    encoder.finish(out);
}

#[cfg(test)]
mod tests {
    use super::*;
    use mail_parser::MessageParser;

    #[test]
    fn a_parser_reads_what_was_given() {
        let texts = Texts {
            from: "News Tëam <news@example.com>".into(),
            to: "D'Arcy, \"x\" <d@example.org>".into(),
            subject: "Neuigkeiten für D'Arcy – März\r\nBcc: x@example.com".into(),
            text: "Größe = 1 ".into(),
            html: Some("<p>Größe\n".into()),
            now: 1_800_000_000,
        };
        let texts = Texts { to: "\"D'Arcy, x\" <d@example.org>".into(), ..texts };
        let message = texts.message().unwrap();
        let read = MessageParser::default().parse(&message).unwrap();
        assert_eq!(read.subject(), Some("Neuigkeiten für D'Arcy – März Bcc: x@example.com"));
        assert_eq!(read.from().unwrap().first().unwrap().name(), Some("News Tëam"));
        assert_eq!(read.to().unwrap().first().unwrap().name(), Some("D'Arcy, x"));
        assert!(read.bcc().is_none());
        assert_eq!(read.body_text(0).unwrap(), "Größe = 1 ");
        assert_eq!(read.body_html(0).unwrap().trim_end(), "<p>Größe");
        assert!(Texts { to: "nobody".into(), ..texts }.message().is_err());
    }
}
