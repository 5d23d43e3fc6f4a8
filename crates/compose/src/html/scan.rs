//! The pieces of an HTML text (HTML Living Standard §13.2.5, without the tree).

use super::decode;
use std::ops::Range;

/// An attribute of a start tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// The name in lower case.
    pub name: String,
    /// The value with character references decoded; empty where there is none.
    pub value: String,
    /// Where the value stands, without its quotes.
    pub span: Range<usize>,
}

/// A start tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// The name in lower case.
    pub name: String,
    /// The attributes in their order.
    pub attributes: Vec<Attribute>,
    /// The whole tag.
    pub span: Range<usize>,
    /// Whether it ends in `/>`.
    pub self_closing: bool,
}

impl Element {
    /// The first attribute of this name.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// The first value of this name.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.attribute(name).map(|attribute| attribute.value.as_str())
    }
}

/// A piece of an HTML text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A start tag.
    Open(Element),
    /// An end tag.
    Close {
        /// The name in lower case.
        name: String,
        /// The whole tag.
        span: Range<usize>,
    },
    /// Text between tags, references not decoded.
    Text(Range<usize>),
    /// The inside of `style`, `script`, `title` or `textarea`, taken as it is.
    Raw {
        /// The element's name.
        element: String,
        /// The text's place.
        span: Range<usize>,
    },
    /// A comment, a doctype, or anything else in `<!…>` or `<?…>`.
    Other(Range<usize>),
}

impl Piece {
    /// Where it stands.
    pub fn span(&self) -> Range<usize> {
        match self {
            Piece::Open(element) => element.span.clone(),
            Piece::Close { span, .. } | Piece::Raw { span, .. } => span.clone(),
            Piece::Text(span) | Piece::Other(span) => span.clone(),
        }
    }
}

/// All pieces of a text. Together they cover it, in order.
pub fn scan(text: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let Some(i) = rest.find('<') else {
            out.push(Piece::Text(at..text.len()));
            break;
        };
        let start = at + i;
        let Some((piece, end)) = tag(text, start) else {
            // A lone `<` is text; join it with what follows.
            let end = rest[i + 1..].find('<').map_or(text.len(), |n| start + 1 + n);
            push_text(&mut out, at..end);
            at = end;
            continue;
        };
        if start > at {
            push_text(&mut out, at..start);
        }
        at = end;
        let raw = match &piece {
            Piece::Open(e)
                if matches!(e.name.as_str(), "style" | "script" | "title" | "textarea" | "xmp") =>
            {
                (!e.self_closing).then(|| e.name.clone())
            }
            _ => None,
        };
        out.push(piece);
        if let Some(element) = raw {
            let end = end_of_raw(text, at, &element);
            if end > at {
                out.push(Piece::Raw { element, span: at..end });
            }
            at = end;
        }
    }
    out
}

fn push_text(out: &mut Vec<Piece>, span: Range<usize>) {
    match out.last_mut() {
        Some(Piece::Text(last)) if last.end == span.start => last.end = span.end,
        _ => out.push(Piece::Text(span)),
    }
}

fn end_of_raw(text: &str, from: usize, element: &str) -> usize {
    let mut at = from;
    while let Some(i) = text.get(at..).and_then(|rest| rest.find("</")) {
        let name = text.as_bytes().get(at + i + 2..at + i + 2 + element.len());
        if name.is_some_and(|name| name.eq_ignore_ascii_case(element.as_bytes())) {
            return at + i;
        }
        at += i + 2;
    }
    text.len()
}

