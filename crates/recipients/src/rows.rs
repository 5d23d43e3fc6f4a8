//! Rows from the decoded text, in steps: where each cell begins, and what is odd about a row.

use crate::scan::{self, Dialect, Kind, Stops};
use crate::table::{Base, QUOTED, Ragged};

/// A scan of the decoded text, at the border between two records.
pub(crate) struct Scan {
    pub(crate) base: Base,
    pub(crate) dialect: Dialect,
    pub(crate) at: usize,
    /// Where the first row began, to tell how long rows are.
    pub(crate) first: usize,
}

impl Scan {
    /// Reads records until about `budget` octets are behind; true at the end of the text.
    #[inline(never)]
    pub(crate) fn step(&mut self, budget: usize) -> bool {
        let text = std::mem::take(&mut self.base.text);
        let stop = self.at.saturating_add(budget).min(text.len());
        let mut stops = Stops::new(text.as_bytes(), self.dialect);
        while self.at < stop {
            self.make_room(text.len());
            self.record(&text, &mut stops);
        }
        self.base.text = text;
        self.at >= self.base.text.len()
    }

    /// Grows `bounds` by what the rows so far let expect, since doubling it would need half as much memory again.
    fn make_room(&mut self, length: usize) {
        let bounds = &mut self.base.bounds;
        let width = self.base.columns.len() + 1;
        if bounds.capacity() - bounds.len() >= width {
            return;
        }
        let read = self.at - self.first;
        // Before there are rows to measure, a cell is taken for eight octets.
        let expected = if bounds.len() < 64 * width {
            64 * width
        } else {
            let rest = (length - self.at) as u64;
            let more = rest * bounds.len() as u64 / read.max(1) as u64;
            // A little more than expected, so that one growth is usually enough.
            usize::try_from(more + more / 32).unwrap_or(0) + 16 * width
        };
        bounds.reserve_exact(expected);
    }

    /// Reads the record at `self.at`.
    fn record(&mut self, text: &str, stops: &mut Stops) {
        let bytes = text.as_bytes();
        let base = &mut self.base;
        let width = base.columns.len();
        let begin = self.at;
        let row_start = base.bounds.len();
        let mut cells = 0;
        let mut stray = false;
        // `MAX_TEXT` keeps every offset below the flag.
        let (end, next) = loop {
            let cell = scan::cell(stops, self.at);
            let mut bound = self.at as u32;
            let mut empty = cell.end == self.at;
            if cell.kind != Kind::Plain {
                stray |= matches!(cell.kind, Kind::Open | Kind::TextAfterQuote);
                if cell.kind != Kind::Open {
                    bound |= QUOTED;
                }
                if matches!(cell.kind, Kind::Doubled | Kind::TextAfterQuote) && cells < width {
                    let from = base.spill.len() as u32;
                    base.spill
                        .push_str(&scan::unquote(text.get(self.at..cell.end).unwrap_or_default(), cell.kind));
                    base.spilled.push((self.at as u32, from, base.spill.len() as u32));
                    empty = from as usize == base.spill.len();
                }
                empty |= cell.kind == Kind::Quoted && cell.end - self.at == 2;
            }
            if cells <= width {
                base.bounds.push(bound);
            }
            if let Some(count) = base.empty.get_mut(cells) {
                *count += usize::from(empty);
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
            if let Some(count) = base.empty.first_mut() {
                *count -= usize::from(begin == end);
            }
            let row = (row_start / (width + 1)) as u32;
            base.blanks.push(row);
            return;
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
    }
}
