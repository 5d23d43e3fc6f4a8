//! Texts that are no tables, made into one: contacts, mailboxes of messages, pasted address lines. Each becomes CSV with
//! a header, and is read like any other list from there.

mod contacts;
mod messages;
mod pasted;
mod words;

use crate::write::push_cell;
use diag::Diagnostic;

/// A text that became a table.
pub(crate) struct Converted {
    /// What it was: `vcard`, `mbox` or `mailboxes`.
    pub(crate) format: &'static str,
    /// The table, as CSV with commas.
    pub(crate) csv: String,
    /// What became of it, for people.
    pub(crate) told: Diagnostic,
}

/// The table in a text that is no table; `None` for one that is.
pub(crate) fn convert(text: &str) -> Option<Converted> {
    let (format, csv, message) = if let Some(csv) = contacts::table(text) {
        ("vcard", csv, "found contacts (vCard); each of their addresses became a row")
    } else if let Some(csv) = messages::table(text) {
        ("mbox", csv, "found messages; each address in their headers became a row")
    } else if let Some(csv) = pasted::table(text) {
        ("mailboxes", csv, "found addresses with names, as in a To line; each became a row")
    } else {
        return None;
    };
    let told =
        Diagnostic::info("file-converted", message).hint("row numbers are those of the table that it became");
    Some(Converted { format, csv, told })
}

/// A table on its way to CSV. Columns that stay empty are left out.
struct Rows {
    names: &'static [&'static str],
    rows: Vec<Vec<String>>,
}

impl Rows {
    fn new(names: &'static [&'static str]) -> Rows {
        Rows { names, rows: Vec::new() }
    }

    /// Adds a row, with a cell for each name.
    fn push(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    fn csv(self) -> String {
        let filled = |column: usize| {
            column == 0 || self.rows.iter().any(|row| row.get(column).is_some_and(|cell| !cell.is_empty()))
        };
        let columns: Vec<usize> = (0..self.names.len()).filter(|column| filled(*column)).collect();
        let mut out = Vec::new();
        let mut line = |cell: &dyn Fn(usize) -> String| {
            for (at, column) in columns.iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                push_cell(&mut out, &cell(*column), b',');
            }
            if columns.len() == 1 && cell(0).is_empty() {
                // An empty line would be none.
                out.extend_from_slice(b"\"\"");
            }
            out.push(b'\n');
        };
        line(&|column| self.names.get(column).copied().unwrap_or_default().to_owned());
        for row in &self.rows {
            line(&|column| row.get(column).cloned().unwrap_or_default());
        }
        // Cells are text, and so is what stands between them.
        String::from_utf8(out).unwrap_or_default()
    }
}
