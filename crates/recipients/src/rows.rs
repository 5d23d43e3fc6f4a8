//! Rows from the decoded text, in steps: where each cell begins, and what is odd about a row.

use crate::base::{Base, QUOTED, Ragged};
use crate::scan::{self, Dialect, Kind, Stops};

/// A scan of the decoded text, at the border between two records.
pub(crate) struct Scan {
    pub(crate) base: Base,
    pub(crate) dialect: Dialect,
    pub(crate) at: usize,
    /// Where the first row began, to tell how long rows are.
    first: usize,
    /// How long the text will be when all of it is there.
    length: usize,
    /// Whether more of the text is to come. A record that reaches the end of what is there then waits for it.
    pub(crate) open: bool,
    /// The columns of the record in hand that have nothing in them.
    nothing: Vec<usize>,
}

/// From how many rows on it can be told how long rows are. The rows are in memory already, so there is no need to guess
/// from few of them.
const MEASURED: usize = 1024;

/// How a step of the scan ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scanned {
    /// There are more records.
    More,
    /// The rest of the text has to come first.
    Waiting,
    /// The text is read.
    All,
}

impl Scan {
    /// A scan of a text whose records begin at `at`, and which is `length` octets long in the end.
    pub(crate) fn new(base: Base, dialect: Dialect, at: usize, length: usize) -> Scan {
        Scan { base, dialect, at, first: at, length, open: false, nothing: Vec::new() }
    }

    /// The text is only the beginning of one of `length` octets.
    pub(crate) fn more_to_come(&mut self, length: usize) {
        (self.open, self.length) = (true, length);
    }

    /// How long the text is in the end.
    pub(crate) fn length(&self) -> usize {
        self.length
    }

    /// How many rows there will be, as those so far let expect, and a little more.
    pub(crate) fn expected_rows(&self) -> usize {
        self.base.rows() + self.expected_bounds() / (self.base.columns.len() + 1)
    }

    /// Reads records until about `budget` octets are behind.
    #[inline(never)]
    pub(crate) fn step(&mut self, budget: usize) -> Scanned {
        let text = std::mem::take(&mut self.base.text);
        let stop = self.at.saturating_add(budget).min(text.len());
        let mut stops = Stops::new(text.as_bytes(), self.dialect);
        let mut whole = true;
        while self.at < stop && whole {
            self.make_room();
            whole = self.record(&text, &mut stops);
        }
        let end = self.at >= text.len();
        self.base.text = text;
        match (whole && !end, self.open) {
            (true, _) => Scanned::More,
            (false, true) => Scanned::Waiting,
            (false, false) => Scanned::All,
        }
    }

    /// Grows `bounds` by what the rows so far let expect, since doubling it would need half as much memory again.
    fn make_room(&mut self) {
        let bounds = &self.base.bounds;
        let width = self.base.columns.len() + 1;
        if bounds.capacity() - bounds.len() >= width {
            return;
        }
        // Before there are rows to measure, a cell is taken for eight octets.
        let expected =
            if bounds.len() < MEASURED * width { MEASURED * width } else { self.expected_bounds() };
        self.base.bounds.reserve_exact(expected);
    }

    /// How many bounds are to come, and a little more, so that one growth is usually enough.
    fn expected_bounds(&self) -> usize {
        let width = self.base.columns.len() + 1;
        let read = (self.at - self.first).max(1) as u64;
        let rest = self.length.saturating_sub(self.at) as u64;
        let more = rest * self.base.bounds.len() as u64 / read;
        usize::try_from(more + more / 32).unwrap_or(0) + 16 * width
    }

    /// Reads the record at `self.at`; false where it has to wait for more of the text.
    fn record(&mut self, text: &str, stops: &mut Stops) -> bool {
        let bytes = text.as_bytes();
        let base = &mut self.base;
        let width = base.columns.len();
        let begin = self.at;
        let row_start = base.bounds.len();
        let (spilled, spill) = (base.spilled.len(), base.spill.len());
        self.nothing.clear();
        let mut cells = 0;
        let mut stray = false;
        // `MAX_TEXT` keeps every offset below the flag.
        let (end, next) = loop {
            let cell = scan::cell(stops, self.at);
            // What follows may end the cell elsewhere, or close a mark that is open now.
            if self.open && (cell.separator >= bytes.len() || cell.kind == Kind::Open) {
                base.bounds.truncate(row_start);
                base.spilled.truncate(spilled);
                base.spill.truncate(spill);
                self.at = begin;
                return false;
            }
            let mut bound = self.at as u32;
            let mut empty = cell.end == self.at;
            if cell.kind != Kind::Plain {
                stray |= matches!(cell.kind, Kind::Open | Kind::TextAfterQuote);
                if cell.kind != Kind::Open {
                    bound |= QUOTED;
                }
                if matches!(cell.kind, Kind::Doubled | Kind::TextAfterQuote) && cells < width {
                    let from = base.spill.len() as u32;
                    let raw = text.get(self.at..cell.end).unwrap_or_default();
                    scan::unquote_into(&mut base.spill, raw, cell.kind);
                    base.spilled.push((self.at as u32, from, base.spill.len() as u32));
                    empty = from as usize == base.spill.len();
                }
                empty |= cell.kind == Kind::Quoted && cell.end - self.at == 2;
            }
            if cells <= width {
                base.bounds.push(bound);
            }
            if empty {
                self.nothing.push(cells);
            }
            cells += 1;
            self.at = cell.separator + 1;
            if cell.separator >= bytes.len() || bytes[cell.separator] == self.dialect.newline {
                break (cell.end, self.at.min(bytes.len()));
            }
        };
        self.at = next;
        if cells == 1 && bytes[begin..end].iter().all(u8::is_ascii_whitespace) {
            base.bounds.truncate(row_start);
            let row = (row_start / (width + 1)) as u32;
            base.blanks.push(row);
            return true;
        }
        for column in &self.nothing {
            if let Some(count) = base.empty.get_mut(*column) {
                *count += 1;
            }
        }
        let row = (row_start / (width + 1)) as u32;
        if cells <= width {
            // The row's end, and the place of the cells that it does not have.
            base.bounds.resize(row_start + width + 1, end as u32 + 1);
            base.empty.iter_mut().skip(cells).for_each(|count| *count += 1);
        }
        if cells != width {
            base.ragged.push(Ragged { row, cells: u32::try_from(cells).unwrap_or(u32::MAX) });
        }
        if stray {
            base.stray_quotes.push(row);
        }
        true
    }
}
