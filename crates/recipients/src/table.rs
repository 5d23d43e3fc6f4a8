//! The list in memory: the decoded file, and where each cell begins in it.

use crate::guard;
use crate::scan::{self, Dialect};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// Marks a cell that stands in quotes in the file.
pub(crate) const QUOTED: u32 = 1 << 31;
/// The octets of the decoded text at most: an offset, and the flag beside it, share 32 bits.
pub(crate) const MAX_TEXT: usize = (QUOTED - 2) as usize;

/// A list of rows with named columns. Cells are slices of the decoded file, so a million rows cost little more than
/// their file; a clone shares them.
#[derive(Clone, Default)]
pub struct Table {
    base: Arc<Base>,
    /// Cells changed since, by row and column.
    changed: BTreeMap<(u32, u32), Box<str>>,
}

/// What was read, never changed.
///
/// Invariant: `bounds` has `columns.len() + 1` entries a row. The entry of a cell is its first octet in `text`, with
/// [`QUOTED`]; the next entry without the flag is one past the octet that follows the cell. Cells that the row does
/// not have begin at that same place. All of them lie on character borders of `text`.
#[derive(Default)]
pub(crate) struct Base {
    pub(crate) text: String,
    pub(crate) columns: Vec<String>,
    /// The header as it stood in the file; `None` where it had none.
    pub(crate) header: Option<Vec<String>>,
    pub(crate) bounds: Vec<u32>,
    /// Cells whose text is not a slice of the file, since quotes in them are doubled: by the cell's first octet, where
    /// they stand in `spill`.
    pub(crate) spilled: Vec<(u32, u32, u32)>,
    pub(crate) spill: String,
    /// Rows before which a line is blank, once for each line: a spreadsheet counts it.
    pub(crate) blanks: Vec<u32>,
    /// The number of the first row as a spreadsheet shows it.
    pub(crate) first_number: u32,
    /// Rows with another number of cells than there are columns.
    pub(crate) ragged: Vec<Ragged>,
    /// Rows with a quotation mark that is out of place.
    pub(crate) stray_quotes: Vec<u32>,
    /// By column, how many rows have nothing in it.
    pub(crate) empty: Vec<usize>,
    pub(crate) encoding: &'static str,
    pub(crate) byte_order_mark: bool,
    pub(crate) delimiter: Option<u8>,
    /// What the file was; see [`crate::ListSummary::format`].
    pub(crate) format: &'static str,
    pub(crate) sheets: Vec<String>,
    pub(crate) sheet: usize,
    /// What ends a record.
    pub(crate) newline: u8,
}

/// A row with another number of cells than there are columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ragged {
    pub(crate) row: u32,
    pub(crate) cells: u32,
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
        self.base.bounds.len() / (self.base.columns.len() + 1)
    }

    /// The text of a cell; empty where the row is shorter than the header, or where there is no such cell.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        if !self.changed.is_empty()
            && let (Ok(row), Ok(column)) = (u32::try_from(row), u32::try_from(column))
            && let Some(text) = self.changed.get(&(row, column))
        {
            return text;
        }
        self.base.cell(row, column)
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

impl Base {
    pub(crate) fn cell(&self, row: usize, column: usize) -> &str {
        if column >= self.columns.len() {
            return "";
        }
        let first = row * (self.columns.len() + 1) + column;
        let Some(&[start, next]) = self.bounds.get(first..first + 2) else { return "" };
        let (at, end) = ((start & !QUOTED) as usize, ((next & !QUOTED) as usize).saturating_sub(1));
        // A cell that the row does not have ends before it begins, which gives none.
        let raw = self.text.get(at..end).unwrap_or_default();
        let written = if start & QUOTED == 0 { raw } else { self.unquoted(start & !QUOTED, raw) };
        if self.is_guarded() { guard::unguarded(written) } else { written }
    }

    /// Whether cells may have the apostrophe that keeps spreadsheets from running them: in text files they may, while a
    /// workbook's cell is what it is.
    fn is_guarded(&self) -> bool {
        matches!(self.format, "csv" | "lines")
    }

    /// The text in a quoted cell.
    fn unquoted<'t>(&'t self, at: u32, raw: &'t str) -> &'t str {
        let inner = raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"')).unwrap_or(raw);
        if !inner.contains('"') && inner.len() + 2 == raw.len() {
            return inner;
        }
        match self.spilled.binary_search_by_key(&at, |(cell, ..)| *cell) {
            Ok(i) => {
                self.spilled.get(i).and_then(|&(_, from, to)| self.spill.get(from as usize..to as usize))
            }
            Err(_) => None,
        }
        .unwrap_or(inner)
    }

    /// The whole row as it stands in the file.
    pub(crate) fn raw_row(&self, row: usize) -> &str {
        let width = self.columns.len() + 1;
        let Some(bounds) = self.bounds.get(row * width..(row + 1) * width) else { return "" };
        let (Some(start), Some(end)) = (bounds.first(), bounds.last()) else { return "" };
        self.text
            .get((start & !QUOTED) as usize..((end & !QUOTED) as usize).saturating_sub(1))
            .unwrap_or_default()
    }

    /// The cells past the last column.
    pub(crate) fn surplus(&self, row: usize) -> Vec<String> {
        let width = self.columns.len() + 1;
        let Some(ragged) = self.ragged_row(row).filter(|ragged| ragged.cells as usize >= width) else {
            return Vec::new();
        };
        let start = self.bounds.get(row * width + width - 1).map_or(0, |start| start & !QUOTED);
        // Read again from the whole text, since what a quote means hangs on what follows it.
        let dialect = Dialect { delimiter: self.delimiter, newline: self.newline };
        let (mut cells, _) = scan::record(&self.text, start as usize, dialect);
        cells.truncate(ragged.cells as usize - self.columns.len());
        if self.is_guarded() {
            cells.iter_mut().for_each(|cell| *cell = guard::unguarded(cell).to_owned());
        }
        cells
    }

    pub(crate) fn ragged_row(&self, row: usize) -> Option<Ragged> {
        let i = self.ragged.binary_search_by_key(&row, |ragged| ragged.row as usize).ok()?;
        self.ragged.get(i).copied()
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
