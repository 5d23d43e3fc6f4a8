//! What lies on the desk between two requests: the list, and the letter that was compiled last.

use compose::{Cells, Compiled, Letter};
use diag::Diagnostic;
use mail::Address;
use recipients::{Mapping, Roster, Suppression, Table};
use std::sync::Arc;

/// The desk.
#[derive(Default)]
pub struct Desk {
    /// The list, once one was read.
    pub list: Option<List>,
    letter: Option<Kept>,
}

/// The list, judged.
pub struct List {
    /// The file's name.
    pub name: String,
    /// The file's size.
    pub bytes: usize,
    /// The rows, as the letter sees them.
    pub cells: Arc<ListCells>,
    /// What became of each row.
    pub roster: Arc<Roster>,
    /// Which columns mean something.
    pub mapping: Mapping,
    /// Who gets nothing.
    pub suppression: Arc<Suppression>,
    /// What is to be said of the file as a whole.
    pub diagnostics: Vec<Diagnostic>,
}

/// The table, lent to the letter.
#[derive(Debug)]
pub struct ListCells {
    /// The table.
    pub table: Table,
}

impl Cells for ListCells {
    fn columns(&self) -> &[String] {
        self.table.columns()
    }

    fn rows(&self) -> usize {
        self.table.rows()
    }

    fn cell(&self, row: usize, column: usize) -> &str {
        self.table.cell(row, column)
    }
}

/// One row in which each column holds its own name in brackets: a letter without a list is shown with these.
#[derive(Debug)]
struct Placeholders {
    columns: Vec<String>,
    cells: Vec<String>,
}

impl Cells for Placeholders {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn rows(&self) -> usize {
        1
    }

    fn cell(&self, _row: usize, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// A letter as it was compiled last.
#[derive(Clone)]
pub struct Kept {
    letter: Letter,
    columns: Vec<String>,
    /// `None` where the letter can't be merged at all.
    pub compiled: Option<Arc<Compiled>>,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

/// A recipient: a row that is kept.
pub struct Recipient {
    /// The row of the table, from 0.
    pub row: usize,
    /// The record's number as a spreadsheet shows it.
    pub number: u32,
    /// Where the mail goes.
    pub address: Address,
    /// The reader's name, where the list has one.
    pub name: Option<String>,
}

impl List {
    /// The kept recipient at a position.
    pub fn recipient(&self, at: usize) -> Option<Recipient> {
        self.in_row(*self.roster.kept().get(at)? as usize)
    }

    /// The kept recipient in a row of the table.
    pub fn in_row(&self, row: usize) -> Option<Recipient> {
        let table = &self.cells.table;
        let address = Address::parse(&self.roster.address(row)?).ok()?;
        let name =
            self.mapping.name.map(|column| table.cell(row, column).trim()).filter(|name| !name.is_empty());
        Some(Recipient { row, number: table.record_number(row), address, name: name.map(str::to_owned) })
    }

    /// The rows, as the letter sees them.
    pub fn lent(&self) -> Arc<dyn Cells> {
        Arc::clone(&self.cells) as Arc<dyn Cells>
    }
}

impl Desk {
    /// The letter, compiled for the columns of the list. The same letter is compiled once.
    pub fn letter(&mut self, letter: &Letter) -> Kept {
        let columns = self.list.as_ref().map(|list| list.cells.table.columns()).unwrap_or_default();
        if let Some(kept) = &self.letter
            && kept.letter == *letter
            && kept.columns == columns
        {
            return kept.clone();
        }
        let report = compose::compile(letter, columns);
        let kept = Kept {
            letter: letter.clone(),
            columns: columns.to_vec(),
            compiled: report.value.map(Arc::new),
            diagnostics: report.diagnostics,
        };
        self.letter = Some(kept.clone());
        kept
    }

    /// Rows for a letter without a list: one, in which each field that the letter uses shows its name.
    pub fn placeholders(letter: &Letter) -> Arc<dyn Cells> {
        let compiled = compose::compile(letter, &[]).value;
        let mut columns: Vec<String> =
            compiled.iter().flat_map(|compiled| compiled.uses()).map(|used| used.name.clone()).collect();
        columns.sort();
        columns.dedup();
        let cells = columns.iter().map(|name| format!("[{}]", name.replace('_', " "))).collect();
        Arc::new(Placeholders { columns, cells })
    }

    /// Forgets the list.
    pub fn drop_list(&mut self) {
        self.list = None;
    }
}
