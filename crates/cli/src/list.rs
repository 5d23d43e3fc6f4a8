//! The list's file: read, its columns found, every row judged.

use crate::fail::Fail;
use crate::input;
use compose::Cells;
use diag::{Diagnostic, Severity};
use mail::Address;
use recipients::{Mapping, Roster, RowState, SetAside, Suppression, Table};
use std::path::Path;
use std::sync::Arc;

/// A list, judged.
#[derive(Debug)]
pub struct List {
    /// The file, as the user named it.
    pub name: String,
    /// The rows, as the letter sees them.
    pub cells: Arc<ListCells>,
    /// What became of each row.
    pub roster: Arc<Roster>,
    /// Which columns mean something.
    pub mapping: Mapping,
    /// What is to be said of the file as a whole.
    pub diagnostics: Vec<Diagnostic>,
}

/// The table, lent to the letter.
#[derive(Debug)]
pub struct ListCells(pub Table);

impl Cells for ListCells {
    fn columns(&self) -> &[String] {
        self.0.columns()
    }

    fn rows(&self) -> usize {
        self.0.rows()
    }

    fn cell(&self, row: usize, column: usize) -> &str {
        self.0.cell(row, column)
    }
}

/// A row that gets a letter.
#[derive(Debug)]
pub struct Recipient {
    /// Where the mail goes.
    pub address: Address,
    /// The reader's name, where the list has one.
    pub name: Option<String>,
}

impl List {
    /// Reads a list. `column` names the column of addresses; without it the column is found.
    ///
    /// # Errors
    /// A file that can't be read or is no list, a column that is not there.
    pub fn read(path: &Path, column: Option<&str>, suppression: Option<&Path>) -> Result<List, Fail> {
        let suppression = suppression.map(read_suppression).transpose()?.unwrap_or_default();
        let name = path.display().to_string();
        let (table, diagnostics) = read_table(path)?;
        let mut mapping = recipients::propose(&table);
        if let Some(wanted) = column {
            mapping.address = Some(find_column(&table, wanted, &name)?);
        }
        if mapping.address.is_none() {
            return Err(Fail::new(format!(
                "no column of {name} holds addresses; name one of {} with --address-column",
                listed(table.columns())
            )));
        }
        let roster = Arc::new(Roster::judge(&table, &mapping, &suppression));
        Ok(List { name, cells: Arc::new(ListCells(table)), roster, mapping, diagnostics })
    }

    /// The table.
    pub fn table(&self) -> &Table {
        &self.cells.0
    }

    /// The rows, as the letter sees them.
    pub fn lent(&self) -> Arc<dyn Cells> {
        Arc::clone(&self.cells) as Arc<dyn Cells>
    }

    /// The cell of the address as it is written.
    pub fn written(&self, row: usize) -> &str {
        self.mapping.address.map_or("", |column| self.table().cell(row, column))
    }

    /// The recipient in a row of the table; `None` where the row gets no letter.
    pub fn recipient(&self, row: usize) -> Option<Recipient> {
        if self.roster.state(row) != RowState::Kept {
            return None;
        }
        let address = Address::parse(&self.roster.address(row)?).ok()?;
        let name = self.mapping.name.map(|column| self.table().cell(row, column).trim());
        Some(Recipient { address, name: name.filter(|name| !name.is_empty()).map(str::to_owned) })
    }

    /// The diagnostics of a row.
    pub fn diagnostics(&self, row: usize) -> Vec<Diagnostic> {
        self.roster.diagnostics(self.table(), row)
    }
}

/// Why a row is set aside, in one word.
pub fn reason(why: SetAside) -> &'static str {
    match why {
        SetAside::Duplicate { .. } => "duplicate",
        SetAside::Suppressed => "suppressed",
        SetAside::Segment => "segment",
        SetAside::ByHand => "by-hand",
    }
}

fn read_table(path: &Path) -> Result<(Table, Vec<Diagnostic>), Fail> {
    let report = recipients::read(input::read(path)?, &Default::default());
    let refused = report.diagnostics.iter().find(|found| found.severity == Severity::Error);
    match refused {
        // What is no list has no rows; everything else is read as far as it goes, and said.
        Some(found) if report.value.rows() == 0 => {
            let hint = found.hint.as_deref().map(|hint| format!("; {hint}")).unwrap_or_default();
            Err(Fail::new(format!("{} is no list: {}{hint}", path.display(), found.message)))
        }
        _ => Ok((report.value, report.diagnostics)),
    }
}

/// A suppression list is any list; its addresses, or the SHA-256 sums in its first column, get nothing.
fn read_suppression(path: &Path) -> Result<Suppression, Fail> {
    let (table, _) = read_table(path)?;
    let column = recipients::propose(&table).address.unwrap_or(0);
    Ok(Suppression::new((0..table.rows()).map(|row| table.cell(row, column))))
}

/// A column by its header, letter by letter or at least but for the case.
fn find_column(table: &Table, wanted: &str, file: &str) -> Result<usize, Fail> {
    let columns = table.columns();
    let exact = columns.iter().position(|column| column == wanted);
    let found =
        exact.or_else(|| columns.iter().position(|column| column.eq_ignore_ascii_case(wanted.trim())));
    found.ok_or_else(|| Fail::new(format!("{file} has no column {wanted:?}; it has {}", listed(columns))))
}

fn listed(columns: &[String]) -> String {
    let shown: Vec<String> = columns.iter().take(20).map(|column| format!("{column:?}")).collect();
    let more = if columns.len() > 20 { " and more" } else { "" };
    format!("{}{more}", shown.join(", "))
}

/// The list's rows, as a batch asks for them.
#[derive(Debug)]
pub struct ListRows<'l>(pub &'l List);

impl outbox::Rows for ListRows<'_> {
    fn count(&self) -> usize {
        self.0.table().rows()
    }

    fn row(&self, index: usize) -> outbox::Row {
        let address = || self.0.written(index).trim().to_owned();
        let rejected = || outbox::RowState::Rejected { address: address(), reason: self.first_code(index) };
        let state = match self.0.roster.state(index) {
            RowState::Kept => match self.0.recipient(index) {
                Some(Recipient { address, name }) => outbox::RowState::Kept { address, name },
                None => rejected(),
            },
            RowState::Excluded(why) => {
                outbox::RowState::Excluded { address: address(), reason: reason(why).to_owned() }
            }
            RowState::Rejected => rejected(),
        };
        outbox::Row { number: self.0.table().record_number(index), state }
    }

    fn address_columns(&self) -> Vec<usize> {
        self.0.mapping.address.into_iter().chain(self.0.mapping.name).collect()
    }
}

impl ListRows<'_> {
    /// The code of the worst thing that is wrong with a row.
    fn first_code(&self, index: usize) -> String {
        let worst = self.0.diagnostics(index).into_iter().min_by_key(|found| found.severity);
        worst.map(|found| found.code.into_owned()).unwrap_or_default()
    }
}
