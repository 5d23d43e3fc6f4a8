//! An entry that grows step by step: it is deflated as it comes, and written when its sizes are known.

use super::container::Container;
use super::crc;
use super::numbers::Sizes;
use flate2::{Compress, Compression, FlushCompress};

/// Deflated bytes in memory.
#[derive(Debug)]
pub(crate) struct PackedEntry {
    deflate: Compress,
    /// Where deflate writes. Not `compress_vec`: it clears all that the vector has room for, each time.
    room: Vec<u8>,
    packed: Vec<u8>,
    crc: u32,
    size: u64,
}

/// Deflated bytes taken at once.
const ROOM: usize = 64 * 1024;

impl PackedEntry {
    /// Nothing yet.
    pub(crate) fn new() -> PackedEntry {
        PackedEntry::at(Compression::fast())
    }

    /// The same, pressed as well as zip programs do it unless told otherwise.
    pub(crate) fn best() -> PackedEntry {
        PackedEntry::at(Compression::new(6))
    }

    fn at(level: Compression) -> PackedEntry {
        PackedEntry {
            deflate: Compress::new(level, false),
            room: vec![0; ROOM],
            packed: Vec::new(),
            crc: 0,
            size: 0,
        }
    }

    /// Takes further bytes.
    pub(crate) fn write(&mut self, bytes: &[u8]) {
        self.crc = crc::extend(self.crc, bytes);
        self.size += bytes.len() as u64;
        self.press(bytes, FlushCompress::None);
    }

    /// Writes the entry, header and all.
    pub(crate) fn finish(mut self, name: &str, container: &mut Container, out: &mut Vec<u8>) {
        self.press(&[], FlushCompress::Finish);
        let sizes = Sizes { crc: self.crc, packed: self.packed.len() as u64, size: self.size };
        container.header_of(name, sizes, out);
        out.append(&mut self.packed);
    }

    fn press(&mut self, bytes: &[u8], flush: FlushCompress) {
        let start = self.deflate.total_in();
        loop {
            let taken = (self.deflate.total_in() - start) as usize;
            let rest = bytes.get(taken..).unwrap_or_default();
            let before = self.deflate.total_out();
            let status = self.deflate.compress(rest, &mut self.room, flush);
            let wrote = (self.deflate.total_out() - before) as usize;
            self.packed.extend_from_slice(self.room.get(..wrote).unwrap_or_default());
            let taken = (self.deflate.total_in() - start) as usize;
            let done = match flush {
                FlushCompress::Finish => !matches!(status, Ok(flate2::Status::Ok)),
                _ => taken == bytes.len() || (status.is_err() && before == self.deflate.total_out()),
            };
            if done {
                return;
            }
        }
    }
}
