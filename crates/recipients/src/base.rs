//! What was read: the decoded file, and where each cell begins in it.

use crate::guard;
use crate::scan::{self, Dialect};
use std::collections::BTreeMap;

/// Marks a cell that stands in quotes in the file.
pub(crate) const QUOTED: u32 = 1 << 31;
/// The octets of the decoded text at most: an offset, and the flag beside it, share 32 bits.
pub(crate) const MAX_TEXT: usize = (QUOTED - 2) as usize;

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
    /// Whether cells may have the apostrophe that keeps spreadsheets from running them: in text files they may, while a
    /// workbook's cell is what it is.
    pub(crate) guarded: bool,
}

/// A row with another number of cells than there are columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ragged {
    pub(crate) row: u32,
    pub(crate) cells: u32,
}

/// The cells of what was read so far, and those that were changed since.
#[derive(Clone, Copy)]
pub(crate) struct Cells<'t> {
    base: &'t Base,
    changed: Option<&'t BTreeMap<(u32, u32), Box<str>>>,
}

impl<'t> Cells<'t> {
    /// With the changed ones by row and column, where there are any.
    pub(crate) fn new(base: &'t Base, changed: Option<&'t BTreeMap<(u32, u32), Box<str>>>) -> Cells<'t> {
        Cells { base, changed }
    }

    /// The text of a cell; empty where there is no such cell.
    #[inline]
    pub(crate) fn cell(self, row: usize, column: usize) -> &'t str {
        if let Some(changed) = self.changed
            && let (Ok(row), Ok(column)) = (u32::try_from(row), u32::try_from(column))
            && let Some(text) = changed.get(&(row, column))
        {
            return text;
        }
        self.base.cell(row, column)
    }

    /// The columns' names.
    pub(crate) fn columns(self) -> &'t [String] {
        &self.base.columns
    }

    /// How many rows there are.
    pub(crate) fn rows(self) -> usize {
        self.base.rows()
    }

    /// What was read, whatever was changed since.
    pub(crate) fn base(self) -> &'t Base {
        self.base
    }
}

impl Base {
    /// The cells as they were read.
    pub(crate) fn cells(&self) -> Cells<'_> {
        Cells::new(self, None)
    }

    pub(crate) fn rows(&self) -> usize {
        self.bounds.len() / (self.columns.len() + 1)
    }

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
        if self.guarded { guard::unguarded(written) } else { written }
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
        if self.guarded {
            cells.iter_mut().for_each(|cell| *cell = guard::unguarded(cell).to_owned());
        }
        cells
    }

    pub(crate) fn ragged_row(&self, row: usize) -> Option<Ragged> {
        let i = self.ragged.binary_search_by_key(&row, |ragged| ragged.row as usize).ok()?;
        self.ragged.get(i).copied()
    }
}
