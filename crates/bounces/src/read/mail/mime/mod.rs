//! One mail cut into headers and parts, decoded into the shown text.
//!
//! The shown text is the mail as its reader would see it: transfer encodings and character sets undone, the
//! order kept. All spans count in it, so evidence can be marked. Broken mails are the rule here: a missing
//! boundary, a wrong character set or a cut end only means that less is told apart.

mod field;

use super::decode::{decode_guessing, undo_transfer};
use diag::Span;
use field::parameter;
pub(crate) use field::{Header, fields, find, unfold};

/// Parts inside parts deeper than this stay text.
const DEEPEST: usize = 8;
/// More parts than this stay text.
const MOST_PARTS: usize = 200;

/// One leaf of the mail.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    /// Its type in lower case, such as `message/delivery-status`.
    pub kind: String,
    /// Its decoded body.
    pub body: Span,
}

/// A mail in the shown text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mail {
    pub headers: Vec<Header>,
    /// The top's own type, such as `multipart/report`.
    pub kind: String,
    pub parts: Vec<Part>,
}

impl Mail {
    /// Reads a mail whose line ends are LF already, appending its shown form.
    pub fn read(bytes: &[u8], shown: &mut String) -> Mail {
        let mut mail = Mail::default();
        let bytes = match bytes.strip_prefix(b"From ").or_else(|| bytes.strip_prefix(b">From ")) {
            Some(rest) => {
                let line = memchr::memchr(b'\n', rest).map_or(rest.len(), |i| i + 1);
                &rest[line..]
            }
            None => bytes,
        };
        let (head, body) = split_head(bytes);
        mail.headers = push_headers(head, shown);
        let content = Content::of(&mail.headers, shown);
        mail.kind = content.kind.clone();
        read_body(body, content, 0, shown, &mut mail.parts);
        mail
    }

    /// The unfolded value of the first header of this name.
    pub fn header(&self, shown: &str, name: &str) -> Option<String> {
        find(&self.headers, shown, name).map(|span| unfold(span.of(shown).unwrap_or_default()))
    }
}

/// The head with its last line end, and the body after the blank line.
fn split_head(bytes: &[u8]) -> (&[u8], &[u8]) {
    if bytes.first() == Some(&b'\n') {
        return (&[], &bytes[1..]);
    }
    let (head, body) = match memchr::memmem::find(bytes, b"\n\n") {
        Some(at) => (&bytes[..at + 1], &bytes[at + 2..]),
        None => (bytes, &[][..]),
    };
    match lost_blank(head) {
        Some(at) => bytes.split_at(at),
        None => (head, body),
    }
}

/// Where a head turns into text because the blank line between them was lost: no field follows any more.
fn lost_blank(head: &[u8]) -> Option<usize> {
    let (mut at, mut fields, mut text) = (0, 0, None);
    for line in head.split_inclusive(|b| *b == b'\n') {
        let field = memchr::memchr(b':', line).is_some_and(|colon| {
            colon > 0 && line[..colon].iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
        });
        if field {
            fields += 1;
            text = None;
        } else if text.is_none() && fields > 0 && !line.starts_with(b" ") && !line.starts_with(b"\t") {
            text = Some(at);
        }
        at += line.len();
    }
    text
}

/// Appends a head and finds its fields.
fn push_headers(head: &[u8], shown: &mut String) -> Vec<Header> {
    let base = shown.len();
    shown.push_str(&decode_guessing(head, None));
    let headers = fields(&shown[base..], base);
    shown.push('\n');
    headers
}

/// What the headers say about a body.
#[derive(Debug, Clone, Default)]
struct Content {
    kind: String,
    boundary: Option<String>,
    charset: Option<String>,
    encoding: String,
}

impl Content {
    fn of(headers: &[Header], shown: &str) -> Content {
        let value = |name| find(headers, shown, name).map(|s| unfold(s.of(shown).unwrap_or_default()));
        let kind = value("Content-Type").unwrap_or_default();
        Content {
            boundary: parameter(&kind, "boundary"),
            charset: parameter(&kind, "charset"),
            encoding: value("Content-Transfer-Encoding").unwrap_or_default().to_ascii_lowercase(),
            kind: kind.split([';', ' ']).next().unwrap_or_default().trim().to_ascii_lowercase(),
        }
    }
}

fn read_body(body: &[u8], content: Content, depth: usize, shown: &mut String, parts: &mut Vec<Part>) {
    if content.kind.starts_with("multipart/") && depth < DEEPEST && parts.len() < MOST_PARTS {
        let boundary = content.boundary.clone().or_else(|| guess_boundary(body));
        if let Some(boundary) = boundary.filter(|b| has_line(body, b)) {
            return read_multipart(body, &boundary, depth, shown, parts);
        }
    }
    let start = shown.len();
    let raw = undo_transfer(body, &content.encoding);
    shown.push_str(&decode_guessing(&raw, content.charset.as_deref()));
    if !shown.ends_with('\n') {
        shown.push('\n');
    }
    let kind = if content.kind.is_empty() { "text/plain".to_owned() } else { content.kind };
    parts.push(Part { kind, body: Span::new(start, shown.len()) });
}

