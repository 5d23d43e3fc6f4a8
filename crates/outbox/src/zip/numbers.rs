//! Numbers as an archive writes them: little-endian, and in an extra field where they need more than 32 bits.

/// In a 32-bit field: the value stands in the Zip64 extra field.
pub(super) const IN_ZIP64: u32 = u32::MAX;

/// The sizes and the checksum of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sizes {
    pub(crate) crc: u32,
    pub(crate) packed: u64,
    pub(crate) size: u64,
}

impl Sizes {
    pub(super) fn are_large(self) -> bool {
        self.packed.max(self.size) >= u64::from(IN_ZIP64)
    }
}

pub(super) fn zip64_extra(out: &mut Vec<u8>, numbers: &[u64]) {
    put16(out, 1);
    put16(out, 8 * numbers.len() as u16);
    numbers.iter().for_each(|number| put64(out, *number));
}

pub(super) fn saturated(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(IN_ZIP64)
}

pub(super) fn put16(out: &mut Vec<u8>, number: u16) {
    out.extend_from_slice(&number.to_le_bytes());
}

pub(super) fn put32(out: &mut Vec<u8>, number: u32) {
    out.extend_from_slice(&number.to_le_bytes());
}

pub(super) fn put64(out: &mut Vec<u8>, number: u64) {
    out.extend_from_slice(&number.to_le_bytes());
}
