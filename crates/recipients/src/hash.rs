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
    let Some(last) = octets.last_chunk::<8>() else { return mix(mix(state ^ few(octets))) };
    // The last eight may overlap those before, which costs less than to copy as many as are left.
    for chunk in octets[..octets.len() - 1].as_chunks::<8>().0 {
        state = mix(state ^ u64::from_le_bytes(*chunk));
    }
    mix(mix(state ^ u64::from_le_bytes(*last)))
}

/// Fewer than eight octets as a number; together with their count, no two texts give the same.
fn few(octets: &[u8]) -> u64 {
    match (octets.first_chunk::<4>(), octets.last_chunk::<4>()) {
        (Some(first), Some(last)) => {
            u64::from(u32::from_le_bytes(*first)) | (u64::from(u32::from_le_bytes(*last)) << 32)
        }
        _ => octets.iter().fold(0, |number, octet| (number << 8) | u64::from(*octet)),
    }
}

/// Whether two texts are equal, eight octets at a time: these are short, and a call of `memcmp` is long in wasm.
#[inline(always)]
pub(crate) fn same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    match (one.last_chunk::<8>(), other.last_chunk::<8>()) {
        (Some(a), Some(b)) => {
            let chunks = one.as_chunks::<8>().0.iter().zip(other.as_chunks::<8>().0);
            u64::from_le_bytes(*a) == u64::from_le_bytes(*b)
                && chunks.into_iter().all(|(a, b)| u64::from_le_bytes(*a) == u64::from_le_bytes(*b))
        }
        _ => few(one) == few(other),
    }
}

/// Multiplied, and the upper half folded into the lower. A product of 128 bits would mix better, but wasm has none.
fn mix(value: u64) -> u64 {
    let product = value.wrapping_mul(FACTOR);
    product ^ (product >> 32)
}

/// Addresses seen so far: by hash, the row. Open addressing; one place holds 32 bits of the hash and the row. Their
/// number is no power of two, which would often be nearly twice what is needed.
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
        let size = (rows + rows / 2).max(16);
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
        let tag = hash as u32;
        let mut at = place(tag, self.places.len());
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
            at = if at + 1 == self.places.len() { 0 } else { at + 1 };
        }
    }

    /// Reads the places of some hashes, so that they are near when they are needed. The reads do not wait for each
    /// other, as those of [`Seen::find_or_insert`] do.
    pub(crate) fn touch(&self, hashes: impl Iterator<Item = u64>) {
        let size = self.places.len();
        let seen = hashes.fold(0, |seen, hash| seen ^ self.places[place(hash as u32, size)].1);
        std::hint::black_box(seen);
    }

    fn grow(&mut self) {
        let size = self.places.len() + self.places.len() / 2;
        let old = std::mem::replace(&mut self.places, vec![(0, FREE); size]);
        // Those that found no place before the end stand at the beginning, and came after those at the end.
        let wrapped = old.iter().position(|(_, row)| *row == FREE).unwrap_or(0);
        let (last, first) = old.split_at(wrapped);
        // The tag alone places an entry, so it can move without its hash.
        for (tag, row) in first.iter().chain(last).filter(|(_, row)| *row != FREE) {
            let mut at = place(*tag, size);
            while self.places[at].1 != FREE {
                at = if at + 1 == size { 0 } else { at + 1 };
            }
            self.places[at] = (*tag, *row);
        }
    }
}

/// Where an entry belongs, by the 32 bits of its tag: the same part of all places as the tag is of all tags.
fn place(tag: u32, size: usize) -> usize {
    ((u64::from(tag) * size as u64) >> 32) as usize
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

    #[test]
    fn rows_of_one_hash_are_offered_in_their_order_also_after_growing() {
        // All of them belong at the end, so that most of them wrap around to the beginning.
        let last = u64::from(u32::MAX);
        let mut seen = Seen::with_room(0);
        for row in 0..200 {
            let mut offered = Vec::new();
            let known = seen.find_or_insert(last, row, |other| {
                offered.push(other);
                false
            });
            assert_eq!((known, offered), (None, (0..row).collect::<Vec<_>>()));
        }
    }
}
