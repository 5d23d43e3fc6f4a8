//! A mail by itself, read as the bounce reader reads it: for programs that want its fields and parts.

use super::decode::{decode_words, normalize_lines};
use super::mime::{Mail, unfold};
use diag::Span;

/// A mail's fields and parts, decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadMail {
    /// The names and the unfolded values of the fields, encoded words undone, in their order.
    pub headers: Vec<(String, String)>,
    /// Its parts in their order.
    pub parts: Vec<ReadPart>,
}

/// A part of a mail that holds no further parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadPart {
    /// Its type in lower case, such as `text/plain`.
    pub media_type: String,
    /// Its text; transfer encoding and character set are undone, lines end with LF.
    pub text: String,
}

/// Reads a mail, however broken.
pub fn mail(bytes: &[u8]) -> ReadMail {
    let mut bytes = bytes.to_vec();
    normalize_lines(&mut bytes);
    let mut shown = String::with_capacity(bytes.len());
    let mail = Mail::read(&bytes, &mut shown);
    let text = |span: Span| span.of(&shown).unwrap_or_default();
    let headers = mail.headers.iter();
    ReadMail {
        headers: headers
            .map(|header| (text(header.name).to_owned(), decode_words(&unfold(text(header.value)))))
            .collect(),
        parts: mail
            .parts
            .iter()
            .map(|part| ReadPart { media_type: part.kind.clone(), text: text(part.body).to_owned() })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_and_parts_are_decoded() {
        let read = mail(
            b"Subject: =?utf-8?q?f=C3=BCr?=\r\n x\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n\
              --b\r\n\r\nA\r\n--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=41=\r\nB\r\n--b--\r\n",
        );
        assert_eq!(read.headers[0], ("Subject".to_owned(), "für x".to_owned()));
        let parts: Vec<_> = read.parts.iter().map(|p| (p.media_type.as_str(), p.text.as_str())).collect();
        assert_eq!(parts, [("text/plain", "A\n"), ("text/html", "AB\n")]);
    }
}
