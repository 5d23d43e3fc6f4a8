//! A fast hash for short texts. It is not safe against someone who makes collisions on purpose: those would only slow
//! the judging of that someone's own list.

/// Octets of a local part at most, so that one fits a buffer (RFC 5321 §4.5.3.1.1).
pub(crate) const MAX_LOCAL: usize = 64;

const SEED: u64 = 0x9e37_79b9_7f4a_7c15;
const FACTOR: u64 = 0xd6e8_feb8_6659_fd93;

/// 64 bits from the octets; equal octets give equal bits.
pub(crate) fn hash(octets: &[u8]) -> u64 {
    hash_after(SEED, octets)
}

/// The same, beginning with the hash of what goes with them.
pub(crate) fn hash_after(state: u64, octets: &[u8]) -> u64 {
    let mut state = state ^ octets.len() as u64;
    let mut chunks = octets.chunks_exact(8);
    for chunk in &mut chunks {
        // A chunk of eight always converts.
        state = mix(state ^ u64::from_le_bytes(chunk.try_into().unwrap_or_default()));
    }
    let rest = chunks.remainder();
    if !rest.is_empty() {
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        state = mix(state ^ u64::from_le_bytes(last));
    }
    mix(state)
}

/// Multiplied, and the upper half folded into the lower. A product of 128 bits would mix better, but wasm has none.
fn mix(value: u64) -> u64 {
    let product = value.wrapping_mul(FACTOR);
    product ^ (product >> 32)
}

/// Addresses seen so far: by hash, the row. Open addressing; one place holds 32 bits of the hash and the row.
#[derive(Debug)]
pub(crate) struct Seen {
    places: Vec<(u32, u32)>,
    used: usize,
}

/// Marks a place that is free.
const FREE: u32 = u32::MAX;

impl Seen {
    /// Room for `rows` addresses without growing.
    pub(crate) fn with_room(rows: usize) -> Seen {
        let size = (rows + rows / 2).next_power_of_two().max(16);
        Seen { places: vec![(0, FREE); size], used: 0 }
    }

    /// Offers every row with the same hash, in the order in which they came, until one is the `same`; else remembers
    /// the row.
    pub(crate) fn find_or_insert(
        &mut self,
        hash: u64,
        row: u32,
        mut same: impl FnMut(u32) -> bool,
    ) -> Option<u32> {
        if (self.used + 1) * 8 > self.places.len() * 7 {
            self.grow();
        }
        let mask = self.places.len() - 1;
        let tag = hash as u32;
        let mut at = place(hash, mask);
        loop {
            let (other, seen) = self.places[at];
            if seen == FREE {
                self.places[at] = (tag, row);
                self.used += 1;
                return None;
            }
            if other == tag && same(seen) {
                return Some(seen);
            }
            at = (at + 1) & mask;
        }
    }

    /// Reads the places of some hashes, so that they are near when they are needed. The reads do not wait for each
    /// other, as those of [`Seen::find_or_insert`] do.
    pub(crate) fn touch(&self, hashes: impl Iterator<Item = u64>) {
        let mask = self.places.len() - 1;
        let seen = hashes.fold(0, |seen, hash| seen ^ self.places[place(hash, mask)].1);
        std::hint::black_box(seen);
    }

    fn grow(&mut self) {
        let mask = self.places.len() * 2 - 1;
        let old = std::mem::replace(&mut self.places, vec![(0, FREE); mask + 1]);
        // The tag alone places an entry, so it can move without its hash.
        for (tag, row) in old.into_iter().filter(|(_, row)| *row != FREE) {
            let mut at = place(u64::from(tag), mask);
            while self.places[at].1 != FREE {
                at = (at + 1) & mask;
            }
            self.places[at] = (tag, row);
        }
    }
}

/// Where an entry belongs, by the 32 bits of its tag.
fn place(hash: u64, mask: usize) -> usize {
    (hash as u32 as usize) & mask
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_again_also_after_growing() {
        let mut seen = Seen::with_room(0);
        let key = |row: u32| hash(&row.to_le_bytes());
        for row in 0..1000 {
            assert_eq!(seen.find_or_insert(key(row), row, |other| other == row), None);
        }
        for row in 0..1000 {
            assert_eq!(seen.find_or_insert(key(row), 5000, |other| other == row), Some(row));
        }
    }
}
