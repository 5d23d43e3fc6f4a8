//! Cells from text: quotes, doubled quotes, cells over several lines (RFC 4180 §2), and what people make of them.

use memchr::memchr;
use wide::u8x16;

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

/// A text, and where the separators of its nearest 64 octets stand: cells are so short that a search of its own for each
/// would mostly be beginning and ending.
pub(crate) struct Stops<'t> {
    bytes: &'t [u8],
    dialect: Dialect,
    /// Where the 64 octets begin.
    block: usize,
    /// A bit for each separator among them, the first octet the lowest.
    bits: u64,
}

impl<'t> Stops<'t> {
    pub(crate) fn new(bytes: &'t [u8], dialect: Dialect) -> Stops<'t> {
        Stops { bytes, dialect, block: 0, bits: seen(bytes, 0, dialect) }
    }

    /// The first delimiter or line break at `from` or after it, or the text's end.
    #[inline(always)]
    fn next(&mut self, from: usize) -> usize {
        // Before the block or past it, the difference is 64 or more.
        if from.wrapping_sub(self.block) >= BLOCK {
            self.block = from - from % BLOCK;
            self.bits = seen(self.bytes, self.block, self.dialect);
        }
        let mut bits = self.bits & (u64::MAX << (from % BLOCK));
        while bits == 0 {
            if self.block + BLOCK >= self.bytes.len() {
                return self.bytes.len();
            }
            self.block += BLOCK;
            bits = seen(self.bytes, self.block, self.dialect);
            self.bits = bits;
        }
        self.block + bits.trailing_zeros() as usize
    }
}

/// Octets that are looked at in one go, a bit each.
const BLOCK: usize = 64;

/// The separators among the octets from `start`.
#[inline(always)]
fn seen(bytes: &[u8], start: usize, dialect: Dialect) -> u64 {
    let rest = bytes.get(start..).unwrap_or_default();
    let mut last = [0; BLOCK];
    let (block, there) = match rest.first_chunk::<BLOCK>() {
        Some(block) => (block, u64::MAX),
        None => {
            last.iter_mut().zip(rest).for_each(|(to, octet)| *to = *octet);
            (&last, (1 << rest.len()) - 1)
        }
    };
    let (delimiter, newline) = (u8x16::splat(dialect.separator()), u8x16::splat(dialect.newline));
    let mut bits = 0;
    for (i, octets) in block.as_chunks::<16>().0.iter().enumerate() {
        let octets = u8x16::new(*octets);
        let found = octets.simd_eq(delimiter) | octets.simd_eq(newline);
        bits |= u64::from(found.to_bitmask()) << (16 * i);
    }
    bits & there
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
pub(crate) fn cell(stops: &mut Stops, start: usize) -> Cell {
    if stops.bytes.get(start) == Some(&b'"') {
        quoted(stops, start)
    } else {
        plain(stops, start, Kind::Plain)
    }
}

/// The text of a cell whose kind is not plain, with its quotes undone.
pub(crate) fn unquote(raw: &str, kind: Kind) -> String {
    let mut out = String::new();
    unquote_into(&mut out, raw, kind);
    out
}

/// The same at the end of another text.
pub(crate) fn unquote_into(out: &mut String, raw: &str, kind: Kind) {
    match kind {
        Kind::Plain | Kind::Open => out.push_str(raw),
        Kind::Quoted => out.push_str(raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default()),
        Kind::Doubled | Kind::TextAfterQuote => {
            let mut rest = raw.strip_prefix('"').unwrap_or(raw);
            while let Some((before, after)) = parted(rest) {
                out.push_str(before);
                match after.strip_prefix('"') {
                    Some(after) => {
                        out.push('"');
                        rest = after;
                    }
                    None => return out.push_str(after.trim_end_matches([' ', '\t'])),
                }
            }
            out.push_str(rest);
        }
    }
}

/// What stands before and after the first quotation mark.
fn parted(text: &str) -> Option<(&str, &str)> {
    let quote = memchr(b'"', text.as_bytes())?;
    Some((text.get(..quote)?, text.get(quote + 1..)?))
}

#[inline(always)]
fn plain(stops: &mut Stops, start: usize, kind: Kind) -> Cell {
    let separator = stops.next(start);
    Cell { end: without_return(stops.bytes, start, separator, stops.dialect), separator, kind }
}

/// The end of the text before a separator: a carriage return before a line feed belongs to the line break.
fn without_return(bytes: &[u8], start: usize, separator: usize, dialect: Dialect) -> usize {
    let ends_record = separator == bytes.len() || bytes[separator] == dialect.newline;
    if ends_record && separator > start && bytes[separator - 1] == b'\r' { separator - 1 } else { separator }
}

#[inline(never)]
fn quoted(stops: &mut Stops, start: usize) -> Cell {
    let (bytes, dialect) = (stops.bytes, stops.dialect);
    let mut from = start + 1;
    let mut kind = Kind::Quoted;
    loop {
        let Some(i) = bytes.get(from..).and_then(|rest| memchr(b'"', rest)) else {
            return plain(stops, start, Kind::Open);
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
        let rest = plain(stops, quote + 1, Kind::Plain);
        let between = &bytes[quote + 1..rest.end];
        if between.is_empty() {
            return Cell { end: quote + 1, separator: rest.separator, kind };
        }
        if between.iter().all(|b| matches!(b, b' ' | b'\t')) {
            return Cell { end: rest.end, separator: rest.separator, kind: Kind::Doubled };
        }
        // Where the cell went over a line and ends in the middle of another cell, the first mark was a slip.
        if memchr(dialect.newline, &bytes[start..quote]).is_some() {
            return plain(stops, start, Kind::Open);
        }
        return Cell { end: rest.end, separator: rest.separator, kind: Kind::TextAfterQuote };
    }
}

/// The cells of the record that begins at `start`, and where the next one begins.
pub(crate) fn record(text: &str, start: usize, dialect: Dialect) -> (Vec<String>, usize) {
    let bytes = text.as_bytes();
    let mut stops = Stops::new(bytes, dialect);
    let mut cells = Vec::new();
    let mut at = start;
    loop {
        let cell = cell(&mut stops, at);
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
