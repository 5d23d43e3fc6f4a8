//! What the roster keeps of a row: four octets.

use mail::address::{Warning, Warnings};

/// What became of a row, small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Mark {
    pub(crate) fate: Fate,
    /// For a rejected row, which of the roster's codes.
    pub(crate) code: u8,
    /// Findings about the row.
    pub(crate) findings: u16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(u8)]
pub(crate) enum Fate {
    #[default]
    Kept,
    Rejected,
    /// Rejected, with a certain repair.
    Repairable,
    Duplicate,
    Suppressed,
}

impl Fate {
    pub(crate) fn is_rejected(self) -> bool {
        matches!(self, Fate::Rejected | Fate::Repairable)
    }
}

/// The findings of `mail` take the low bits; these are the row's own.
pub(crate) const ROW_SHORT: u16 = 1 << 13;
pub(crate) const ROW_LONG: u16 = 1 << 14;
pub(crate) const NEAR_DUPLICATE: u16 = 1 << 15;
pub(crate) const STRAY_QUOTE: u16 = 1 << 12;

/// The row's own findings with their codes, all warnings.
pub(crate) const ROW_FINDINGS: [(u16, &str); 4] = [
    (ROW_LONG, "row-long"),
    (ROW_SHORT, "row-short"),
    (STRAY_QUOTE, "row-stray-quote"),
    (NEAR_DUPLICATE, "row-near-duplicate"),
];

/// The bits of the address's warnings.
pub(crate) fn bits(warnings: Warnings) -> u16 {
    warnings.iter().fold(0, |bits, warning| bits | warning as u16)
}

/// Bits that only tell and do not warn.
pub(crate) const INFORMS: u16 = Warning::Reserved as u16 | Warning::Utf8 as u16;

/// Whether any of the findings is a warning.
pub(crate) fn warns(findings: u16) -> bool {
    findings & !INFORMS != 0
}

/// Bits whose diagnostics carry a likely repair, which a person confirms.
pub(crate) const REPAIRABLE: u16 =
    Warning::LikelySlip as u16 | Warning::Typographic as u16 | Warning::LeadingApostrophe as u16;
