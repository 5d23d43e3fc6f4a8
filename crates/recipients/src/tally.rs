//! How many rows have each code, counted while judging.

use crate::marks::{self, Mark, ROW_FINDINGS};
use mail::address::Warning;

/// How many examples a code keeps.
const EXAMPLES: usize = 5;

/// How many rows have a code, and the first of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally {
    pub(crate) count: usize,
    pub(crate) fixable: usize,
    pub(crate) examples: Vec<u32>,
}

impl Tally {
    fn add(&mut self, row: u32, fixable: bool) {
        self.count += 1;
        self.fixable += usize::from(fixable);
        if self.examples.len() < EXAMPLES {
            self.examples.push(row);
        }
    }
}

/// All tallies of a roster.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tallies {
    /// Why rows are rejected; a mark's code counts in it.
    codes: Vec<(&'static str, Tally)>,
    /// By the finding's bit.
    findings: [Tally; marks::BITS],
    pub(crate) duplicate: Tally,
    pub(crate) suppressed: Tally,
    pub(crate) segment: Tally,
    pub(crate) by_hand: Tally,
}

impl Tallies {
    /// Counts a rejected row; returns the small code for its mark.
    pub(crate) fn reject(&mut self, row: u32, code: &'static str, fixable: bool) -> u8 {
        let at = match self.codes.iter().position(|(known, _)| *known == code) {
            Some(at) => at,
            None => {
                self.codes.push((code, Tally::default()));
                self.codes.len() - 1
            }
        };
        if let Some((_, tally)) = self.codes.get_mut(at) {
            tally.add(row, fixable);
        }
        // There are some forty codes in all.
        u8::try_from(at).unwrap_or(u8::MAX)
    }

    pub(crate) fn duplicate(&mut self, row: u32) {
        self.duplicate.add(row, false);
    }

    pub(crate) fn suppressed(&mut self, row: u32) {
        self.suppressed.add(row, false);
    }

    pub(crate) fn segment(&mut self, row: u32) {
        self.segment.add(row, false);
    }

    pub(crate) fn by_hand(&mut self, row: u32) {
        self.by_hand.add(row, false);
    }

    /// Counts what was found about a row that is not rejected.
    pub(crate) fn findings(&mut self, row: u32, mut findings: u32) {
        while findings != 0 {
            let bit = findings.trailing_zeros() as usize;
            findings &= findings - 1;
            let repairable = marks::REPAIRABLE & (1 << bit) != 0;
            // Every bit in use is below `BITS`.
            if let Some(tally) = self.findings.get_mut(bit) {
                tally.add(row, repairable);
            }
        }
    }

    /// The code behind a mark's small one.
    pub(crate) fn code(&self, mark: Mark) -> &'static str {
        self.codes.get(usize::from(mark.code)).map_or("address-empty", |(code, _)| code)
    }

    /// Why rows are rejected.
    pub(crate) fn rejected(&self) -> impl Iterator<Item = (&'static str, &Tally)> {
        self.codes.iter().map(|(code, tally)| (*code, tally))
    }

    /// What was found about rows that are not rejected: code, whether it warns, tally.
    pub(crate) fn found(&self) -> impl Iterator<Item = (&'static str, bool, &Tally)> {
        finding_codes()
            .map(|(bit, code)| (code, marks::warns(bit), &self.findings[bit.trailing_zeros() as usize]))
            .filter(|(.., tally)| tally.count > 0)
    }

    /// The small code of a rejection, or the bit of a finding.
    pub(crate) fn rejection(&self, code: &str) -> Option<u8> {
        self.codes.iter().position(|(known, _)| *known == code).and_then(|at| u8::try_from(at).ok())
    }
}

/// Every finding with its bit.
pub(crate) fn finding_codes() -> impl Iterator<Item = (u32, &'static str)> {
    Warning::ALL.into_iter().map(|warning| (u32::from(warning as u16), warning.code())).chain(ROW_FINDINGS)
}

/// The bit of a finding's code.
pub(crate) fn finding_bit(code: &str) -> Option<u32> {
    finding_codes().find(|(_, known)| *known == code).map(|(bit, _)| bit)
}
