//! What became of every row, and why.

use crate::judge::{normalized, written};
use crate::marks::{self, Fate, Mark, NEAR_DUPLICATE, ROW_LONG, ROW_SHORT, STRAY_QUOTE};
use crate::tally::{Tallies, Tally};
use crate::titles::title;
use crate::{CodeCount, Counts, Mapping, RosterBuilder, RowState, SetAside, Suppression, Table, reader};
use diag::{Diagnostic, Severity, Span};
use mail::Address;
use std::sync::Arc;

/// The list, judged. Rows are counted from 0 as in the table; every row is kept, excluded or rejected.
///
/// Diagnostics are made anew when asked for, from the cell; the roster keeps eight octets a row.
#[derive(Debug, Clone)]
pub struct Roster {
    /// As it was when the rows were judged; shares its text.
    pub(crate) table: Table,
    pub(crate) column: Option<usize>,
    pub(crate) marks: Vec<Mark>,
    pub(crate) kept: Vec<u32>,
    /// For duplicates and near ones, in the rows' order: the row, and the first with that address.
    pub(crate) originals: Vec<(u32, u32)>,
    pub(crate) tallies: Tallies,
    pub(crate) counts: Counts,
}

impl Roster {
    /// Judges all rows at once.
    pub fn judge(table: &Table, mapping: &Mapping, suppression: &Suppression) -> Roster {
        RosterBuilder::new(table, mapping, Arc::new(suppression.clone())).finish()
    }

    /// How the rows add up.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// The rows that get a letter, in the list's order.
    pub fn kept(&self) -> &[u32] {
        &self.kept
    }

    /// What became of a row; a row that is not there is rejected.
    pub fn state(&self, row: usize) -> RowState {
        match self.marks.get(row).map(|mark| mark.fate) {
            Some(Fate::Kept) => RowState::Kept,
            Some(Fate::Suppressed) => RowState::Excluded(SetAside::Suppressed),
            Some(Fate::Segment) => RowState::Excluded(SetAside::Segment),
            Some(Fate::ByHand) => RowState::Excluded(SetAside::ByHand),
            Some(Fate::Duplicate) => {
                let of = self.original(row).map_or(0, |row| self.table.record_number(row));
                RowState::Excluded(SetAside::Duplicate { of })
            }
            Some(Fate::Rejected | Fate::Repairable) | None => RowState::Rejected,
        }
    }

    /// The normalised address of a row, if it has a valid one.
    pub fn address(&self, row: usize) -> Option<String> {
        normalized(self.table.cells(), u32::try_from(row).ok()?, self.column?)
    }

    /// Whether a row is kept with a warning.
    pub fn is_warned(&self, row: usize) -> bool {
        self.marks.get(row).is_some_and(|mark| mark.fate == Fate::Kept && marks::warns(mark.findings))
    }

    /// What there is to say of a row; spans count in its address cell.
    pub fn diagnostics(&self, table: &Table, row: usize) -> Vec<Diagnostic> {
        let Some(mark) = self.marks.get(row).copied() else { return Vec::new() };
        let number = table.record_number(row);
        let mut found = Vec::new();
        if let Some(column) = self.column {
            let (text, offset) = written(table.cell(row, column));
            found = self.address_diagnostics(mark, text, offset);
        } else {
            found.push(
                Diagnostic::error(
                    "row-no-address-column",
                    "expected a column of addresses, but none is chosen",
                )
                .hint("choose the column that holds the addresses"),
            );
        }
        match mark.fate {
            Fate::Duplicate => found.insert(0, self.duplicate(row)),
            Fate::Suppressed => found.insert(
                0,
                Diagnostic::info("row-suppressed", "the address is on the suppression list")
                    .hint("nothing is sent to it; take it off the list only if the reader asks for it"),
            ),
            Fate::Segment => found.insert(
                0,
                Diagnostic::info("row-segment", "the row is not in the segment")
                    .hint("change the segment, or choose everyone"),
            ),
            // Whatever is wrong with it, nothing is to be done about a row that somebody left out.
            Fate::ByHand => {
                found.clear();
                found.push(
                    Diagnostic::info("row-by-hand", "the row was set aside by hand")
                        .hint("take it back if it is to get a letter"),
                );
            }
            _ => {}
        }
        self.row_diagnostics(table, row, mark, &mut found);
        for diagnostic in &mut found {
            diagnostic.row = Some(number);
            if diagnostic.span.is_some() && diagnostic.field.is_none() {
                diagnostic.field = Some("address".into());
            }
        }
        found
    }

