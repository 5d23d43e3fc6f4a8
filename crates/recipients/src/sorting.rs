//! Rows in the order of a column.

use crate::{Sort, Table};

/// Sorts rows by a column: numbers as numbers, text by its letters without their case, empty cells last; equal ones stay
/// in the file's order.
pub(crate) fn sort(table: &Table, rows: &mut [u32], sort: Sort) {
    let mut keyed: Vec<(Key<'_>, u32)> =
        rows.iter().map(|row| (Key::of(table.cell(*row as usize, sort.column).trim()), *row)).collect();
    keyed.sort_by(|(a, _), (b, _)| {
        // Nothing is last whichever way the rest goes.
        a.is_nothing()
            .cmp(&b.is_nothing())
            .then_with(|| if sort.descending { b.order(a) } else { a.order(b) })
    });
    for (place, (_, row)) in rows.iter_mut().zip(keyed) {
        *place = row;
    }
}

/// What a cell is compared by.
enum Key<'t> {
    Number(f64),
    Text(&'t str),
}

impl<'t> Key<'t> {
    fn of(text: &'t str) -> Key<'t> {
        let digits =
            text.as_bytes().first().is_some_and(|b| b.is_ascii_digit() || matches!(b, b'-' | b'+' | b'.'));
        match text.parse::<f64>() {
            Ok(number) if digits && number.is_finite() => Key::Number(number),
            _ => Key::Text(text),
        }
    }

    fn is_nothing(&self) -> bool {
        matches!(self, Key::Text(""))
    }

    /// Numbers stand before text.
    fn order(&self, other: &Key<'_>) -> std::cmp::Ordering {
        match (self, other) {
            (Key::Number(a), Key::Number(b)) => a.total_cmp(b),
            (Key::Number(_), Key::Text(_)) => std::cmp::Ordering::Less,
            (Key::Text(_), Key::Number(_)) => std::cmp::Ordering::Greater,
            (Key::Text(a), Key::Text(b)) => {
                let letters = |text: &str| text.chars().flat_map(char::to_lowercase).collect::<String>();
                if a.is_ascii() && b.is_ascii() {
                    let lower =
                        |text: &str| text.bytes().map(|b| b.to_ascii_lowercase()).collect::<Vec<u8>>();
                    let short = a.len().min(b.len()).min(8);
                    // Most texts differ early, which needs no copy.
                    let early = a.bytes().take(short).map(|b| b.to_ascii_lowercase());
                    early
                        .cmp(b.bytes().take(short).map(|b| b.to_ascii_lowercase()))
                        .then_with(|| lower(a).cmp(&lower(b)))
                } else {
                    letters(a).cmp(&letters(b))
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ReadOptions, read};

    #[track_caller]
    fn check(cells: &str, descending: bool, expected: &[u32]) {
        let csv = format!(
            "email,x\n{}",
            cells.split(' ').map(|cell| format!("a@b.example,{cell}\n")).collect::<String>()
        );
        let table = read(csv.into_bytes(), &ReadOptions::default()).value;
        let mut rows: Vec<u32> = (0..table.rows() as u32).collect();
        sort(&table, &mut rows, Sort { column: 1, descending });
        assert_eq!(rows, expected);
    }

    #[test]
    fn numbers_are_numbers_and_nothing_is_last() {
        check("10 9  b A", false, &[1, 0, 4, 3, 2]);
        check("10 9  b A", true, &[3, 4, 0, 1, 2]);
        check("åb Åa zz", false, &[2, 1, 0]);
    }
}
