//! Changes of the list by hand, and the way back from each.

use crate::desk::List;
use recipients::{CellFix, Undo};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A change that the user makes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// Certain repairs of address cells, or likely ones that were asked for by kind or row.
    Fix {
        /// Rows with this diagnostic; `None`: every certain repair.
        code: Option<String>,
        /// Only this row (its number as a spreadsheet shows it).
        row: Option<u32>,
    },
    /// Another text in a cell.
    Cell {
        /// The row's number.
        row: u32,
        /// The column, from 0.
        column: usize,
        /// The cell's new text.
        text: String,
    },
    /// Rows set aside by hand, or taken back.
    Aside {
        /// Their numbers.
        rows: Vec<u32>,
        /// Whether they are set aside.
        aside: bool,
    },
}

/// What undoes a change.
#[derive(Debug, Clone)]
pub enum Back {
    /// Cells as they were.
    Cells(Undo),
    /// The rows that were set aside before.
    Aside(Arc<BTreeSet<u32>>),
}

/// Makes a change. The list has to be judged again afterwards.
pub fn make(list: &mut List, change: &Change) {
    let table = list.judged.table();
    let back = match change {
        Change::Fix { code, row } => {
            let fixes = list.judged.roster.fixes(table, code.as_deref(), *row);
            write(list, &fixes)
        }
        Change::Cell { row, column, text } => {
            let row = table.row_of_number(*row);
            let fixes = row.map(|row| CellFix { row, column: *column, text: text.clone() });
            write(list, fixes.as_slice())
        }
        Change::Aside { rows, aside } => {
            let mut set = BTreeSet::clone(&list.by_hand);
            for row in rows.iter().filter_map(|number| u32::try_from(table.row_of_number(*number)?).ok()) {
                match aside {
                    true => set.insert(row),
                    false => set.remove(&row),
                };
            }
            Back::Aside(std::mem::replace(&mut list.by_hand, Arc::new(set)))
        }
    };
    list.back.push(back);
}

/// Undoes the last change; false where there is none. The list has to be judged again afterwards.
pub fn undo(list: &mut List) -> bool {
    match list.back.pop() {
        Some(Back::Cells(undo)) => {
            let mut table = list.judged.table().clone();
            recipients::undo(&mut table, undo);
            list.judged.set_table(table);
            true
        }
        Some(Back::Aside(before)) => {
            list.by_hand = before;
            true
        }
        None => false,
    }
}

fn write(list: &mut List, fixes: &[CellFix]) -> Back {
    let mut table = list.judged.table().clone();
    let undo = recipients::apply(&mut table, fixes);
    list.judged.set_table(table);
    Back::Cells(undo)
}