/// The tag or comment that starts here, and its end.
fn tag(text: &str, start: usize) -> Option<(Piece, usize)> {
    let rest = text.get(start..)?;
    if rest.starts_with("<!--") {
        // `<!-->` is a whole comment, too.
        let end = rest.get(4..).and_then(|r| r.find("-->")).map_or(rest.len(), |i| i + 7);
        let end = if rest.starts_with("<!-->") { 5 } else { end };
        return Some((Piece::Other(start..start + end), start + end));
    }
    if rest.starts_with("<!") || rest.starts_with("<?") {
        let end = rest.find('>').map_or(rest.len(), |i| i + 1);
        return Some((Piece::Other(start..start + end), start + end));
    }
    let closing = rest.starts_with("</");
    let name_at = start + if closing { 2 } else { 1 };
    let after = text.get(name_at..)?;
    if !after.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let name_end = after.find(|c: char| c.is_whitespace() || c == '/' || c == '>').unwrap_or(after.len());
    let name = after.get(..name_end)?.to_ascii_lowercase();
    let (attributes, self_closing, end) = attributes(text, name_at + name_end);
    let span = start..end;
    let piece = match closing {
        true => Piece::Close { name, span },
        false => Piece::Open(Element { name, attributes, span, self_closing }),
    };
    Some((piece, end))
}

fn attributes(text: &str, mut at: usize) -> (Vec<Attribute>, bool, usize) {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut slash = false;
    loop {
        match bytes.get(at) {
            None => return (out, slash, text.len()),
            Some(b'>') => return (out, slash, at + 1),
            Some(b'/') => {
                slash = true;
                at += 1;
            }
            Some(b) if b.is_ascii_whitespace() => at += 1,
            Some(_) => {
                slash = false;
                let rest = text.get(at..).unwrap_or("");
                // At least one character belongs to the name, even if it is an odd one.
                let first = rest.chars().next().map_or(1, char::len_utf8);
                let end = rest
                    .get(first..)
                    .and_then(|r| r.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/')))
                    .map_or(rest.len(), |i| first + i);
                let name = rest.get(..end).unwrap_or("").to_ascii_lowercase();
                let (span, next) = value(text, at + end);
                let value = decode(text.get(span.clone()).unwrap_or(""));
                out.push(Attribute { name, value, span });
                at = next;
            }
        }
    }
}

/// The value after a name, if `=` follows, and where to go on.
fn value(text: &str, at: usize) -> (Range<usize>, usize) {
    let rest = text.get(at..).unwrap_or("");
    let trimmed = rest.trim_start();
    let Some(after) = trimmed.strip_prefix('=') else { return (at..at, at) };
    let after = after.trim_start();
    let start = text.len() - after.len();
    match after.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let start = start + 1;
            let end = text.get(start..).and_then(|r| r.find(quote)).map_or(text.len(), |i| start + i);
            (start..end, (end + 1).min(text.len()))
        }
        _ => {
            let end =
                after.find(|c: char| c.is_ascii_whitespace() || c == '>').map_or(text.len(), |i| start + i);
            (start..end, end)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn attributes_have_values_and_places() {
        let text = r#"<A HREF='a?b&amp;c' x =1 checked/>"#;
        let [Piece::Open(e)] = &scan(text)[..] else { panic!() };
        assert_eq!((e.name.as_str(), e.value("href"), e.value("x")), ("a", Some("a?b&c"), Some("1")));
        assert_eq!(&text[e.attribute("href").unwrap().span.clone()], "a?b&amp;c");
        assert!(e.self_closing);
    }

    #[test]
    fn styles_and_odd_angles_are_no_tags() {
        let text = "<style>a>b{}</style>1 < 2 <!-- <b> --><p>x";
        let kinds: Vec<&str> = scan(text).iter().map(|p| &text[p.span()]).collect();
        assert_eq!(kinds, ["<style>", "a>b{}", "</style>", "1 < 2 ", "<!-- <b> -->", "<p>", "x"]);
    }

    proptest! {
        #[test]
        fn the_pieces_cover_any_text(text in "[a-z<>/!\"'= &;é-]{0,60}") {
            let mut at = 0;
            for piece in scan(&text) {
                let range = piece.span();
                prop_assert_eq!(range.start, at);
                prop_assert!(range.end > range.start);
                at = range.end;
            }
            prop_assert_eq!(at, text.len());
        }
    }
}
