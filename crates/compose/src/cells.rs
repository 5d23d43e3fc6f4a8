//! The rows that a letter is merged with.

use std::fmt::Debug;

/// A table of text cells. The list's table is one; so is any test's.
pub trait Cells: Debug + Send + Sync {
    /// The columns' names, as their header says.
    fn columns(&self) -> &[String];

    /// How many rows there are.
    fn rows(&self) -> usize;

    /// The text of a cell; empty where the row is shorter than the header.
    fn cell(&self, row: usize, column: usize) -> &str;
}
