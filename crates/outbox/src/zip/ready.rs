//! A piece made ready: its blocks, which every message copies, and what it does to the CRC.

use super::crc::Shift;
use flate2::{Compress, Compression, FlushCompress};

/// Shorter pieces are cheaper as literals than as a block of their own.
const SHORTEST_BLOCK: usize = 96;
/// What a sync flush ends with: length and its complement of an empty stored block.
pub(super) const EMPTY_STORED: [u8; 4] = [0, 0, 0xff, 0xff];

/// What is known of a piece: its blocks and its effect on the CRC.
#[derive(Debug)]
pub(super) struct Ready {
    /// Blocks without the last four bytes of the flush: they end with the header of a stored block, whose length
    /// is then that of the value that follows. Empty where blocks would not be smaller than the text.
    pub(super) blocks: Vec<u8>,
    crc: u32,
    shift: Shift,
}

impl Ready {
    /// Deflates the encoded text of a piece.
    pub(super) fn new(text: &[u8]) -> Ready {
        let mut blocks = Vec::new();
        if text.len() >= SHORTEST_BLOCK {
            // The vector has to have room: compress_vec writes into spare capacity only. Deflate adds at most
            // five bytes to each 16 KB that it can't press, and the flush adds five.
            blocks.reserve(text.len() + text.len() / 1_000 + 64);
            let mut deflate = Compress::new(Compression::best(), false);
            let done = deflate.compress_vec(text, &mut blocks, FlushCompress::Sync);
            let whole = done.is_ok() && deflate.total_in() == text.len() as u64;
            match blocks.len().checked_sub(EMPTY_STORED.len()) {
                Some(end) if whole && blocks.ends_with(&EMPTY_STORED) && end + 8 < text.len() => {
                    blocks.truncate(end);
                }
                _ => blocks.clear(),
            }
        }
        Ready { blocks, crc: crc32fast::hash(text), shift: Shift::over(text.len() as u64) }
    }

    /// The CRC of a message after the piece, from the one before it.
    pub(super) fn extend_crc(&self, crc: u32) -> u32 {
        self.shift.apply(crc) ^ self.crc
    }
}
