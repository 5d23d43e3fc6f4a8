//! What is told of the list at once, and the rows on the screen.

use crate::marks::{self, Fate, Mark};
use crate::{
    ListSummary, Mapping, Roster, RowFilter, RowView, RowsQuery, RowsWindow, Table, columns, sorting,
};
use diag::Diagnostic;
use std::borrow::Cow;

/// How many rows are told together with the list: somewhat more than are usually on the screen at once.
const FIRST: usize = 26;

/// All that is told of a list: `name` and `bytes` of its file, and what the reader said of the file.
pub fn summary(
    name: &str,
    bytes: usize,
    table: &Table,
    roster: &Roster,
    mapping: &Mapping,
    mut diagnostics: Vec<Diagnostic>,
) -> ListSummary {
    diagnostics.extend(crate::advice(table, roster, mapping));
    ListSummary {
        name: name.to_owned(),
        bytes,
        counts: roster.counts(),
        columns: columns::describe(table),
        mapping: mapping.clone(),
        encoding: table.encoding().to_owned(),
        delimiter: table.delimiter(),
        format: table.format().to_owned(),
        sheets: table.sheets().to_vec(),
        sheet: table.sheet(),
        groups: roster.groups(table),
        segment: String::new(),
        diagnostics,
        first: window(table, roster, &RowsQuery { count: FIRST, ..RowsQuery::default() }).rows,
    }
}

/// The rows asked for. Looks at every row where the query filters or searches; keep [`matching`]'s answer where one
/// query is asked for window after window.
pub fn window(table: &Table, roster: &Roster, query: &RowsQuery) -> RowsWindow {
    if query.is_plain() {
        let last = query.offset.saturating_add(query.count).min(table.rows());
        let rows = (query.offset.min(last)..last).map(|row| view(table, roster, row)).collect();
        return RowsWindow { total: table.rows(), offset: query.offset, rows };
    }
    window_of(table, roster, &matching(table, roster, query), query)
}

/// The window over rows that [`matching`] found.
pub fn window_of(table: &Table, roster: &Roster, matches: &[u32], query: &RowsQuery) -> RowsWindow {
    let rows = matches
        .iter()
        .skip(query.offset)
        .take(query.count)
        .map(|row| view(table, roster, *row as usize))
        .collect();
    RowsWindow { total: matches.len(), offset: query.offset, rows }
}

/// All rows that match the query, its offset and count aside.
pub fn matching(table: &Table, roster: &Roster, query: &RowsQuery) -> Vec<u32> {
    let code = query.code.as_deref().map(|code| roster.code_filter(code));
    let search = Search::new(&query.search);
    let mut rows = Vec::new();
    for (row, mark) in roster.marks.iter().enumerate() {
        let wanted = is_in(query.filter, *mark)
            && code.as_ref().is_none_or(|code| code(*mark))
            && search.as_ref().is_none_or(|search| search.is_in(table, row));
        if wanted {
            rows.push(row as u32);
        }
    }
    if let Some(sort) = query.sort {
        sorting::sort(table, &mut rows, sort);
    }
    rows
}

fn is_in(filter: RowFilter, mark: Mark) -> bool {
    match filter {
        RowFilter::All => true,
        RowFilter::Ready => mark.fate == Fate::Kept && !marks::warns(mark.findings),
        RowFilter::Warned => mark.fate == Fate::Kept && marks::warns(mark.findings),
        RowFilter::Rejected => mark.fate.is_rejected(),
        RowFilter::Duplicate => mark.fate == Fate::Duplicate,
        RowFilter::Suppressed => mark.fate == Fate::Suppressed,
        RowFilter::Segment => mark.fate == Fate::Segment,
        RowFilter::ByHand => mark.fate == Fate::ByHand,
    }
}

fn view(table: &Table, roster: &Roster, index: usize) -> RowView {
    RowView {
        index,
        row: table.record_number(index),
        state: roster.state(index),
        cells: (0..table.columns().len()).map(|column| table.cell(index, column).to_owned()).collect(),
        diagnostics: roster.diagnostics(table, index),
    }
}

/// A search for a text in cells, case ignored.
struct Search {
    /// In lower case.
    text: String,
    first: [u8; 2],
}

impl Search {
    fn new(text: &str) -> Option<Search> {
        let text = text.to_lowercase();
        let first = *text.as_bytes().first()?;
        Some(Search { first: [first, first.to_ascii_uppercase()], text })
    }

    fn is_in(&self, table: &Table, row: usize) -> bool {
        // Most rows do not have the text anywhere, which their raw octets tell in one go; doubled quotes aside.
        let plain = self.text.is_ascii() && !self.text.contains('"') && !table.is_row_changed(row);
        if plain && !self.is_in_text(table.base().raw_row(row)) {
            return false;
        }
        (0..table.columns().len()).any(|column| self.is_in_text(table.cell(row, column)))
    }

    fn is_in_text(&self, text: &str) -> bool {
        // The octets of ASCII letters stand for nothing else in UTF-8.
        if !self.text.is_ascii() {
            let lower: Cow<str> = text.to_lowercase().into();
            return lower.contains(&self.text);
        }
        let (haystack, needle) = (text.as_bytes(), self.text.as_bytes());
        memchr::memchr2_iter(self.first[0], self.first[1], haystack).any(|at| {
            haystack.get(at..at + needle.len()).is_some_and(|found| found.eq_ignore_ascii_case(needle))
        })
    }
}
