//! What is told of a list: small data that crosses to the page and into JSON. The rows stay in the table.

use diag::Diagnostic;
use serde::{Deserialize, Serialize};

/// What a person says about a file; `None` is for the reader to find out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadOptions {
    /// A label of the WHATWG Encoding Standard, such as `windows-1252`.
    pub encoding: Option<String>,
    /// The character between cells.
    pub delimiter: Option<char>,
    /// Whether the first record names the columns.
    pub header: Option<bool>,
    /// The sheet of a workbook, by its name.
    pub sheet: Option<String>,
}

/// Which columns mean something to Postroom, by index.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Mapping {
    /// The address. Without it nothing can be sent.
    pub address: Option<usize>,
    /// The reader's whole name, or the first name where no whole name stands in the list.
    pub name: Option<usize>,
    /// Where consent came from.
    pub consent_source: Option<usize>,
    /// When consent was given.
    pub consent_date: Option<usize>,
}

/// A column as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// The header's name.
    pub name: String,
    /// The name under which templates see it: the name itself where it is an identifier, else its slug.
    pub variable: String,
    /// Up to three values that are not empty, from the first rows.
    pub samples: Vec<String>,
    /// How many rows have nothing in it.
    pub empty: usize,
}

/// Rows in = kept + excluded + rejected, always.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Rows read, the header not counted.
    pub rows: usize,
    /// Rows that get a letter.
    pub kept: usize,
    /// Rows set aside: duplicates, suppressed, not in the segment, excluded by hand.
    pub excluded: usize,
    /// Rows that no letter can be sent to.
    pub rejected: usize,
    /// Of the kept ones, those with a warning.
    pub warned: usize,
    /// Of the excluded ones, the duplicates.
    pub duplicate: usize,
    /// Of the excluded ones, the suppressed.
    pub suppressed: usize,
    /// Of the excluded ones, those not in the segment.
    pub segment: usize,
    /// Of the excluded ones, those set aside by hand.
    pub by_hand: usize,
}

/// How many rows have a diagnostic, and the first few of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeCount {
    /// The diagnostic's code.
    pub code: String,
    /// Its severity.
    pub severity: diag::Severity,
    /// What it is, in a few plain words, for the heading of the group.
    pub title: String,
    /// How many rows have it.
    pub count: usize,
    /// How many of them have a certain repair.
    pub fixable: usize,
    /// Up to five of them: the row's number and its address as written.
    pub examples: Vec<(u32, String)>,
}

/// All that is told of a list at once.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ListSummary {
    /// The file's name.
    pub name: String,
    /// The file's size.
    pub bytes: usize,
    /// How the rows add up.
    pub counts: Counts,
    /// The columns in their order.
    pub columns: Vec<Column>,
    /// Which of them mean something.
    pub mapping: Mapping,
    /// The encoding that was read, in lower case: `utf-8`, `windows-1252`…
    pub encoding: String,
    /// The character between cells; `None` for one address a line, and for what was no text with delimiters.
    pub delimiter: Option<char>,
    /// What the file was: `csv` for any text with delimiters, `lines` for one address a line, `xlsx`, `ods`, `vcard`,
    /// `mbox`, or `mailboxes` for a pasted To line.
    pub format: String,
    /// The sheets of a workbook, in their order; empty for other files.
    pub sheets: Vec<String>,
    /// Which of them was read, from 0.
    pub sheet: usize,
    /// Problems by kind, errors first, the commonest first.
    pub groups: Vec<CodeCount>,
    /// The condition that rows have to meet; empty: everyone is meant.
    pub segment: String,
    /// What is to be said of the file as a whole: a guess of the encoding, a quote left open.
    pub diagnostics: Vec<Diagnostic>,
    /// The first rows, so that they are on the screen together with all else.
    pub first: Vec<RowView>,
}

/// Why a row is set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SetAside {
    /// The same address stands in the row of this number.
    Duplicate {
        /// The first row with the address, as a spreadsheet counts.
        of: u32,
    },
    /// The address is on the suppression list.
    Suppressed,
    /// The row is not in the chosen segment.
    Segment,
    /// Someone set it aside by hand.
    ByHand,
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowState {
    /// Gets a letter.
    Kept,
    /// Set aside, with the reason.
    Excluded(SetAside),
    /// Can't be written to; the diagnostics say why.
    Rejected,
}

/// Which rows to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowFilter {
    /// Every row.
    #[default]
    All,
    /// Kept, without a warning.
    Ready,
    /// Kept, with a warning.
    Warned,
    /// Rejected.
    Rejected,
    /// Set aside as a duplicate.
    Duplicate,
    /// Set aside by the suppression list.
    Suppressed,
    /// Not in the segment.
    Segment,
    /// Set aside by hand.
    ByHand,
}

/// By which column rows are shown in order, empty cells last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sort {
    /// The column, from 0.
    pub column: usize,
    /// Whether the last comes first.
    pub descending: bool,
}

/// A window of the table.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RowsQuery {
    /// Rows in this state.
    pub filter: RowFilter,
    /// Rows with a diagnostic of this code.
    pub code: Option<String>,
    /// Rows in which a cell holds this text, case ignored. Empty: all.
    pub search: String,
    /// In which order; `None` is the file's own.
    pub sort: Option<Sort>,
    /// How many matching rows to pass over.
    pub offset: usize,
    /// How many rows to show at most.
    pub count: usize,
}

/// A row as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowView {
    /// The position in the table, from 0.
    pub index: usize,
    /// The record's number as a spreadsheet shows it.
    pub row: u32,
    /// What became of it.
    pub state: RowState,
    /// The cells, in the columns' order.
    pub cells: Vec<String>,
    /// What there is to say; spans count in the address cell.
    pub diagnostics: Vec<Diagnostic>,
}

/// The rows asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RowsWindow {
    /// How many rows match.
    pub total: usize,
    /// How many of them were passed over.
    pub offset: usize,
    /// The rows themselves.
    pub rows: Vec<RowView>,
}

impl RowsQuery {
    /// Whether it shows every row in the file's own order, so that no row has to be looked at.
    pub fn is_plain(&self) -> bool {
        self.filter == RowFilter::All && self.code.is_none() && self.search.is_empty() && self.sort.is_none()
    }

    /// Whether the other query goes over the same rows in the same order.
    pub fn is_same(&self, other: &RowsQuery) -> bool {
        (self.filter, &self.code, &self.search, self.sort)
            == (other.filter, &other.code, &other.search, other.sort)
    }
}
