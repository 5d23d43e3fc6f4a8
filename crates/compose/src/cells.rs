//! The rows that a letter is merged with.

use std::fmt::Debug;
use std::ops::Range;
use std::sync::Arc;

/// A cell as a template sees it.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'c> {
    /// A text, which is what every cell of a CSV is.
    Text(&'c str),
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Whole(i64),
    /// Any other number.
    Decimal(f64),
    /// Said to be nothing: `null` in JSON.
    Nothing,
    /// Not said at all. A template that asks for it is in error, unless it has a default.
    Absent,
    /// Rows of the column's [`Cells::nested`] table.
    Rows(Range<usize>),
}

/// A table of text cells. The list's table is one; so is any test's.
pub trait Cells: Debug + Send + Sync {
    /// The columns' names, as their header says.
    fn columns(&self) -> &[String];

    /// How many rows there are.
    fn rows(&self) -> usize;

    /// The text of a cell; empty where the row is shorter than the header.
    fn cell(&self, row: usize, column: usize) -> &str;

    /// The cell with its type. Tables of texts need not say more than [`Cells::cell`].
    fn value(&self, row: usize, column: usize) -> Cell<'_> {
        Cell::Text(self.cell(row, column))
    }

    /// The table that a column's cells are rows of, for a letter that loops over them. All cells of such a column are
    /// [`Cell::Rows`], or else the table has gaps.
    fn nested(&self, column: usize) -> Option<&Arc<dyn Cells>> {
        let _ = column;
        None
    }

    /// Whether some cell is [`Cell::Absent`], or is no [`Cell::Rows`] in a column that has a nested table.
    fn has_gaps(&self) -> bool {
        false
    }
}
