//! Blocks of deflate (RFC 1951) with the fixed Huffman codes, bit by bit.

/// Writes bits into bytes, the lowest first. It starts and ends at byte borders.
pub(super) struct Bits<'o> {
    out: &'o mut Vec<u8>,
    waiting: u64,
    count: u32,
}

/// The longest and the shortest run that one back reference can say (RFC 1951 §3.2.5).
const LONGEST_COPY: usize = 258;
const SHORTEST_COPY: usize = 3;

impl<'o> Bits<'o> {
    /// Starts at a byte border of `out`.
    pub(super) fn new(out: &'o mut Vec<u8>) -> Bits<'o> {
        Bits { out, waiting: 0, count: 0 }
    }

    /// Opens a block with the fixed codes that is not the last one.
    pub(super) fn open_fixed_block(&mut self) {
        self.put(0b010, 3);
    }

    /// Ends the block, and opens a stored block at a byte border: its length is what has to follow.
    pub(super) fn close_and_open_stored_block(mut self) {
        self.put(0, 7);
        self.put(0b000, 3);
        while self.count > 0 {
            self.out.push(self.waiting as u8);
            self.waiting >>= 8;
            self.count = self.count.saturating_sub(8);
        }
    }

    /// A byte as it is.
    #[inline]
    pub(super) fn literal(&mut self, byte: u8) {
        let byte = u32::from(byte);
        if byte < 144 { self.huffman(0x30 + byte, 8) } else { self.huffman(0x190 + byte - 144, 9) }
    }

    /// The bytes that stand `distance` back, `length` of them: at least 3; distances up to 32 768.
    pub(super) fn copy(&mut self, mut length: usize, distance: usize) {
        while length > 0 {
            // What remains must not be shorter than a reference can be.
            let most = if length < LONGEST_COPY + SHORTEST_COPY && length > LONGEST_COPY {
                length - SHORTEST_COPY
            } else {
                length.min(LONGEST_COPY)
            };
            self.reference(most as u32, distance as u32);
            length -= most;
        }
    }

    /// One length and distance, with the codes of RFC 1951 §3.2.5 computed instead of looked up.
    fn reference(&mut self, length: u32, distance: u32) {
        let over = length - SHORTEST_COPY as u32;
        let (symbol, extra) = match over {
            255 => (285, 0),
            0..8 => (257 + over, 0),
            _ => {
                let extra = over.ilog2() - 2;
                (257 + 4 * extra + (over >> extra), extra)
            }
        };
        if symbol < 280 {
            self.huffman(symbol - 256, 7)
        } else {
            self.huffman(0xC0 + symbol - 280, 8)
        }
        self.put(over & ((1 << extra) - 1), extra);
        let over = distance - 1;
        let (symbol, extra) = match over {
            0..4 => (over, 0),
            _ => {
                let extra = over.ilog2() - 1;
                (2 * extra + (over >> extra), extra)
            }
        };
        self.huffman(symbol, 5);
        self.put(over & ((1 << extra) - 1), extra);
    }

    /// A Huffman code: its highest bit goes first.
    #[inline]
    fn huffman(&mut self, code: u32, width: u32) {
        self.put(code.reverse_bits() >> (32 - width), width);
    }

    #[inline]
    fn put(&mut self, bits: u32, width: u32) {
        self.waiting |= u64::from(bits) << self.count;
        self.count += width;
        if self.count >= 32 {
            self.out.extend_from_slice(&(self.waiting as u32).to_le_bytes());
            self.waiting >>= 32;
            self.count -= 32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    #[test]
    fn every_length_and_distance_is_read_back() {
        let text: Vec<u8> = (0..33_000u32).map(|i| ((i * i) >> 5) as u8).collect();
        for (length, distance) in (3..600).map(|n| (n, 20_000)).chain((1..=15).map(|n| (7, 1 << n))) {
            let mut out = Vec::new();
            let mut bits = Bits::new(&mut out);
            bits.open_fixed_block();
            text.iter().for_each(|byte| bits.literal(*byte));
            bits.copy(length, distance);
            bits.close_and_open_stored_block();
            out.extend_from_slice(&[0, 0, 0xff, 0xff, 3, 0]);
            let mut read = Vec::new();
            flate2::read::DeflateDecoder::new(out.as_slice()).read_to_end(&mut read).unwrap();
            let expected: Vec<u8> = (0..length).map(|i| text[text.len() - distance + i % distance]).collect();
            assert_eq!(read[text.len()..], expected, "{length} {distance}");
        }
    }
}
