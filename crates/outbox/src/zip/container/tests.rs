//! Archives past the limits of 16 and 32 bits.

use super::*;
use crate::batch::Archive;
use std::io::{Cursor, Read, Seek, SeekFrom};

/// What deflate makes of nothing.
const NOTHING: [u8; 2] = [3, 0];

/// Zeros up to an offset, then bytes: a large file that takes no room.
struct Far {
    offset: u64,
    bytes: Cursor<Vec<u8>>,
    at: u64,
}

impl Read for Far {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let zeros = self.offset.saturating_sub(self.at).min(out.len() as u64) as usize;
        let count = if zeros > 0 {
            out[..zeros].fill(0);
            zeros
        } else {
            self.bytes.set_position(self.at - self.offset);
            self.bytes.read(out)?
        };
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Far {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::End(by) => (self.offset + self.bytes.get_ref().len() as u64).strict_add_signed(by),
            SeekFrom::Current(by) => self.at.strict_add_signed(by),
        };
        Ok(self.at)
    }
}

#[test]
fn more_entries_than_16_bits_count() {
    let mut container = Container::new(Date::from_unix(0));
    let mut zip = Vec::new();
    for number in 0..70_000 {
        let name = number.to_string();
        let open = container.open(&name, &mut zip);
        zip.extend_from_slice(&NOTHING);
        container.close(open, &name, 0, 0, &mut zip);
    }
    zip.append(&mut container.finish());
    let mut archive = Archive::open(Cursor::new(zip)).unwrap();
    assert_eq!(archive.names().len(), 70_000);
    assert_eq!(archive.read("69999", 10).unwrap(), b"");
}

#[test]
fn further_than_32_bits_reach() {
    let mut container = Container::new(Date::from_unix(0));
    container.offset = 5 << 30;
    let mut zip = Vec::new();
    let sizes = Sizes { crc: 0, packed: 2, size: 0 };
    container.header_of("far", sizes, &mut zip);
    zip.extend_from_slice(&NOTHING);
    zip.append(&mut container.finish());
    let mut archive = Archive::open(Far { offset: 5 << 30, bytes: Cursor::new(zip), at: 0 }).unwrap();
    assert_eq!(archive.read("far", 10).unwrap(), b"");
}

#[test]
fn larger_than_32_bits_say() {
    let mut container = Container::new(Date::from_unix(0));
    let mut zip = Vec::new();
    let sizes = Sizes { crc: 0, packed: 5 << 30, size: 6 << 30 };
    container.header_of("large", sizes, &mut zip);
    let head = zip.len() as u64;
    let end = container.finish();
    // The entry's own bytes are left out here: only the directory is read.
    let mut archive =
        Archive::open(Far { offset: head + (5 << 30), bytes: Cursor::new(end), at: 0 }).unwrap();
    assert!(matches!(archive.read("large", 1 << 30), Err(crate::BatchError::TooLarge(_))));
}
