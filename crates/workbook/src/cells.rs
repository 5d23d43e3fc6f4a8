//! Cells as CSV, row by row, with blank lines for rows that have none.

/// The octets of a sheet as text at most.
const MAX_TEXT: usize = 1024 * 1024 * 1024;

/// A sheet on its way to CSV.
#[derive(Default)]
pub(crate) struct Csv {
    text: String,
    /// The rows that are written.
    rows: usize,
    /// The cells of the next row, with their columns.
    row: Vec<(u32, String)>,
}

impl Csv {
    /// Takes the next cell; cells come row by row. False where the sheet has become too large.
    pub(crate) fn put(&mut self, row: u32, column: u32, text: String) -> bool {
        if row as usize > self.rows && !self.row.is_empty() {
            self.end_row();
        }
        while self.rows < row as usize {
            self.text.push('\n');
            self.rows += 1;
        }
        if !text.is_empty() {
            self.row.push((column, text));
        }
        self.text.len() <= MAX_TEXT
    }

    /// The row that a cell may still be put into.
    pub(crate) fn row(&self) -> usize {
        self.rows
    }

    /// The text.
    pub(crate) fn finish(mut self) -> String {
        if !self.row.is_empty() {
            self.end_row();
        }
        self.text
    }

    fn end_row(&mut self) {
        self.row.sort_by_key(|(column, _)| *column);
        let mut at = 0;
        for (column, text) in self.row.drain(..) {
            while at < column && self.text.len() <= MAX_TEXT {
                self.text.push(',');
                at += 1;
            }
            push(&mut self.text, &text);
        }
        self.text.push('\n');
        self.rows += 1;
    }
}

/// Writes a cell, in quotes where it needs them (RFC 4180 §2).
fn push(out: &mut String, cell: &str) {
    let edge = |c: Option<char>| c.is_some_and(char::is_whitespace);
    if cell.contains([',', '"', '\n', '\r']) || edge(cell.chars().next()) || edge(cell.chars().next_back()) {
        out.push('"');
        out.push_str(&cell.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(cell);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_their_numbers_and_cells_their_columns() {
        let mut csv = Csv::default();
        for (row, column, text) in [(1, 2, "c"), (1, 0, "a"), (3, 1, "x,\"y\""), (3, 2, ""), (4, 0, " z")] {
            assert!(csv.put(row, column, text.to_owned()));
        }
        assert_eq!(csv.finish(), "\na,,c\n\n,\"x,\"\"y\"\"\"\n\" z\"\n");
    }
}
