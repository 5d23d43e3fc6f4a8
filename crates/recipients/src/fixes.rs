//! Repairs of address cells, and the way back.

use crate::marks::{self, Fate};
use crate::{Roster, Table};

/// A cell's new text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellFix {
    /// The row, from 0.
    pub row: usize,
    /// The column, from 0.
    pub column: usize,
    /// What will stand in the cell.
    pub text: String,
}

/// What undoes a set of repairs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Undo {
    cells: Vec<(usize, usize, Option<Box<str>>)>,
}

impl Undo {
    /// How many cells it puts back.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }
}

impl Roster {
    /// The repairs of rows with a diagnostic of `code` (`None`: all), in the row of this number only if one is given.
    /// Without a code and a number only certain repairs are in it; a likely one, such as a slip in a domain, has to be
    /// asked for by either.
    pub fn fixes(&self, table: &Table, code: Option<&str>, number: Option<u32>) -> Vec<CellFix> {
        let Some(column) = self.column else { return Vec::new() };
        let wanted = code.map(|code| self.code_filter(code));
        let likely = code.is_some() || number.is_some();
        let rows = match number {
            Some(number) => match table.row_of_number(number) {
                Some(row) => row..row + 1,
                None => 0..0,
            },
            None => 0..self.marks.len(),
        };
        let mut fixes = Vec::new();
        for row in rows {
            let Some(mark) = self.marks.get(row).copied() else { continue };
            let repairable = mark.fate == Fate::Repairable
                || (likely && mark.fate == Fate::Kept && mark.findings & marks::REPAIRABLE != 0);
            if !repairable || wanted.as_ref().is_some_and(|wanted| !wanted(mark)) {
                continue;
            }
            let diagnostics = self.diagnostics(table, row);
            let fix = diagnostics
                .iter()
                .filter(|diagnostic| code.is_none_or(|code| diagnostic.code == code))
                .find_map(|diagnostic| diagnostic.fix.as_ref());
            if let Some(edit) = fix.and_then(|fix| fix.edits.first()) {
                fixes.push(CellFix { row, column, text: edit.text.clone() });
            }
        }
        fixes
    }
}

/// Writes repairs into the table. The roster has to be judged again afterwards.
pub fn apply(table: &mut Table, fixes: &[CellFix]) -> Undo {
    let mut undo = Undo::default();
    for fix in fixes {
        let before = table.set(fix.row, fix.column, Some(&fix.text));
        undo.cells.push((fix.row, fix.column, before));
    }
    undo
}

/// Puts back what [`apply`] changed.
pub fn undo(table: &mut Table, undo: Undo) {
    // The last change of a cell comes first, so that a cell changed twice gets its oldest text.
    for (row, column, text) in undo.cells.into_iter().rev() {
        table.set(row, column, text.as_deref());
    }
}
