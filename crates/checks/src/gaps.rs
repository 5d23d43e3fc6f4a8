//! Where a column is empty. It depends on the list alone, so whoever keeps the list may keep it too.

use compose::Cells;

/// How many rows are named; the others are counted.
const NAMED: usize = 5;

/// The kept rows in which a column is empty or blank.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gaps {
    /// How many of them.
    pub count: usize,
    /// Of how many kept rows.
    pub of: usize,
    /// The numbers of the first few, as a spreadsheet shows them.
    pub first: Vec<u32>,
}

impl Gaps {
    /// Looks through the kept rows of the table; `number` gives a row's number as a spreadsheet shows it.
    pub fn find(cells: &dyn Cells, kept: &[u32], column: usize, number: impl Fn(u32) -> u32) -> Gaps {
        let mut gaps = Gaps { of: kept.len(), ..Gaps::default() };
        for row in kept {
            if usize::try_from(*row).is_ok_and(|row| cells.cell(row, column).trim().is_empty()) {
                gaps.count += 1;
                if gaps.first.len() < NAMED {
                    gaps.first.push(number(*row));
                }
            }
        }
        gaps
    }

    /// The rows in words: `row 7`, `rows 2, 7 and 9`, `rows 2, 7, 9, 12, 15 and 40 more`.
    pub fn named(&self) -> String {
        let mut names: Vec<String> = self.first.iter().map(u32::to_string).collect();
        let more = self.count.saturating_sub(names.len());
        let last = if more > 0 { Some(format!("{more} more")) } else { names.pop() };
        match (names.is_empty(), last) {
            (false, Some(last)) => format!("rows {} and {last}", names.join(", ")),
            (_, last) => format!("row {}", last.unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_named_until_it_is_enough() {
        let gaps = |count, first: &[u32]| Gaps { count, of: 99, first: first.to_vec() }.named();
        assert_eq!(gaps(1, &[7]), "row 7");
        assert_eq!(gaps(3, &[2, 7, 9]), "rows 2, 7 and 9");
        assert_eq!(gaps(45, &[2, 7, 9, 12, 15]), "rows 2, 7, 9, 12, 15 and 40 more");
    }
}
