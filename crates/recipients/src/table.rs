//! The list in memory: what was read, and the cells that were changed since.

use crate::base::{Base, Cells};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// A list of rows with named columns. Cells are slices of the decoded file, so a million rows cost little more than
/// their file; a clone shares them.
#[derive(Clone, Default)]
pub struct Table {
    base: Arc<Base>,
    /// Cells changed since, by row and column.
    changed: BTreeMap<(u32, u32), Box<str>>,
}

impl Table {
    pub(crate) fn new(base: Base) -> Table {
        Table { base: Arc::new(base), changed: BTreeMap::new() }
    }

    /// The columns' names: the header's, made unique; `Column 3` and the like where there is none.
    pub fn columns(&self) -> &[String] {
        &self.base.columns
    }

    /// How many rows there are, the header and blank lines not counted.
    pub fn rows(&self) -> usize {
        self.base.rows()
    }

    /// The text of a cell; empty where the row is shorter than the header, or where there is no such cell.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.cells().cell(row, column)
    }

    /// The cells as they are now.
    pub(crate) fn cells(&self) -> Cells<'_> {
        Cells::new(&self.base, Some(&self.changed).filter(|changed| !changed.is_empty()))
    }

    /// The number of a row as a spreadsheet shows it: the header is 1, a record over several lines counts once, a
    /// blank line counts too.
    pub fn record_number(&self, row: usize) -> u32 {
        let row = u32::try_from(row).unwrap_or(u32::MAX);
        let blanks = self.base.blanks.partition_point(|before| *before <= row);
        self.base.first_number.saturating_add(row).saturating_add(u32::try_from(blanks).unwrap_or(0))
    }

    /// The row of a record's number; `None` for the header, a blank line, or past the end.
    pub fn row_of_number(&self, number: u32) -> Option<usize> {
        // The numbers grow with the rows, so the row is found by halving.
        let (mut low, mut high) = (0, self.rows());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.record_number(middle).cmp(&number) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The encoding that was read, in lower case.
    pub fn encoding(&self) -> &str {
        self.base.encoding
    }

    /// The character between cells; `None` for one cell a line, and for a file that was no text with delimiters.
    pub fn delimiter(&self) -> Option<char> {
        self.base.delimiter.filter(|_| self.base.format == "csv").map(char::from)
    }

    /// What the file was: `csv`, `lines`, `xlsx`, `ods`, `vcard`, `mbox` or `mailboxes`.
    pub fn format(&self) -> &str {
        self.base.format
    }

    /// The sheets of a workbook, in their order; empty for other files.
    pub fn sheets(&self) -> &[String] {
        &self.base.sheets
    }

    /// Which of the sheets was read, from 0.
    pub fn sheet(&self) -> usize {
        self.base.sheet
    }

    /// Whether the file named its columns.
    pub fn has_header(&self) -> bool {
        self.base.header.is_some()
    }

    /// Whether a cell was changed since the file was read.
    pub fn is_changed(&self, row: usize, column: usize) -> bool {
        match (u32::try_from(row), u32::try_from(column)) {
            (Ok(row), Ok(column)) => self.changed.contains_key(&(row, column)),
            _ => false,
        }
    }

    pub(crate) fn is_row_changed(&self, row: usize) -> bool {
        let row = u32::try_from(row).unwrap_or(u32::MAX);
        !self.changed.is_empty() && self.changed.range((row, 0)..=(row, u32::MAX)).next().is_some()
    }

    /// How many rows have nothing in a column.
    pub(crate) fn empty_cells(&self, column: usize) -> usize {
        let mut empty = self.base.empty.get(column).copied().unwrap_or(0);
        for ((row, _), text) in self.changed.iter().filter(|((_, other), _)| *other as usize == column) {
            empty -= usize::from(self.base.cell(*row as usize, column).is_empty());
            empty += usize::from(text.is_empty());
        }
        empty
    }

    /// How many rows have more or fewer cells than there are columns.
    pub fn ragged_rows(&self) -> usize {
        self.base.ragged.len()
    }

    /// How many cells were changed since the file was read.
    pub fn changes(&self) -> usize {
        self.changed.len()
    }

    /// Writes a cell. `None` puts the file's own text back. Returns what has to be written to undo it. A cell that
    /// does not exist stays so.
    pub fn set(&mut self, row: usize, column: usize, text: Option<&str>) -> Option<Box<str>> {
        let (Ok(row_key), Ok(column_key)) = (u32::try_from(row), u32::try_from(column)) else { return None };
        if row >= self.rows() || column >= self.columns().len() {
            return None;
        }
        match text {
            Some(text) => self.changed.insert((row_key, column_key), text.into()),
            None => self.changed.remove(&(row_key, column_key)),
        }
    }

    pub(crate) fn base(&self) -> &Base {
        &self.base
    }
}

/// The shape only: a list's text does not belong in a log.
impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table")
            .field("columns", &self.base.columns.len())
            .field("rows", &self.rows())
            .field("encoding", &self.base.encoding)
            .field("delimiter", &self.delimiter())
            .field("changes", &self.changed.len())
            .finish()
    }
}
