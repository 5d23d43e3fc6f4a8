//! The archive around the entries: local headers, central directory, and Zip64 where numbers grow large.

use super::numbers::{IN_ZIP64, Sizes, put16, put32, put64, saturated, zip64_extra};
use crate::header::Date;
use serde::{Deserialize, Serialize};

/// Made on Unix, by the rules of version 4.5, which brought Zip64.
const MADE_BY: u16 = 3 << 8 | 45;
const NEEDS: u16 = 20;
const NEEDS_ZIP64: u16 = 45;
const DEFLATED: u16 = 8;
/// A regular file that its owner may write.
const UNIX_MODE: u32 = 0o100_644 << 16;
const LOCAL_HEADER: usize = 30;

/// Writes an archive in one pass. Names are ASCII, times are all the same.
#[derive(Debug)]
pub(crate) struct Container {
    time: (u16, u16),
    offset: u64,
    entries: u64,
    central: Vec<u8>,
}

/// A place in an archive that grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Mark {
    offset: u64,
    entries: u64,
    central: usize,
}

/// An entry whose local header is written, without its sizes.
pub(crate) struct Open {
    start: usize,
    data: usize,
}

impl Container {
    /// An archive of this date.
    pub(crate) fn new(date: Date) -> Container {
        Container { time: date.dos(), offset: 0, entries: 0, central: Vec::new() }
    }

    /// Opens an entry: its deflated bytes are to be appended to `out`.
    pub(crate) fn open(&self, name: &str, out: &mut Vec<u8>) -> Open {
        let start = out.len();
        self.local_header(name, Sizes { crc: 0, packed: 0, size: 0 }, out);
        Open { start, data: out.len() }
    }

    /// Takes an opened entry back.
    pub(crate) fn abandon(&self, open: Open, out: &mut Vec<u8>) {
        out.truncate(open.start);
    }

    /// Closes an opened entry of less than 4 GiB: its sizes are written into its header.
    pub(crate) fn close(&mut self, open: Open, name: &str, crc: u32, size: usize, out: &mut [u8]) {
        let sizes = Sizes { crc, packed: (out.len() - open.data) as u64, size: size as u64 };
        let patch = [sizes.crc, sizes.packed as u32, sizes.size as u32].map(u32::to_le_bytes).concat();
        if let Some(field) = out.get_mut(open.start + 14..open.start + 26) {
            field.copy_from_slice(&patch);
        }
        self.list(name, sizes);
        self.offset += (out.len() - open.start) as u64;
    }

    /// Writes the header of an entry whose sizes are known; its deflated bytes have to follow.
    pub(crate) fn header_of(&mut self, name: &str, sizes: Sizes, out: &mut Vec<u8>) {
        let start = out.len();
        self.local_header(name, sizes, out);
        self.list(name, sizes);
        self.offset += (out.len() - start) as u64 + sizes.packed;
    }

    /// Where the archive is.
    pub(crate) fn mark(&self) -> Mark {
        Mark { offset: self.offset, entries: self.entries, central: self.central.len() }
    }

    /// Forgets the entries since a mark.
    pub(crate) fn rewind(&mut self, mark: Mark) {
        (self.offset, self.entries) = (mark.offset, mark.entries);
        self.central.truncate(mark.central);
    }

    /// The directory from a mark on.
    pub(crate) fn directory_since(&self, mark: Mark) -> &[u8] {
        self.central.get(mark.central..).unwrap_or_default()
    }

    /// Takes over what another archive came to: where it was, and the directory since the last time.
    pub(crate) fn take_over(&mut self, mark: Mark, directory: &[u8]) {
        (self.offset, self.entries) = (mark.offset, mark.entries);
        self.central.extend_from_slice(directory);
    }

    /// Whether another archive of so many bytes can have come to this.
    pub(crate) fn can_take_over(&self, mark: Mark, directory: &[u8], bytes: u64) -> bool {
        (self.offset..=bytes).contains(&mark.offset)
            && self.entries <= mark.entries
            && mark.entries <= mark.offset
            && mark.central == self.central.len() + directory.len()
    }

    /// How many bytes the central directory has so far.
    pub(crate) fn directory(&self) -> u64 {
        self.central.len() as u64
    }

    /// The central directory and the records at its end.
    pub(crate) fn finish(self) -> Vec<u8> {
        let Container { offset, entries, central: mut out, .. } = self;
        let size = out.len() as u64;
        let limit = u64::from(u16::MAX);
        if entries >= limit || offset >= u64::from(IN_ZIP64) || size >= u64::from(IN_ZIP64) {
            out.extend_from_slice(b"PK\x06\x06");
            put64(&mut out, 44);
            put16(&mut out, MADE_BY);
            put16(&mut out, NEEDS_ZIP64);
            put32(&mut out, 0);
            put32(&mut out, 0);
            [entries, entries, size, offset].into_iter().for_each(|number| put64(&mut out, number));
            out.extend_from_slice(b"PK\x06\x07");
            put32(&mut out, 0);
            put64(&mut out, offset + size);
            put32(&mut out, 1);
        }
        let count = entries.min(limit) as u16;
        out.extend_from_slice(b"PK\x05\x06");
        put32(&mut out, 0);
        put16(&mut out, count);
        put16(&mut out, count);
        put32(&mut out, saturated(size));
        put32(&mut out, saturated(offset));
        put16(&mut out, 0);
        out
    }

    fn local_header(&self, name: &str, sizes: Sizes, out: &mut Vec<u8>) {
        out.reserve(LOCAL_HEADER + name.len() + 20);
        out.extend_from_slice(b"PK\x03\x04");
        let mut extra = Vec::new();
        if sizes.are_large() {
            // In a local header both sizes have to stand in the extra field (APPNOTE 4.5.3).
            zip64_extra(&mut extra, &[sizes.size, sizes.packed]);
        }
        self.common(sizes, sizes.are_large(), name, extra.len(), out);
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(&extra);
    }

    fn list(&mut self, name: &str, sizes: Sizes) {
        let mut out = std::mem::take(&mut self.central);
        let far = self.offset >= u64::from(IN_ZIP64);
        let mut numbers = Vec::new();
        if sizes.are_large() {
            numbers.extend([sizes.size, sizes.packed]);
        }
        numbers.extend(far.then_some(self.offset));
        let mut extra = Vec::new();
        if !numbers.is_empty() {
            zip64_extra(&mut extra, &numbers);
        }
        out.extend_from_slice(b"PK\x01\x02");
        put16(&mut out, MADE_BY);
        self.common(sizes, !numbers.is_empty(), name, extra.len(), &mut out);
        [0u16; 3].into_iter().for_each(|zero| put16(&mut out, zero)); // comment, disk, internal attributes
        put32(&mut out, UNIX_MODE);
        put32(&mut out, saturated(self.offset));
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(&extra);
        self.central = out;
        self.entries += 1;
    }

    /// The fields that local and central headers share.
    fn common(&self, sizes: Sizes, zip64: bool, name: &str, extra: usize, out: &mut Vec<u8>) {
        put16(out, if zip64 { NEEDS_ZIP64 } else { NEEDS });
        put16(out, 0);
        put16(out, DEFLATED);
        put16(out, self.time.0);
        put16(out, self.time.1);
        put32(out, sizes.crc);
        let large = sizes.are_large();
        put32(out, if large { IN_ZIP64 } else { sizes.packed as u32 });
        put32(out, if large { IN_ZIP64 } else { sizes.size as u32 });
        put16(out, name.len() as u16);
        put16(out, extra as u16);
    }
}

#[cfg(test)]
mod tests;