    /// Problems by kind: errors first, then warnings, then information; the commonest first.
    pub fn groups(&self, table: &Table) -> Vec<CodeCount> {
        let group = |code: &'static str, severity, tally: &Tally| CodeCount {
            code: code.to_owned(),
            severity,
            title: title(code).to_owned(),
            count: tally.count,
            fixable: tally.fixable,
            examples: tally
                .examples
                .iter()
                .map(|&row| {
                    let cell = self.column.map_or("", |column| table.cell(row as usize, column));
                    (table.record_number(row as usize), cell.chars().take(100).collect())
                })
                .collect(),
        };
        let mut groups: Vec<CodeCount> =
            self.tallies.rejected().map(|(code, tally)| group(code, Severity::Error, tally)).collect();
        for (code, warns, tally) in self.tallies.found() {
            groups.push(group(code, if warns { Severity::Warning } else { Severity::Info }, tally));
        }
        for (code, tally) in [
            ("row-duplicate", &self.tallies.duplicate),
            ("row-suppressed", &self.tallies.suppressed),
            ("row-segment", &self.tallies.segment),
            ("row-by-hand", &self.tallies.by_hand),
        ] {
            if tally.count > 0 {
                groups.push(group(code, Severity::Info, tally));
            }
        }
        groups.sort_by(|a, b| {
            a.severity.cmp(&b.severity).then(b.count.cmp(&a.count)).then_with(|| a.code.cmp(&b.code))
        });
        groups
    }

    /// The first row with the address of a duplicate.
    pub(crate) fn original(&self, row: usize) -> Option<usize> {
        let i = self.originals.binary_search_by_key(&row, |(row, _)| *row as usize).ok()?;
        self.originals.get(i).map(|(_, original)| *original as usize)
    }

    /// Whether a row has a diagnostic of this code. Duplicates and suppressed rows have their own code only.
    pub(crate) fn code_filter(&self, code: &str) -> impl Fn(Mark) -> bool + use<> {
        let rejection = self.tallies.rejection(code);
        let finding = crate::tally::finding_bit(code).unwrap_or(0);
        let fate = match code {
            "row-duplicate" => Some(Fate::Duplicate),
            "row-suppressed" => Some(Fate::Suppressed),
            "row-segment" => Some(Fate::Segment),
            "row-by-hand" => Some(Fate::ByHand),
            _ => None,
        };
        move |mark: Mark| {
            (mark.fate.is_rejected() && Some(mark.code) == rejection)
                || (mark.fate == Fate::Kept && mark.findings & finding != 0)
                || Some(mark.fate) == fate
        }
    }

    fn address_diagnostics(&self, mark: Mark, text: &str, offset: usize) -> Vec<Diagnostic> {
        match Address::parse(text) {
            Ok(address) => {
                address.warning_diagnostics(text).into_iter().map(|d| shifted(d, offset)).collect()
            }
            Err(_) if self.tallies.code(mark) == "row-empty" => vec![
                Diagnostic::error("row-empty", "expected a recipient, but the row is empty")
                    .hint("leave the row out"),
            ],
            Err(error) => vec![error.to_diagnostic_at(offset)],
        }
    }

    fn duplicate(&self, row: usize) -> Diagnostic {
        let of = self.original(row).map_or(0, |original| self.table.record_number(original));
        Diagnostic::info("row-duplicate", format!("the same address stands in row {of}"))
            .hint("one letter goes to each address; the first row is kept")
    }

    /// What the reader saw, and addresses that probably reach the same mailbox.
    fn row_diagnostics(&self, table: &Table, row: usize, mark: Mark, found: &mut Vec<Diagnostic>) {
        let columns = table.columns().len();
        let cells = table.base().ragged_row(row).map_or(columns, |ragged| ragged.cells as usize);
        if mark.findings & ROW_LONG != 0 {
            found.push(
                Diagnostic::warning("row-long", format!("expected {columns} cells, but found {cells}"))
                    .hint("a cell with the delimiter in it has to stand in quotation marks; cells may have moved to the right"),
            );
        }
        if mark.findings & ROW_SHORT != 0 {
            found.push(
                Diagnostic::warning("row-short", format!("expected {columns} cells, but found {cells}"))
                    .hint("the missing cells at the end count as empty"),
            );
        }
        if mark.findings & STRAY_QUOTE != 0 {
            found.push(reader::stray_quote(table.record_number(row)));
        }
        if mark.findings & NEAR_DUPLICATE != 0
            && let Some(original) = self.original(row)
        {
            let of = table.record_number(original);
            found.push(
                Diagnostic::warning("row-near-duplicate", format!("the address in row {of} probably reaches the same mailbox"))
                    .hint("they differ in capitals, or in dots or a + label that the provider ignores; leave one out if it is one reader"),
            );
        }
    }
}

/// The diagnostic about a text that begins at `offset`.
fn shifted(mut diagnostic: Diagnostic, offset: usize) -> Diagnostic {
    diagnostic.span = diagnostic.span.map(|span| span.shifted(offset));
    for edit in diagnostic.fix.iter_mut().flat_map(|fix| &mut fix.edits) {
        edit.span = Span::shifted(edit.span, offset);
    }
    diagnostic
}
