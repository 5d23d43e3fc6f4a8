//! The directory of a zip archive, read from its end (APPNOTE 4.3). Nothing that an archive says about itself is
//! believed before it is checked against what is there.

use super::BatchError;
use std::collections::HashMap;
use std::io::{Read, Seek, SeekFrom};

/// The end record, and the longest comment that may follow it.
const END: usize = 22;
const LONGEST_COMMENT: usize = 65_535;
const ZIP64_LOCATOR: usize = 20;
const CENTRAL: usize = 46;
const LOCAL: usize = 30;

/// Where an entry's bytes lie.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    crc: u32,
    packed: u64,
    size: u64,
    offset: u64,
    deflated: bool,
}

/// An archive's entries by name.
#[derive(Debug)]
pub(crate) struct Archive<R> {
    reader: R,
    entries: HashMap<String, Entry>,
}

impl<R: Read + Seek> Archive<R> {
    /// Reads the directory of an archive of plain files, as a batch is.
    pub(crate) fn open(reader: R) -> Result<Archive<R>, BatchError> {
        Archive::read_from(reader, false)
    }

    /// Reads the directory of an archive that may have folders.
    pub(crate) fn open_folders(reader: R) -> Result<Archive<R>, BatchError> {
        Archive::read_from(reader, true)
    }

    fn read_from(mut reader: R, folders: bool) -> Result<Archive<R>, BatchError> {
        let length = reader.seek(SeekFrom::End(0))?;
        let tail_length = length.min((END + LONGEST_COMMENT + ZIP64_LOCATOR) as u64);
        let tail = read_at(&mut reader, length - tail_length, tail_length)?;
        let end_at = memchr::memmem::rfind(&tail, b"PK\x05\x06").ok_or(BatchError::NotAnArchive)?;
        let (before, end) = tail.split_at(end_at);
        let mut end = Numbers(end.get(4..).unwrap_or_default());
        let disks = (end.u16()?, end.u16()?);
        let (_, count, size, offset) = (end.u16()?, end.u16()?, end.u32()?, end.u32()?);
        if disks != (0, 0) {
            return Err(BatchError::Unsupported("several disks"));
        }
        let (mut count, mut size, mut offset) = (u64::from(count), u64::from(size), u64::from(offset));
        let locator = before.len().checked_sub(ZIP64_LOCATOR).and_then(|at| before.get(at..));
        if let Some(locator) = locator.and_then(|bytes| bytes.strip_prefix(b"PK\x06\x07")) {
            let mut locator = Numbers(locator.get(4..).unwrap_or_default());
            let end64 = read_at(&mut reader, locator.u64()?, 56)?;
            let end64 = end64.strip_prefix(b"PK\x06\x06").ok_or_else(|| damaged("the Zip64 end record"))?;
            let mut end64 = Numbers(end64.get(28..).unwrap_or_default());
            (count, size, offset) = (end64.u64()?, end64.u64()?, end64.u64()?);
        }
        if offset.checked_add(size).is_none_or(|end| end > length) {
            return Err(damaged("its directory lies outside of it"));
        }
        let directory = read_at(&mut reader, offset, size)?;
        let entries = read_directory(&directory, folders)?;
        if entries.len() as u64 != count {
            return Err(damaged("its directory has another number of entries than it says"));
        }
        Ok(Archive { reader, entries })
    }

    /// The names of all entries, sorted.
    pub(crate) fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.entries.keys().map(String::as_str).collect();
        names.sort_unstable();
        names
    }

    /// The bytes of an entry of at most `most` bytes, checked against size and CRC.
    pub(crate) fn read(&mut self, name: &str, most: u64) -> Result<Vec<u8>, BatchError> {
        let entry = *self.entries.get(name).ok_or_else(|| BatchError::Missing(name.to_owned()))?;
        if entry.size > most || entry.packed > most {
            return Err(BatchError::TooLarge(name.to_owned()));
        }
        let local = read_at(&mut self.reader, entry.offset, LOCAL as u64)?;
        let local =
            local.strip_prefix(b"PK\x03\x04").ok_or_else(|| damaged("an entry is not where it should be"))?;
        let mut lengths = Numbers(local.get(22..).unwrap_or_default());
        let skip = u64::from(lengths.u16()?) + u64::from(lengths.u16()?);
        let packed =
            read_at(&mut self.reader, entry.offset.saturating_add(LOCAL as u64 + skip), entry.packed)?;
        let bytes = if entry.deflated { inflate(&packed, entry.size)? } else { packed };
        if bytes.len() as u64 != entry.size || crc32fast::hash(&bytes) != entry.crc {
            return Err(damaged(&format!("the checksum of {name:?} is wrong")));
        }
        Ok(bytes)
    }
}

