//! A batch in several files: by count, by size, by the recipients' domain.

use crate::manifest::ManifestCounts;
use crate::rows::{RowState, Rows};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Domains that get a file of their own; the recipients of all others share one.
const OWN_FILES: usize = 20;

/// How a batch is parted. Several limits may be given; the first that is reached ends a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Split {
    /// The most messages of a part.
    pub messages: Option<u64>,
    /// Whether each part may have twice as many messages as the one before: a part a day, so that receivers get to know
    /// the sender.
    pub doubling: bool,
    /// The most bytes of a part's file; a single message that is larger gets a part alone. The bytes of a folder of
    /// messages are those of its files.
    pub bytes: Option<u64>,
    /// The largest domains each by themselves, those with the most recipients first.
    pub by_domain: bool,
}

impl Split {
    /// Whether there may be more than one part.
    pub fn is_some(&self) -> bool {
        *self != Split::default()
    }

    /// The most messages of the part with this number, from 1; `None` where there is no such limit.
    pub fn most(&self, number: u32) -> Option<u64> {
        let first = self.messages?.max(1);
        let doublings = if self.doubling { number.saturating_sub(1) } else { 0 };
        Some(first.checked_shl(doublings).filter(|most| most >> doublings == first).unwrap_or(u64::MAX))
    }
}

/// The order in which rows are written, and the parts that are known before.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// The rows' positions in the list; `None` is the list's own order.
    rows: Option<Vec<u32>>,
    /// Where each domain's rows end, and its name.
    domains: Vec<(usize, String)>,
}

impl Order {
    pub(super) fn by_domain(rows: &dyn Rows) -> Order {
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut domains: Vec<(String, Vec<u32>)> = Vec::new();
        let mut without = Vec::new();
        for index in 0..rows.count() {
            // A list of more rows than 32 bits count doesn't fit into memory.
            let at = index as u32;
            let RowState::Kept { address, .. } = rows.row(index).state else {
                without.push(at);
                continue;
            };
            let number = *numbers.entry(address.domain().to_owned()).or_insert_with(|| {
                domains.push((address.domain().to_owned(), Vec::new()));
                domains.len() - 1
            });
            domains.iter_mut().skip(number).take(1).for_each(|(_, rows)| rows.push(at));
        }
        domains.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(&b.0)));
        let mut order = Order { rows: Some(Vec::with_capacity(rows.count())), domains: Vec::new() };
        let mut all = Vec::with_capacity(rows.count());
        for (domain, rows) in domains.iter().take(OWN_FILES) {
            all.extend_from_slice(rows);
            order.domains.push((all.len(), domain.clone()));
        }
        let mut others: Vec<u32> =
            domains.iter().skip(OWN_FILES).flat_map(|(_, rows)| rows).copied().collect();
        let mixed = !others.is_empty();
        others.append(&mut without);
        others.sort_unstable();
        all.append(&mut others);
        match order.domains.last_mut() {
            // Rows without a message need no file: they are told where the last ones with one are.
            Some((end, _)) if !mixed => *end = all.len(),
            _ => order.domains.push((all.len(), "other-domains".to_owned())),
        }
        order.rows = Some(all);
        order
    }

    /// The row at a position of the batch.
    pub(super) fn row(&self, position: usize) -> usize {
        match &self.rows {
            Some(rows) => rows.get(position).map_or(position, |row| *row as usize),
            None => position,
        }
    }

    /// Whether a domain's rows begin at this position, and how the part is called that begins here.
    fn begins(&self, position: usize) -> bool {
        self.domains.iter().any(|(end, _)| *end == position)
    }

    fn domain(&self, position: usize) -> Option<&str> {
        self.domains.iter().find(|(end, _)| position < *end).map(|(_, domain)| domain.as_str())
    }
}

/// The part that is written.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// From 1.
    pub(super) number: u32,
    /// What its file's name ends with; empty where the batch is one file.
    pub(super) name: String,
    /// The first row's position.
    pub(super) start: usize,
    /// Bytes of its file so far.
    pub(super) bytes: u64,
    /// What was counted before it.
    pub(super) before: ManifestCounts,
}

impl Part {
    pub(super) fn first(split: Split, order: &Order) -> Part {
        let mut part = Part { number: 1, ..Part::default() };
        part.name = part.named(split, order);
        part
    }

    pub(super) fn next(&self, split: Split, order: &Order, start: usize, counts: ManifestCounts) -> Part {
        let mut part = Part { number: self.number + 1, start, before: counts, name: String::new(), bytes: 0 };
        part.name = part.named(split, order);
        part
    }

    /// Whether the part ends before the row at this position.
    pub(super) fn ends_before(
        &self,
        position: usize,
        split: Split,
        order: &Order,
        counts: ManifestCounts,
    ) -> bool {
        position > self.start
            && (order.begins(position)
                || split.most(self.number).is_some_and(|most| counts.kept - self.before.kept >= most))
    }

    fn named(&self, split: Split, order: &Order) -> String {
        if !split.is_some() {
            return String::new();
        }
        let number = format!("{:03}", self.number);
        match order.domain(self.start) {
            // A-labels and literals: what is no letter, digit, hyphen or dot is left out.
            Some(domain) => {
                let safe: String =
                    domain.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.')).collect();
                format!("{number}-{safe}")
            }
            None => number,
        }
    }
}

/// What was counted since.
pub(super) fn since(now: ManifestCounts, before: ManifestCounts) -> ManifestCounts {
    ManifestCounts {
        rows: now.rows - before.rows,
        kept: now.kept - before.kept,
        excluded: now.excluded - before.excluded,
        rejected: now.rejected - before.rejected,
        failed: now.failed - before.failed,
    }
}

#[cfg(test)]
mod tests {
    use super::Split;

    #[test]
    fn a_warm_up_doubles() {
        let steady = Split { messages: Some(50), ..Split::default() };
        assert_eq!([1, 2, 9].map(|number| steady.most(number)), [Some(50); 3]);
        let warm_up = Split { doubling: true, ..steady };
        assert_eq!([1, 2, 3, 6].map(|number| warm_up.most(number)), [50, 100, 200, 1_600].map(Some));
        assert_eq!([60, 64, 70, 1_000].map(|number| warm_up.most(number)), [Some(u64::MAX); 4]);
        assert_eq!(Split { doubling: true, ..Split::default() }.most(3), None);
    }
}
