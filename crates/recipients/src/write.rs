//! The list as CSV again: corrected cells, original columns and order (RFC 4180).

use crate::marks::{Fate, Mark};
use crate::{Roster, Table, guard};
use diag::{Diagnostic, Report};
use serde::{Deserialize, Serialize};

/// Which rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Which {
    /// Every row.
    #[default]
    All,
    /// Those that get a letter.
    Kept,
    /// Those set aside.
    Excluded,
    /// Those that no letter can be sent to.
    Rejected,
}

/// Writes the list in UTF-8, with the file's own columns, order, header and delimiter. A cell that a spreadsheet would
/// run as a formula gets an apostrophe before it, which the reader takes away again, and the report tells how many did. A byte order mark opens the file
/// where it had one, or where it was in another encoding and is not ASCII now, so that spreadsheets read it right.
pub fn write_csv(table: &Table, roster: &Roster, which: Which) -> Report<Vec<u8>> {
    let base = table.base();
    let delimiter = base.delimiter.unwrap_or(b',');
    let columns = table.columns().len();
    let mut out = Vec::with_capacity(base.text.len() + 3);
    let mut defused = 0usize;
    if let Some(header) = &base.header {
        // A header shorter than its rows gets the names that were made for the rest.
        for column in 0..columns {
            let name = header.get(column).or_else(|| table.columns().get(column)).map_or("", String::as_str);
            separate(&mut out, column, delimiter);
            defused += usize::from(push_safe(&mut out, name, delimiter));
        }
        out.extend_from_slice(b"\r\n");
    }
    for (row, mark) in roster.marks.iter().enumerate() {
        if !is_in(which, *mark) {
            continue;
        }
        let start = out.len();
        for column in 0..columns {
            separate(&mut out, column, delimiter);
            defused += usize::from(push_safe(&mut out, table.cell(row, column), delimiter));
        }
        // What stood past the last column is kept.
        for cell in base.surplus(row) {
            out.push(delimiter);
            defused += usize::from(push_safe(&mut out, &cell, delimiter));
        }
        if out.len() == start {
            // One empty cell has to be quoted, or the row would be a blank line.
            out.extend_from_slice(b"\"\"");
        }
        out.extend_from_slice(b"\r\n");
    }
    if base.byte_order_mark || (base.encoding != "utf-8" && !out.is_ascii()) {
        out.splice(0..0, *b"\xef\xbb\xbf");
    }
    let mut diagnostics = Vec::new();
    if defused > 0 {
        diagnostics.push(
            Diagnostic::info(
                "file-formula-cells",
                format!("{defused} cells begin with =, +, -, @ or a tab; each got an apostrophe before it"),
            )
            .hint("a spreadsheet would run such a cell as a formula; Postroom reads it without the apostrophe, other programs may not"),
        );
    }
    Report::new(out, diagnostics)
}

fn is_in(which: Which, mark: Mark) -> bool {
    match which {
        Which::All => true,
        Which::Kept => mark.fate == Fate::Kept,
        Which::Excluded => {
            matches!(mark.fate, Fate::Duplicate | Fate::Suppressed | Fate::Segment | Fate::ByHand)
        }
        Which::Rejected => mark.fate.is_rejected(),
    }
}

fn separate(out: &mut Vec<u8>, column: usize, delimiter: u8) {
    if column > 0 {
        out.push(delimiter);
    }
}

/// Writes a cell that no spreadsheet runs; true where an apostrophe was needed.
fn push_safe(out: &mut Vec<u8>, cell: &str, delimiter: u8) -> bool {
    let formula = guard::needs_guard(cell);
    if formula {
        push_cell(out, &format!("'{cell}"), delimiter);
    } else {
        push_cell(out, cell, delimiter);
    }
    formula
}

/// Writes a cell so that the reader gives back its very text: in quotes where it holds a delimiter, a quote, a line
/// break, or space at an end.
pub(crate) fn push_cell(out: &mut Vec<u8>, cell: &str, delimiter: u8) {
    let bytes = cell.as_bytes();
    let edge = |b: Option<&u8>| b.is_some_and(u8::is_ascii_whitespace);
    let needs_quotes = memchr::memchr3(b'"', b'\n', b'\r', bytes).is_some()
        || memchr::memchr(delimiter, bytes).is_some()
        || edge(bytes.first())
        || edge(bytes.last());
    if !needs_quotes {
        out.extend_from_slice(bytes);
        return;
    }
    out.push(b'"');
    let mut rest = bytes;
    while let Some(quote) = memchr::memchr(b'"', rest) {
        out.extend_from_slice(&rest[..=quote]);
        out.push(b'"');
        rest = &rest[quote + 1..];
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ReadOptions, read};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn cells_in_are_cells_out(
            rows in prop::collection::vec(prop::collection::vec("(?s).{0,12}|'{0,2}[=+@-].{0,3}|[\"\n\r,; \t]{0,6}", 3), 1..8),
            delimiter in prop::sample::select(vec![b',', b';', b'\t', b'|']),
        ) {
            let mut csv = Vec::new();
            for column in 0..3 {
                separate(&mut csv, column, delimiter);
                push_safe(&mut csv, &format!("c{column}"), delimiter);
            }
            csv.extend_from_slice(b"\r\n");
            for row in &rows {
                for (column, cell) in row.iter().enumerate() {
                    separate(&mut csv, column, delimiter);
                    push_safe(&mut csv, cell, delimiter);
                }
                csv.extend_from_slice(b"\r\n");
            }
            let options = ReadOptions {
                header: Some(true),
                delimiter: Some(char::from(delimiter)),
                encoding: Some("utf-8".to_owned()),
                sheet: None,
            };
            let table = read(csv, &options).value;
            prop_assert_eq!(table.rows(), rows.len());
            for (row, cells) in rows.iter().enumerate() {
                for (column, cell) in cells.iter().enumerate() {
                    prop_assert_eq!(table.cell(row, column), cell);
                }
            }
        }
    }
}
