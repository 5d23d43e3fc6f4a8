//! Repeats among the values of a message: an address that stands in the HTML and in the text, a row's title and its
//! link. A small greedy LZ77 (RFC 1951 §4), as values are few and short.

use std::ops::Range;

/// How far a back reference reaches (RFC 1951 §2).
pub(super) const WINDOW: usize = 32_768;
/// Shorter repeats save nothing with the fixed codes: a reference takes up to 26 bits.
const SHORTEST: usize = 5;
/// Bits that a reference takes at most, and a literal usually.
const REFERENCE_BITS: usize = 26;
const LITERAL_BITS: usize = 8;
const SLOT_BITS: u32 = 12;

/// A part of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Run {
    /// Bytes as they stand in the message.
    Literals(Range<usize>),
    /// Bytes that stand earlier in the message.
    Copy {
        /// How many.
        length: usize,
        /// How far back.
        distance: usize,
    },
}

/// Where four bytes stood last in the message.
#[derive(Debug)]
pub(super) struct Repeats {
    /// Positions plus one, by the hash of the bytes; 0 is none.
    slots: Vec<u32>,
}

impl Default for Repeats {
    fn default() -> Repeats {
        Repeats { slots: vec![0; 1 << SLOT_BITS] }
    }
}

impl Repeats {
    /// Forgets the last message.
    pub(super) fn clear(&mut self) {
        self.slots.fill(0);
    }

    /// Appends the runs of a range of the message, and returns how many bits they save at least.
    pub(super) fn find(&mut self, message: &[u8], range: Range<usize>, runs: &mut Vec<Run>) -> usize {
        let (mut at, mut literals, mut saved, mut misses) = (range.start, range.start, 0, 0);
        while let Some(word) = message.get(at..range.end).and_then(<[u8]>::first_chunk::<4>) {
            let Some(slot) = self.slots.get_mut(slot_of(*word)) else { break };
            let before = std::mem::replace(slot, at as u32 + 1);
            let source = (before as usize).checked_sub(1).filter(|source| at - source <= WINDOW);
            let length = source.map_or(0, |source| common(message, source, at, range.end));
            if length < SHORTEST {
                misses += 1;
                // What has no repeats for long is passed over in growing steps.
                at += 1 + misses / 64;
                continue;
            }
            if literals < at {
                runs.push(Run::Literals(literals..at));
            }
            runs.push(Run::Copy { length, distance: at - source.unwrap_or(at) });
            saved += (length * LITERAL_BITS).saturating_sub(REFERENCE_BITS * length.div_ceil(258));
            at += length;
            (literals, misses) = (at, 0);
        }
        if literals < range.end {
            runs.push(Run::Literals(literals..range.end));
        }
        saved
    }
}

/// How many bytes from `at` up to `end` are the same as those from `source`, which stands before.
fn common(message: &[u8], source: usize, at: usize, end: usize) -> usize {
    let (earlier, here) = (message.get(source..), message.get(at..end));
    let (earlier, here) = (earlier.unwrap_or_default(), here.unwrap_or_default());
    let words = earlier.chunks_exact(8).zip(here.chunks_exact(8)).take_while(|(a, b)| a == b).count() * 8;
    let rest = earlier.iter().zip(here).skip(words).take_while(|(a, b)| a == b).count();
    words + rest
}

fn slot_of(word: [u8; 4]) -> usize {
    (u32::from_le_bytes(word).wrapping_mul(0x9E37_79B1) >> (32 - SLOT_BITS)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The bytes that runs stand for.
    fn read(message: &[u8], start: usize, runs: &[Run]) -> Vec<u8> {
        let mut out = message[..start].to_vec();
        for run in runs {
            match run {
                Run::Literals(range) => out.extend_from_slice(&message[range.clone()]),
                Run::Copy { length, distance } => {
                    (0..*length).for_each(|_| out.push(out[out.len() - distance]));
                }
            }
        }
        out
    }

    #[test]
    fn repeats_are_found() {
        let message = b"https://example.com/1 https://example.com/2";
        let mut runs = Vec::new();
        assert!(Repeats::default().find(message, 0..message.len(), &mut runs) > 100);
        assert_eq!(
            runs,
            [Run::Literals(0..22), Run::Copy { length: 20, distance: 22 }, Run::Literals(42..43)]
        );
    }

    proptest! {
        #[test]
        fn runs_stand_for_the_message(text in "[ab]{0,40}(abc|[a-z]{0,9}|ä){0,40}", cut: prop::sample::Index) {
            let message = text.as_bytes();
            let middle = cut.index(message.len() + 1);
            let (mut repeats, mut runs) = (Repeats::default(), Vec::new());
            repeats.find(message, 0..middle, &mut runs);
            repeats.find(message, middle..message.len(), &mut runs);
            prop_assert_eq!(read(message, 0, &runs), message);
        }
    }
}
