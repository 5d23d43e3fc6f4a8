//! Short texts, sixteen octets at a time: names, addresses, values of a letter are looked through by the million, and
//! most are shorter than a loop over them is worth.

use wide::u8x16;

/// Where the first octet stands that is among those which `among` gives: for sixteen octets, all bits of the lanes that
/// are meant.
///
/// ```
/// use wide::u8x16;
/// let at = mail::octets::find(b"ann@example.com", |octets| octets.simd_eq(u8x16::splat(b'@')));
/// assert_eq!(at, Some(3));
/// ```
#[inline(always)]
pub fn find(text: &[u8], among: impl Fn(u8x16) -> u8x16) -> Option<usize> {
    let first = |octets: [u8; 16]| among(u8x16::new(octets)).to_bitmask();
    let Some(last) = text.last_chunk::<16>() else {
        // The octets after the text are zeros, whatever they are taken for.
        let found = first(short(text)) & ((1 << text.len()) - 1);
        return (found != 0).then(|| found.trailing_zeros() as usize);
    };
    for (i, octets) in text.as_chunks::<16>().0.iter().enumerate() {
        let found = first(*octets);
        if found != 0 {
            return Some(16 * i + found.trailing_zeros() as usize);
        }
    }
    // The last sixteen overlap those before, among which there is none.
    let found = first(*last);
    (found != 0).then(|| text.len() - 16 + found.trailing_zeros() as usize)
}

/// A text of up to fifteen octets with zeros after it. Two reads that overlap cost less than a copy of a length that is
/// not known before.
#[inline(always)]
pub(crate) fn short(text: &[u8]) -> [u8; 16] {
    let missing = 16 - text.len() as u32;
    let (low, high) = match (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        (Some(first), Some(last)) => {
            (u64::from_le_bytes(*first), u64::from_le_bytes(*last).unbounded_shr(8 * missing))
        }
        _ => match (text.first_chunk::<4>(), text.last_chunk::<4>()) {
            (Some(first), Some(last)) => {
                let last = u64::from(u32::from_le_bytes(*last)) << 32;
                (u64::from(u32::from_le_bytes(*first)) | last.unbounded_shr(8 * (missing - 8)), 0)
            }
            _ => (text.iter().rev().fold(0, |low, octet| (low << 8) | u64::from(*octet)), 0),
        },
    };
    let mut out = [0; 16];
    out[..8].copy_from_slice(&low.to_le_bytes());
    out[8..].copy_from_slice(&high.to_le_bytes());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_its_kind_is_found_wherever_it_is() {
        let is_b = |octets: u8x16| octets.simd_eq(u8x16::splat(b'b'));
        for length in 0..70 {
            let mut text = vec![b'a'; length];
            assert_eq!(find(&text, is_b), None);
            assert_eq!(find(&text, |octets| octets.simd_eq(u8x16::splat(0))), None);
            for at in (0..length).rev() {
                text[at] = b'b';
                assert_eq!(find(&text, is_b), Some(at), "{at} of {length}");
            }
        }
    }
}
