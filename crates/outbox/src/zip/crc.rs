//! CRC-32 of bytes put together: the checksum is moved over a known piece without looking at its bytes.

/// What a piece of a known length does to the CRC of the bytes before it.
#[derive(Debug, Clone)]
pub(super) struct Shift {
    /// The polynomial x^(8 length), multiplied by x^0 to x^31: a product is then 32 masked XORs.
    shifted: [u32; 32],
}

/// The polynomial of CRC-32, bits reversed.
const POLYNOMIAL: u32 = 0xEDB8_8320;

impl Shift {
    /// The shift over this many bytes.
    pub(super) fn over(mut length: u64) -> Shift {
        let mut result = Shift::of(1 << 31);
        let mut power = Shift::of(1 << 23);
        while length > 0 {
            if length & 1 == 1 {
                result = Shift::of(power.apply(result.shifted[0]));
            }
            power = Shift::of(power.apply(power.shifted[0]));
            length >>= 1;
        }
        result
    }

    /// The CRC of bytes with this CRC and zeros of the length after them; XOR the piece's own CRC to it.
    pub(super) fn apply(&self, crc: u32) -> u32 {
        self.shifted.iter().enumerate().fold(0, |product, (i, power)| {
            let bit = crc >> (31 - i) & 1;
            product ^ (power & bit.wrapping_neg())
        })
    }

    fn of(mut polynomial: u32) -> Shift {
        Shift {
            shifted: std::array::from_fn(|_| {
                let this = polynomial;
                polynomial = (this >> 1) ^ (POLYNOMIAL & (this & 1).wrapping_neg());
                this
            }),
        }
    }
}

/// The CRC after further bytes.
pub(super) fn extend(crc: u32, bytes: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new_with_initial(crc);
    hasher.update(bytes);
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_crc_of_two_parts_is_that_of_the_whole(a: Vec<u8>, b: Vec<u8>) {
            let joined = Shift::over(b.len() as u64).apply(crc32fast::hash(&a)) ^ crc32fast::hash(&b);
            prop_assert_eq!(joined, crc32fast::hash(&[a.clone(), b.clone()].concat()));
            prop_assert_eq!(extend(crc32fast::hash(&a), &b), joined);
        }
    }
}