fn read_multipart(body: &[u8], boundary: &str, depth: usize, shown: &mut String, parts: &mut Vec<Part>) {
    let mut piece_start: Option<usize> = None;
    let mut at = 0;
    let mut take = |from: usize, to: usize, shown: &mut String| {
        let piece = body.get(from..to).unwrap_or_default();
        let piece = piece.strip_suffix(b"\n").unwrap_or(piece);
        read_part(piece, depth + 1, shown, parts);
    };
    for line in body.split_inclusive(|b| *b == b'\n') {
        let bare = line.trim_ascii_end();
        let mark = bare.strip_prefix(b"--").and_then(|rest| rest.strip_prefix(boundary.as_bytes()));
        if let Some(tail) = mark.filter(|tail| tail.is_empty() || tail.starts_with(b"--")) {
            match piece_start.take() {
                Some(from) => take(from, at, shown),
                // What stands before the first part is shown, but it is no part.
                None if at > 0 => push_plain(&body[..at], shown),
                None => {}
            }
            push_plain(line, shown);
            let closing = tail.starts_with(b"--");
            piece_start = (!closing).then_some(at + line.len());
            if closing {
                let rest = &body[at + line.len()..];
                if !rest.trim_ascii().is_empty() {
                    // Text after the end is not standard, but some programs put the report there.
                    let start = shown.len();
                    push_plain(rest, shown);
                    parts.push(Part { kind: "epilogue".into(), body: Span::new(start, shown.len()) });
                }
                return;
            }
        }
        at += line.len();
    }
    if let Some(from) = piece_start {
        take(from, body.len(), shown);
    }
}

fn read_part(piece: &[u8], depth: usize, shown: &mut String, parts: &mut Vec<Part>) {
    // A part may go without a head; then its first line is no field and all of it is text.
    let first = piece.split(|b| *b == b'\n').next().unwrap_or_default();
    let headless = piece.first() != Some(&b'\n')
        && !memchr::memchr(b':', first)
            .is_some_and(|colon| first[..colon].iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-'));
    let (head, body) = if headless { (&[][..], piece) } else { split_head(piece) };
    let headers = push_headers(head, shown);
    let mut content = Content::of(&headers, shown);
    if content.kind.is_empty() && !headless {
        // `content-type` lost in folding: the field of a known name may still be told by its value.
        content.kind = "text/plain".into();
    }
    read_body(body, content, depth, shown, parts);
}

fn push_plain(bytes: &[u8], shown: &mut String) {
    shown.push_str(&decode_guessing(bytes, None));
    if !shown.ends_with('\n') {
        shown.push('\n');
    }
}

/// The first line that looks like a boundary and is followed by a field.
fn guess_boundary(body: &[u8]) -> Option<String> {
    let mut lines = body.split(|b| *b == b'\n').take(60).peekable();
    while let Some(line) = lines.next() {
        let mark = line.trim_ascii_end().strip_prefix(b"--").filter(|mark| mark.len() >= 3);
        let field = lines.peek().is_some_and(|next| next.to_ascii_lowercase().starts_with(b"content-"));
        if let Some(mark) = mark.filter(|_| field) {
            return std::str::from_utf8(mark).ok().map(str::to_owned);
        }
    }
    None
}

fn has_line(body: &[u8], boundary: &str) -> bool {
    let mark = format!("--{boundary}");
    body.starts_with(mark.as_bytes()) || memchr::memmem::find(body, format!("\n{mark}").as_bytes()).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> (Mail, String) {
        let mut shown = String::new();
        let mail = Mail::read(text, &mut shown);
        (mail, shown)
    }

    #[test]
    fn parts_are_decoded_in_their_order() {
        let (mail, shown) = read(
            b"Content-Type: multipart/report; boundary=\"b\"\nSubject: x\n\npreamble\n--b\n\
              Content-Transfer-Encoding: base64\n\nVXNlciB1bmtub3du\n--b\n\
              Content-Type: Message/Delivery-Status\n\nAction: failed\n--b--\n",
        );
        let kinds: Vec<_> = mail.parts.iter().map(|part| part.kind.as_str()).collect();
        assert_eq!(kinds, ["text/plain", "message/delivery-status"]);
        assert_eq!(mail.parts[0].body.of(&shown), Some("User unknown\n"));
        assert_eq!(mail.parts[1].body.of(&shown), Some("Action: failed\n"));
        assert_eq!(mail.header(&shown, "SUBJECT").as_deref(), Some("x"));
    }
}
