//! What the roster keeps of a row: eight octets.

use mail::address::{Warning, Warnings};

/// What became of a row, small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Mark {
    pub(crate) fate: Fate,
    /// For a rejected row, which of the roster's codes.
    pub(crate) code: u8,
    /// Findings about the row.
    pub(crate) findings: u32,
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
    /// Not in the segment.
    Segment,
    ByHand,
}

impl Fate {
    pub(crate) fn is_rejected(self) -> bool {
        matches!(self, Fate::Rejected | Fate::Repairable)
    }
}

/// The findings of `mail` take the low sixteen bits; these are the row's own.
pub(crate) const STRAY_QUOTE: u32 = 1 << 16;
pub(crate) const ROW_SHORT: u32 = 1 << 17;
pub(crate) const ROW_LONG: u32 = 1 << 18;
pub(crate) const NEAR_DUPLICATE: u32 = 1 << 19;
/// How many bits are used.
pub(crate) const BITS: usize = 20;

/// The row's own findings with their codes, all warnings.
pub(crate) const ROW_FINDINGS: [(u32, &str); 4] = [
    (ROW_LONG, "row-long"),
    (ROW_SHORT, "row-short"),
    (STRAY_QUOTE, "row-stray-quote"),
    (NEAR_DUPLICATE, "row-near-duplicate"),
];

/// The bits of the address's warnings.
pub(crate) fn bits(warnings: Warnings) -> u32 {
    warnings.iter().fold(0, |bits, warning| bits | u32::from(warning as u16))
}

/// Bits that only tell and do not warn.
pub(crate) const INFORMS: u32 = (Warning::Reserved as u16 | Warning::Utf8 as u16) as u32;

/// Whether any of the findings is a warning.
pub(crate) fn warns(findings: u32) -> bool {
    findings & !INFORMS != 0
}

/// Bits whose diagnostics carry a likely repair, which a person confirms.
pub(crate) const REPAIRABLE: u32 =
    (Warning::LikelySlip as u16 | Warning::Typographic as u16 | Warning::LeadingApostrophe as u16) as u32;