fn read_directory(directory: &[u8], folders: bool) -> Result<HashMap<String, Entry>, BatchError> {
    let mut entries = HashMap::new();
    let mut rest = directory;
    while !rest.is_empty() {
        let head = rest.strip_prefix(b"PK\x01\x02").ok_or_else(|| damaged("its directory"))?;
        let mut head = Numbers(head);
        let (_made_by, _needs, flags, method) = (head.u16()?, head.u16()?, head.u16()?, head.u16()?);
        let (_time, crc, packed, size) = (head.u32()?, head.u32()?, head.u32()?, head.u32()?);
        let (name, extra, comment) = (head.u16()?, head.u16()?, head.u16()?);
        let (_disk_and_attributes, _mode, offset) = (head.u32()?, head.u32()?, head.u32()?);
        if flags & 1 != 0 {
            return Err(BatchError::Unsupported("encryption"));
        }
        if !matches!(method, 0 | 8) {
            return Err(BatchError::Unsupported("a compression other than deflate"));
        }
        let name_end = CENTRAL + usize::from(name);
        let extra_end = name_end + usize::from(extra);
        let end = extra_end + usize::from(comment);
        let cut = || damaged("its directory ends too early");
        let name = rest.get(CENTRAL..name_end).ok_or_else(cut)?;
        let extra = rest.get(name_end..extra_end).ok_or_else(cut)?;
        let mut entry = Entry {
            crc,
            packed: u64::from(packed),
            size: u64::from(size),
            offset: u64::from(offset),
            deflated: method == 8,
        };
        large_numbers(&mut entry, extra)?;
        let name = String::from_utf8(name.to_vec()).map_err(|_| damaged("a name that is not UTF-8"))?;
        let is_safe = match folders {
            true => name.trim_end_matches('/').split('/').all(is_safe_name),
            false => is_safe_name(&name),
        };
        if !is_safe {
            return Err(damaged(&format!("the name {name:?} leads out of the batch")));
        }
        if let Some(_twice) = entries.insert(name.clone(), entry) {
            return Err(damaged(&format!("the name {name:?} stands in it twice")));
        }
        rest = rest.get(end..).ok_or_else(cut)?;
    }
    Ok(entries)
}

/// A plain file name: no folder, no drive, nothing that leads elsewhere when it is written out.
fn is_safe_name(name: &str) -> bool {
    !name.is_empty()
        && name != "."
        && name != ".."
        && !name.contains(['/', '\\', ':', '\0'])
        && !name.contains(char::is_control)
}

/// Takes what stands in the Zip64 extra field (APPNOTE 4.5.3) for numbers that are all ones.
fn large_numbers(entry: &mut Entry, extra: &[u8]) -> Result<(), BatchError> {
    let mut rest = Numbers(extra);
    while !rest.0.is_empty() {
        let (id, length) = (rest.u16()?, rest.u16()?);
        let mut field = Numbers(rest.take(usize::from(length))?);
        if id == 1 {
            for number in [&mut entry.size, &mut entry.packed, &mut entry.offset] {
                if *number == u64::from(u32::MAX) {
                    *number = field.u64()?;
                }
            }
        }
    }
    Ok(())
}

/// Inflates to exactly `size` bytes: an archive that unpacks to more than it says is stopped there.
fn inflate(packed: &[u8], size: u64) -> Result<Vec<u8>, BatchError> {
    // Deflate can't press more than 1,032 times, so a small entry can't make us reserve much.
    let sane = (packed.len() as u64).saturating_mul(1_032);
    if size > sane {
        return Err(damaged("an entry says that it is larger than it can be"));
    }
    let mut bytes = Vec::with_capacity(size.min(1 << 24) as usize);
    flate2::read::DeflateDecoder::new(packed).take(size + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn read_at<R: Read + Seek>(reader: &mut R, offset: u64, length: u64) -> Result<Vec<u8>, BatchError> {
    reader.seek(SeekFrom::Start(offset))?;
    let mut bytes = Vec::new();
    reader.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 != length {
        return Err(damaged("it ends too early"));
    }
    Ok(bytes)
}

fn damaged(what: &str) -> BatchError {
    BatchError::Damaged(what.to_owned())
}

/// Little-endian numbers, one after the other.
struct Numbers<'b>(&'b [u8]);

impl<'b> Numbers<'b> {
    fn take(&mut self, count: usize) -> Result<&'b [u8], BatchError> {
        let (taken, rest) =
            self.0.split_at_checked(count).ok_or_else(|| damaged("a record ends too early"))?;
        self.0 = rest;
        Ok(taken)
    }

    fn number(&mut self, bytes: usize) -> Result<u64, BatchError> {
        Ok(self.take(bytes)?.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    fn u16(&mut self) -> Result<u16, BatchError> {
        self.number(2).map(|number| number as u16)
    }

    fn u32(&mut self) -> Result<u32, BatchError> {
        self.number(4).map(|number| number as u32)
    }

    fn u64(&mut self) -> Result<u64, BatchError> {
        self.number(8)
    }
}
