//! What lies on the desk between two requests: the list, and the letter that was compiled last.

use crate::list::Judged;
use compose::{Compiled, Letter};
use diag::Diagnostic;
use recipients::Suppression;
use std::sync::Arc;

/// The desk.
#[derive(Default)]
pub struct Desk {
    /// The list, once one was read.
    pub list: Option<List>,
    letter: Option<Kept>,
    /// What came back last, explained.
    pub came: bounces::Explanation,
}

/// The list, judged.
pub struct List {
    /// The file's name.
    pub name: String,
    /// The file's size.
    pub bytes: usize,
    /// Its rows, and what became of each.
    pub judged: Judged,
    /// Who gets nothing.
    pub suppression: Arc<Suppression>,
    /// What is to be said of the file as a whole.
    pub diagnostics: Vec<Diagnostic>,
}

/// A letter as it was compiled last.
#[derive(Clone)]
pub struct Kept {
    letter: Letter,
    columns: Vec<String>,
    /// `None` where the letter can't be merged at all.
    pub compiled: Option<Arc<Compiled>>,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

impl Desk {
    /// The letter, compiled for the columns of the list. The same letter is compiled once.
    pub fn letter(&mut self, letter: &Letter) -> Kept {
        let columns = self.list.as_ref().map(|list| list.judged.table().columns()).unwrap_or_default();
        if let Some(kept) = &self.letter
            && kept.letter == *letter
            && kept.columns == columns
        {
            return kept.clone();
        }
        let report = compose::compile(letter, columns);
        let kept = Kept {
            letter: letter.clone(),
            columns: columns.to_vec(),
            compiled: report.value.map(Arc::new),
            diagnostics: report.diagnostics,
        };
        self.letter = Some(kept.clone());
        kept
    }

    /// Forgets the list.
    pub fn drop_list(&mut self) {
        self.list = None;
    }
}
