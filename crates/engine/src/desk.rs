//! What lies on the desk between two requests: the list, and the letter that was compiled last.

use crate::changes::Back;
use crate::files::Pool;
use crate::list::Judged;
use crate::segment::Chosen;
use compose::{Compiled, Letter};
use diag::Diagnostic;
use recipients::{Roster, RowsQuery, RowsWindow, Suppression};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The desk.
#[derive(Default)]
pub struct Desk {
    /// The list, once one was read.
    pub list: Option<List>,
    letter: Option<Kept>,
    /// The files that go with the letter.
    pub files: Arc<Pool>,
    /// What came back last, explained.
    pub came: bounces::Explanation,
    /// How much was explained so far.
    pub explained: u32,
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
    /// Which rows are meant; `None`: all.
    pub segment: Option<Chosen>,
    /// Rows set aside by hand.
    pub by_hand: Arc<BTreeSet<u32>>,
    /// The way back from each change, the last one at the end.
    pub back: Vec<Back>,
    /// What is to be said of the file as a whole.
    pub diagnostics: Vec<Diagnostic>,
    /// The rows that were asked for last, so that scrolling through them looks at no row twice.
    matches: Option<(Arc<Roster>, RowsQuery, Vec<u32>)>,
}

impl List {
    /// A list that is judged.
    pub fn new(read: crate::jobs::judge::Unjudged, judged: Judged) -> List {
        List {
            name: read.name,
            bytes: read.bytes,
            judged,
            suppression: read.suppression,
            segment: read.segment,
            by_hand: read.by_hand,
            back: read.back,
            diagnostics: read.diagnostics,
            matches: None,
        }
    }

    /// A window of its rows.
    pub fn window(&mut self, query: &RowsQuery) -> RowsWindow {
        let (table, roster) = (self.judged.table(), &self.judged.roster);
        if query.is_plain() {
            return recipients::window(table, roster, query);
        }
        let known = self
            .matches
            .as_ref()
            .is_some_and(|(of, asked, _)| Arc::ptr_eq(of, roster) && asked.is_same(query));
        if !known {
            let rows = recipients::matching(table, roster, query);
            self.matches = Some((Arc::clone(roster), query.clone(), rows));
        }
        let rows = self.matches.as_ref().map(|(.., rows)| rows.as_slice()).unwrap_or_default();
        recipients::window_of(table, roster, rows, query)
    }
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
