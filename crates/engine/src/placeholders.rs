//! A letter without a list: one row in which each field that the letter uses shows its own name in brackets.

use compose::{Cells, Letter};
use std::sync::Arc;

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

/// The row for a letter.
pub fn placeholders(letter: &Letter) -> Arc<dyn Cells> {
    let compiled = compose::compile(letter, &[]).value;
    let uses = compiled.iter().flat_map(|compiled| compiled.uses());
    let mut columns: Vec<String> = uses.map(|used| used.name.clone()).collect();
    columns.sort();
    columns.dedup();
    let cells = columns.iter().map(|name| format!("[{}]", name.replace('_', " "))).collect();
    Arc::new(Placeholders { columns, cells })
}
