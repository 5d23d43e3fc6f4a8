//! The letter against the list: compiled for its columns, looked at by the rules, merged with every row.

use crate::letter::Letter;
use crate::list::List;
use compose::{Branches, Compiled, Merged};
use diag::Diagnostic;
use recipients::RowState;
use std::sync::Arc;

/// A review on its way.
#[derive(Debug)]
pub struct Review {
    letter: Letter,
    /// The letter, unless it has an error of its own, which every row would only repeat.
    compiled: Option<Arc<Compiled>>,
    /// Its branches, watched over the rows.
    branches: Option<Branches>,
    /// Whether the rules have seen a merged letter.
    looked: bool,
}

impl Review {
    /// Compiles the letter for the list's columns.
    pub fn new(mut letter: Letter, list: &List) -> Review {
        let compiled = letter.compile(list.judged.table().columns());
        let compiled = compiled.filter(|_| !letter.has_errors());
        let branches = compiled.as_ref().map(|compiled| compiled.branches());
        Review { letter, compiled, branches, looked: false }
    }

    /// Reviews a letter without a list.
    pub fn alone(mut letter: Letter) -> Letter {
        let cells = engine::placeholders(letter.letter());
        if let Some(compiled) = letter.compile(cells.columns()) {
            let merged = compiled.merge(&compiled.context(&cells, 0));
            letter
                .add(merged.map_or_else(|errors| errors, |merged| checks::check_letter(&compiled, &merged)));
        }
        letter
    }

    /// What keeps the letter from being merged with a row. A place in the letter is told once, with the letter.
    pub fn row(&mut self, list: &List, row: usize) -> Vec<Diagnostic> {
        let Some(compiled) =
            self.compiled.clone().filter(|_| list.judged.roster.state(row) == RowState::Kept)
        else {
            return Vec::new();
        };
        let cx = compiled.context(&list.judged.lent(), row);
        if let Some(branches) = &self.branches {
            branches.watch(&cx);
        }
        match compiled.merge(&cx) {
            Ok(merged) => {
                self.look(&compiled, &merged);
                Vec::new()
            }
            Err(problems) => {
                let number = list.judged.table().record_number(row);
                self.letter.add(problems.iter().map(|problem| problem.clone().in_row(number)).collect());
                let without_place = |problem| Diagnostic { span: None, fix: None, ..problem };
                problems.into_iter().map(without_place).collect()
            }
        }
    }

    /// Lets the rules look at the first letter that could be merged.
    fn look(&mut self, compiled: &Compiled, merged: &Merged) {
        if !std::mem::replace(&mut self.looked, true) {
            self.letter.add(checks::check_letter(compiled, merged));
        }
    }

    /// The letter with all that was found.
    pub fn finish(mut self, list: &List) -> Letter {
        if let Some(compiled) = &self.compiled {
            self.letter.add(list.judged.check_fields(compiled));
        }
        if let Some(branches) = &self.branches {
            self.letter.add(checks::check_branches(branches));
        }
        self.letter
    }
}
