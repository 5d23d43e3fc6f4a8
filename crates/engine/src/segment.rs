//! A segment of the list: a condition in the letter's language, asked of the list's rows.

use crate::list::ListCells;
use compose::{Cells, Condition};
use diag::{Diagnostic, Severity};
use recipients::{Segment, Table};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// A condition as the user wrote it, read for a list's columns.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// The condition's text.
    pub text: String,
    /// `None` where it can't be asked; then no row is in it, so that nobody gets a letter by mistake.
    condition: Option<Arc<Condition>>,
    /// What is wrong with it, or to be thought of.
    pub diagnostics: Vec<Diagnostic>,
}

impl Chosen {
    /// Reads a condition. An empty text is no segment: everyone is meant.
    pub fn read(text: &str, columns: &[String]) -> Option<Chosen> {
        if text.trim().is_empty() {
            return None;
        }
        let report = Condition::compile(text, columns);
        let condition = report.value.map(Arc::new);
        Some(Chosen { text: text.to_owned(), condition, diagnostics: report.diagnostics })
    }

    /// What keeps it from being asked.
    pub fn error(&self) -> Option<&Diagnostic> {
        self.diagnostics.iter().find(|found| found.severity == Severity::Error)
    }

    /// The rows of a table that meet it.
    pub fn over(&self, table: &Table) -> Arc<Members> {
        Arc::new(Members {
            condition: self.condition.clone(),
            cells: Arc::new(ListCells(table.clone())),
            trouble: Mutex::default(),
        })
    }
}

/// A segment of one table.
#[derive(Debug)]
pub struct Members {
    condition: Option<Arc<Condition>>,
    cells: Arc<dyn Cells>,
    /// Rows that could not be asked: how many, the first, and why.
    trouble: Mutex<Option<(usize, usize, Diagnostic)>>,
}

impl Members {
    /// What is to be said of rows that could not be asked.
    pub fn trouble(&self, table: &Table) -> Option<Diagnostic> {
        let trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let (count, first, why) = trouble?;
        let rows = if count == 1 { "one row".to_owned() } else { format!("{count} rows") };
        let number = table.record_number(first);
        let mut found = Diagnostic::warning(
            "segment-failed",
            format!("{rows} can't be asked and are left out; the first is row {number}: {}", why.message),
        );
        found.hint = why.hint;
        Some(found)
    }
}

impl Segment for Members {
    fn members(&self, _table: &Table, rows: Range<usize>) -> Vec<bool> {
        let mut members = vec![false; rows.len()];
        let Some(condition) = &self.condition else { return members };
        let start = rows.start;
        condition.ask(&self.cells, rows, |row, said| match said {
            Ok(true) => {
                if let Some(member) = members.get_mut(row - start) {
                    *member = true;
                }
            }
            Ok(false) => {}
            Err(why) => {
                let mut trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
                match &mut *trouble {
                    Some((count, ..)) => *count += 1,
                    None => *trouble = Some((1, row, why)),
                }
            }
        });
        members
    }
}
