//! A judged list: its rows lent to the letter and to the batch, its recipients. The worker and the native command share
//! it, so a row is the same recipient in both.

use crate::segment::Chosen;
use checks::Gaps;
use compose::{Cells, Compiled};
use diag::Diagnostic;
use mail::Address;
use outbox::{Row, Rows};
use recipients::{Mapping, Roster, RosterBuilder, RowState, Segment, SetAside, Suppression, Table};
use std::sync::{Arc, OnceLock};

/// A list, judged. Cloning it copies no row.
#[derive(Debug, Clone)]
pub struct Judged {
    cells: Arc<ListCells>,
    /// Where each column is empty, looked for when a letter first uses it: each key press asks again.
    gaps: Arc<[OnceLock<Gaps>]>,
    /// What became of each row.
    pub roster: Arc<Roster>,
    /// Which columns mean something.
    pub mapping: Mapping,
}

/// The table, lent to the letter.
#[derive(Debug)]
pub(crate) struct ListCells(pub(crate) Table);

impl Cells for ListCells {
    fn columns(&self) -> &[String] {
        self.0.columns()
    }

    fn rows(&self) -> usize {
        self.0.rows()
    }

    fn cell(&self, row: usize, column: usize) -> &str {
        self.0.cell(row, column)
    }
}

/// A recipient: a row that is kept.
#[derive(Debug)]
pub struct Recipient {
    /// The row of the table, from 0.
    pub row: usize,
    /// The record's number as a spreadsheet shows it.
    pub number: u32,
    /// Where the mail goes.
    pub address: Address,
    /// The reader's name, where the list has one.
    pub name: Option<String>,
}

impl Judged {
    /// A table with the roster that judged it.
    pub fn new(table: Table, roster: Roster, mapping: Mapping) -> Judged {
        let gaps = unknown_gaps(&table);
        Judged { cells: Arc::new(ListCells(table)), gaps, roster: Arc::new(roster), mapping }
    }

    /// Judges a table at once: the rows of a segment only, where one is given, and what is to be said of it.
    ///
    /// # Errors
    /// What keeps the segment from being asked.
    pub fn judge(
        table: Table,
        mapping: Mapping,
        suppression: Suppression,
        segment: Option<&str>,
    ) -> Result<(Judged, Vec<Diagnostic>), Box<Diagnostic>> {
        let chosen = segment.and_then(|text| Chosen::read(text, table.columns()));
        if let Some(error) = chosen.as_ref().and_then(Chosen::error) {
            return Err(Box::new(error.clone()));
        }
        let members = chosen.as_ref().map(|chosen| chosen.over(&table));
        let roster = RosterBuilder::new(&table, &mapping, Arc::new(suppression))
            .segment(members.clone().map(|members| members as Arc<dyn Segment>))
            .finish();
        let mut said = recipients::advice(&table, &roster, &mapping);
        said.extend(chosen.into_iter().flat_map(|chosen| chosen.diagnostics));
        said.extend(members.and_then(|members| members.trouble(&table)));
        Ok((Judged::new(table, roster, mapping), said))
    }

    /// The same list with repaired cells; its rows still wait to be judged again.
    pub(crate) fn set_table(&mut self, table: Table) {
        self.gaps = unknown_gaps(&table);
        self.cells = Arc::new(ListCells(table));
    }

    /// The table.
    pub fn table(&self) -> &Table {
        &self.cells.0
    }

    /// The rows, as the letter sees them.
    pub fn lent(&self) -> Arc<dyn Cells> {
        Arc::clone(&self.cells) as Arc<dyn Cells>
    }

    /// The kept recipient at a position among the kept.
    pub fn recipient(&self, at: usize) -> Option<Recipient> {
        self.recipient_in(*self.roster.kept().get(at)? as usize)
    }

    /// The recipient in a row of the table; `None` where the row gets no letter.
    pub fn recipient_in(&self, row: usize) -> Option<Recipient> {
        if self.roster.state(row) != RowState::Kept {
            return None;
        }
        let table = self.table();
        let address = Address::parse(&self.roster.address(row)?).ok()?;
        let name = self.mapping.name.map(|column| table.cell(row, column).trim());
        let name = name.filter(|name| !name.is_empty()).map(str::to_owned);
        Some(Recipient { row, number: table.record_number(row), address, name })
    }

    /// The cell of the address as it is written.
    pub fn written(&self, row: usize) -> &str {
        self.mapping.address.map_or("", |column| self.table().cell(row, column))
    }

    /// What there is to say of a row.
    pub fn diagnostics(&self, row: usize) -> Vec<Diagnostic> {
        self.roster.diagnostics(self.table(), row)
    }

    /// The check of the letter's columns over all kept rows.
    pub fn check_fields(&self, compiled: &Compiled) -> Vec<Diagnostic> {
        let nowhere = Gaps::default();
        checks::check_fields(compiled, |column| self.gaps(column).unwrap_or(&nowhere))
    }

    /// Where a column is empty; `None` where the list has no such column.
    fn gaps(&self, column: usize) -> Option<&Gaps> {
        let number = |row: u32| self.table().record_number(row as usize);
        let kept = self.roster.kept();
        let gaps = self.gaps.get(column)?;
        Some(gaps.get_or_init(|| Gaps::find(self.cells.as_ref(), kept, column, number)))
    }

    /// The code of the worst thing that is wrong with a row.
    fn first_code(&self, row: usize) -> String {
        let worst = self.diagnostics(row).into_iter().min_by_key(|found| found.severity);
        worst.map(|found| found.code.into_owned()).unwrap_or_default()
    }
}

fn unknown_gaps(table: &Table) -> Arc<[OnceLock<Gaps>]> {
    table.columns().iter().map(|_| OnceLock::new()).collect()
}

/// The rows, as a batch asks for them.
impl Rows for Judged {
    fn count(&self) -> usize {
        self.table().rows()
    }

    fn row(&self, index: usize) -> Row {
        let address = || self.written(index).trim().to_owned();
        let rejected = || outbox::RowState::Rejected { address: address(), reason: self.first_code(index) };
        let state = match self.roster.state(index) {
            RowState::Kept => match self.recipient_in(index) {
                Some(Recipient { address, name, .. }) => outbox::RowState::Kept { address, name },
                None => rejected(),
            },
            RowState::Excluded(why) => {
                outbox::RowState::Excluded { address: address(), reason: reason(why).to_owned() }
            }
            RowState::Rejected => rejected(),
        };
        Row { number: self.table().record_number(index), state }
    }

    fn address_columns(&self) -> Vec<usize> {
        self.mapping.address.into_iter().chain(self.mapping.name).collect()
    }
}

/// Why a row is set aside, in one word.
pub fn reason(why: SetAside) -> &'static str {
    match why {
        SetAside::Duplicate { .. } => "duplicate",
        SetAside::Suppressed => "suppressed",
        SetAside::Segment => "segment",
        SetAside::ByHand => "by-hand",
    }
}
