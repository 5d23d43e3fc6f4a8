//! The lines of `check --json`. Their names are part of the interface; they stay.

use crate::findings::Finding;
use crate::letter::Letter;
use crate::list::List;
use diag::Diagnostic;
use recipients::RowState;
use serde::Serialize;
use std::collections::BTreeMap;

/// A row's line.
#[derive(Debug, Serialize)]
pub struct RowLine<'a> {
    row: u32,
    address: &'a str,
    status: &'static str,
    normalized: Option<String>,
    diagnostics: Vec<Finding<'a>>,
}

impl<'a> RowLine<'a> {
    /// The line of a row of the table.
    pub fn new(list: &'a List, row: usize, found: &'a [Diagnostic]) -> RowLine<'a> {
        let written = list.judged.written(row);
        RowLine {
            row: list.judged.table().record_number(row),
            address: written,
            status: status(list.judged.roster.state(row)),
            normalized: list.judged.roster.address(row),
            diagnostics: found.iter().map(|found| Finding::new(found, written)).collect(),
        }
    }
}

/// The letter's line, where one was given.
#[derive(Debug, Serialize)]
pub struct LetterLine<'a> {
    file: &'a str,
    diagnostics: Vec<LetterFinding<'a>>,
}

/// A finding with its place in the letter's file, where that can be told.
#[derive(Debug, Serialize)]
struct LetterFinding<'a> {
    #[serde(flatten)]
    finding: Finding<'a>,
    field: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    row: Option<u32>,
}

impl<'a> LetterLine<'a> {
    /// The line of a letter that was read from `file`.
    pub fn new(letter: &'a Letter, file: &'a str) -> LetterLine<'a> {
        let finding = |found: &'a Diagnostic| {
            let place = letter.line_column(found);
            let source = found.field.as_deref().and_then(|field| letter.source(field)).unwrap_or_default();
            LetterFinding {
                finding: Finding::new(found, source),
                field: found.field.as_deref(),
                line: place.map(|place| place.line),
                column: place.map(|place| place.column),
                row: found.row,
            }
        };
        LetterLine { file, diagnostics: letter.diagnostics.iter().map(finding).collect() }
    }
}

/// The last line.
#[derive(Debug, Serialize)]
pub struct Summary<'a> {
    rows: usize,
    kept: usize,
    excluded: usize,
    rejected: usize,
    by_code: &'a BTreeMap<String, usize>,
    encoding: &'a str,
    delimiter: Option<char>,
    format: &'a str,
    /// The sheet of a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<&'a str>,
    columns: &'a [String],
    /// What is to be said of the file as a whole.
    diagnostics: Vec<Finding<'a>>,
}

impl<'a> Summary<'a> {
    /// The summary of a list; `by_code` counts the diagnostics of all rows.
    pub fn new(list: &'a List, by_code: &'a BTreeMap<String, usize>) -> Summary<'a> {
        let counts = list.judged.roster.counts();
        let table = list.judged.table();
        Summary {
            rows: counts.rows,
            kept: counts.kept,
            excluded: counts.excluded,
            rejected: counts.rejected,
            by_code,
            encoding: table.encoding(),
            delimiter: table.delimiter(),
            format: table.format(),
            sheet: table.sheets().get(table.sheet()).map(String::as_str),
            columns: table.columns(),
            diagnostics: list.diagnostics.iter().map(|found| Finding::new(found, "")).collect(),
        }
    }
}

/// The word for what became of a row.
pub fn status(state: RowState) -> &'static str {
    match state {
        RowState::Kept => "kept",
        RowState::Excluded(_) => "excluded",
        RowState::Rejected => "rejected",
    }
}
