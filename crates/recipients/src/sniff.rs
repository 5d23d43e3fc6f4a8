//! What a text says of itself: its delimiter, its line breaks, whether its first record names the columns.

use crate::scan::{self, Dialect};
use mail::Address;

/// Delimiters by how common they are.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// How many records are looked at.
const RECORDS: usize = 50;
/// How far one looks for them.
const SAMPLE: usize = 256 * 1024;

/// How the text is written, and where its records begin.
pub(crate) fn dialect(text: &str, start: usize, delimiter: Option<u8>) -> (Dialect, usize) {
    let newline = if memchr::memchr(b'\n', text.as_bytes()).is_some() { b'\n' } else { b'\r' };
    let (hinted, start) = excel_hint(text, start, newline);
    let delimiter = delimiter.or(hinted).or_else(|| guess(text, start, newline));
    (Dialect { delimiter, newline }, start)
}

/// Excel's own first line, `sep=;`, which is no record.
fn excel_hint(text: &str, start: usize, newline: u8) -> (Option<u8>, usize) {
    let line_end = memchr::memchr(newline, &text.as_bytes()[start..]).map_or(text.len(), |i| start + i);
    let line = text.get(start..line_end).unwrap_or_default().trim_end_matches('\r').trim_matches('"');
    match line.get(..4).filter(|key| key.eq_ignore_ascii_case("sep=")).map(|_| &line.as_bytes()[4..]) {
        Some([delimiter]) if delimiter.is_ascii() && *delimiter != b'"' => {
            (Some(*delimiter), (line_end + 1).min(text.len()))
        }
        _ => (None, start),
    }
}

/// The delimiter that cuts the first records into the same number of cells, two or more.
fn guess(text: &str, start: usize, newline: u8) -> Option<u8> {
    let scored = DELIMITERS.iter().filter_map(|&delimiter| {
        let widths = widths(text, start, Dialect { delimiter: Some(delimiter), newline });
        let (width, count) = commonest(&widths)?;
        // Where one delimiter cuts every record alike it wins, however few cells it gives; among equals the more cells.
        (width > 1 && count * 2 > widths.len()).then(|| (count * 1000 / widths.len(), width, delimiter))
    });
    // The last of equals wins in `max_by_key`, so the commonest delimiter has to come last.
    scored
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .max_by_key(|(share, width, _)| (*share, *width))
        .map(|(.., delimiter)| delimiter)
}

fn widths(text: &str, start: usize, dialect: Dialect) -> Vec<usize> {
    records(text, start, dialect).into_iter().map(|cells| cells.len()).collect()
}

/// The first records that are not blank. One that may be cut at the sample's end is left out.
pub(crate) fn records(text: &str, start: usize, dialect: Dialect) -> Vec<Vec<String>> {
    let stop = text.floor_char_boundary(start.saturating_add(SAMPLE).min(text.len()));
    let sample = text.get(..stop).unwrap_or_default();
    let mut found = Vec::new();
    let mut at = start;
    while at < sample.len() && found.len() < RECORDS {
        let (cells, next) = scan::record(sample, at, dialect);
        at = next;
        if !is_blank(&cells) && (at < sample.len() || stop == text.len() || found.is_empty()) {
            found.push(cells);
        }
    }
    found
}

/// Whether a record is a blank line.
pub(crate) fn is_blank(cells: &[String]) -> bool {
    matches!(cells, [only] if only.trim().is_empty())
}

/// The commonest of the numbers, the larger of equals, and how often it stands there.
pub(crate) fn commonest(numbers: &[usize]) -> Option<(usize, usize)> {
    let count = |n: usize| numbers.iter().filter(|other| **other == n).count();
    numbers.iter().map(|&n| (n, count(n))).max_by_key(|&(n, count)| (count, n))
}

/// Whether the first record names the columns: no cell of it is an address or nearly one, and it is not all numbers.
pub(crate) fn has_header(records: &[Vec<String>]) -> bool {
    let Some(first) = records.first() else { return false };
    let address_like = |cell: &String| {
        let cell = cell.trim();
        cell.contains('@') && (Address::parse(cell).is_ok() || !cell.contains(' ') || cell.ends_with('>'))
    };
    if first.iter().any(address_like) {
        return false;
    }
    // A line without any @ above lines with one is a header; in a list without addresses a name is not a number.
    let addresses_below = records.iter().skip(1).any(|cells| cells.iter().any(address_like));
    addresses_below || first.iter().any(|cell| !cell.trim().is_empty() && cell.trim().parse::<f64>().is_err())
}
