//! Cells from text: quotes, doubled quotes, cells over several lines (RFC 4180 §2), and what people make of them.

use memchr::{memchr, memchr2};

/// What separates cells and records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dialect {
    /// Between cells; `None` for one cell a line.
    pub(crate) delimiter: Option<u8>,
    /// Ends a record: a line feed, or a carriage return in files that know no line feed.
    pub(crate) newline: u8,
}

impl Dialect {
    /// The delimiter, or the line break again where there is none, so that one search finds both.
    fn separator(self) -> u8 {
        self.delimiter.unwrap_or(self.newline)
    }
}

/// A cell as it stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell {
    /// Where its text ends, closing quote included.
    pub(crate) end: usize,
    /// Where the separator after it stands, or the text's end.
    pub(crate) separator: usize,
    pub(crate) kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Its own text.
    Plain,
    /// In quotes, without any inside.
    Quoted,
    /// In quotes, with doubled ones inside, or followed by spaces.
    Doubled,
    /// In quotes, with text after the closing one.
    TextAfterQuote,
    /// A quotation mark opens it and none closes it, so that the mark counts as text.
    Open,
}

/// The cell that begins at `start`. Called once a cell, and most are so short that a call would cost as much.
#[inline(always)]
pub(crate) fn cell(bytes: &[u8], start: usize, dialect: Dialect) -> Cell {
    if bytes.get(start) == Some(&b'"') {
        quoted(bytes, start, dialect)
    } else {
        plain(bytes, start, dialect, Kind::Plain)
    }
}

/// The text of a cell whose kind is not plain, with its quotes undone.
pub(crate) fn unquote(raw: &str, kind: Kind) -> String {
    match kind {
        Kind::Plain | Kind::Open => raw.to_owned(),
        Kind::Quoted => raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default().to_owned(),
        Kind::Doubled | Kind::TextAfterQuote => {
            let mut out = String::with_capacity(raw.len());
            let mut rest = raw.strip_prefix('"').unwrap_or(raw);
            while let Some((before, after)) = rest.split_once('"') {
                out.push_str(before);
                match after.strip_prefix('"') {
                    Some(after) => {
                        out.push('"');
                        rest = after;
                    }
                    None => {
                        out.push_str(after.trim_end_matches([' ', '\t']));
                        return out;
                    }
                }
            }
            out.push_str(rest);
            out
        }
    }
}

#[inline(always)]
fn plain(bytes: &[u8], start: usize, dialect: Dialect, kind: Kind) -> Cell {
    let rest = bytes.get(start..).unwrap_or_default();
    let separator = memchr2(dialect.separator(), dialect.newline, rest).map_or(bytes.len(), |i| start + i);
    Cell { end: without_return(bytes, start, separator, dialect), separator, kind }
}

/// The end of the text before a separator: a carriage return before a line feed belongs to the line break.
fn without_return(bytes: &[u8], start: usize, separator: usize, dialect: Dialect) -> usize {
    let ends_record = separator == bytes.len() || bytes[separator] == dialect.newline;
    if ends_record && separator > start && bytes[separator - 1] == b'\r' { separator - 1 } else { separator }
}

#[inline(never)]
fn quoted(bytes: &[u8], start: usize, dialect: Dialect) -> Cell {
    let mut from = start + 1;
    let mut kind = Kind::Quoted;
    loop {
        let Some(i) = bytes.get(from..).and_then(|rest| memchr(b'"', rest)) else {
            return plain(bytes, start, dialect, Kind::Open);
        };
        let quote = from + i;
        let after = bytes.get(quote + 1).copied();
        if after == Some(b'"') {
            kind = Kind::Doubled;
            from = quote + 2;
            continue;
        }
        if after.is_none_or(|b| b == dialect.separator() || b == dialect.newline) {
            return Cell { end: quote + 1, separator: quote + 1, kind };
        }
        // A line break after the quote, spaces, or text.
        let rest = plain(bytes, quote + 1, dialect, Kind::Plain);
        let between = &bytes[quote + 1..rest.end];
        if between.is_empty() {
            return Cell { end: quote + 1, separator: rest.separator, kind };
        }
        if between.iter().all(|b| matches!(b, b' ' | b'\t')) {
            return Cell { end: rest.end, separator: rest.separator, kind: Kind::Doubled };
        }
        // Where the cell went over a line and ends in the middle of another cell, the first mark was a slip.
        if memchr(dialect.newline, &bytes[start..quote]).is_some() {
            return plain(bytes, start, dialect, Kind::Open);
        }
        return Cell { end: rest.end, separator: rest.separator, kind: Kind::TextAfterQuote };
    }
}

/// The cells of the record that begins at `start`, and where the next one begins.
pub(crate) fn record(text: &str, start: usize, dialect: Dialect) -> (Vec<String>, usize) {
    let bytes = text.as_bytes();
    let mut cells = Vec::new();
    let mut at = start;
    loop {
        let cell = cell(bytes, at, dialect);
        cells.push(unquote(text.get(at..cell.end).unwrap_or_default(), cell.kind));
        at = cell.separator + 1;
        if cell.separator >= bytes.len() || bytes[cell.separator] == dialect.newline {
            return (cells, at.min(bytes.len()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&[&str]]) {
        let dialect = Dialect { delimiter: Some(b','), newline: b'\n' };
        let mut found = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let (cells, next) = record(text, at, dialect);
            found.push(cells);
            at = next;
        }
        assert_eq!(found, expected);
    }

    #[test]
    fn quotes_are_undone() {
        check("a,b\r\n1,2\n", &[&["a", "b"], &["1", "2"]]);
        check("\"a,b\",\"c\"\"d\"\r\n\"\",\n", &[&["a,b", "c\"d"], &["", ""]]);
        check("\"a\nb\",c", &[&["a\nb", "c"]]);
        check("a\"b,c\"d\"\n", &[&["a\"b", "c\"d\""]]);
        check("\"a\" ,\"b\"\t\n", &[&["a", "b"]]);
        check("\"a\"\r", &[&["a"]]);
    }

    #[test]
    fn a_quote_left_open_counts_as_text() {
        check("\"a,b\nc,d\n", &[&["\"a", "b"], &["c", "d"]]);
        check("\"a,b\n\"c\",d\n", &[&["\"a", "b"], &["c", "d"]]);
        check("\"a\"b,c\n", &[&["ab", "c"]]);
    }
}
