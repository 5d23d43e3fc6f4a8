//! What is made from the seed: boundaries, Message-IDs and idempotency keys.

use mail::Address;
use sha2::{Digest as _, Sha256};

/// Makes the ids of one batch. The same letter, seed and date give the same ids.
#[derive(Debug, Clone)]
pub(crate) struct Identity {
    batch: Sha256,
    letter: Sha256,
    boundary: String,
}

impl Identity {
    /// The ids of a batch of the letter with this hash.
    pub(crate) fn new(letter_hash: &str, seed: u64, now: i64) -> Identity {
        let letter = Sha256::new().chain_update(letter_hash);
        let batch = letter.clone().chain_update(seed.to_be_bytes()).chain_update(now.to_be_bytes());
        // `=_` can't occur in quoted-printable (RFC 2045 §6.7 note (5)), nor can it in base64.
        let boundary = format!("=_{}", hex(&batch.clone().chain_update("boundary").finalize()[..15]));
        Identity { batch, letter, boundary }
    }

    /// The boundary between the parts; no encoded body can hold it.
    pub(crate) fn boundary(&self) -> &str {
        &self.boundary
    }

    /// A further boundary; none of them is the start of another.
    pub(crate) fn boundary_of(&self, mark: &str) -> String {
        format!("={mark}{}", self.boundary.trim_start_matches('='))
    }

    /// The Message-ID of a row's message, on the sender's domain (RFC 5322 §3.6.4).
    pub(crate) fn message_id(&self, row: u32, to: &str, sender: &Address) -> String {
        let digest = self.batch.clone().chain_update(row.to_be_bytes()).chain_update(to).finalize();
        format!("<{}.{row}@{}>", hex(&digest[..12]), sender.domain())
    }

    /// The key under which a relay knows the message: the same for the same letter and recipient, whatever the
    /// seed, the date and the row, so that a second hand-over of the batch sends nothing twice.
    pub(crate) fn key(&self, to: &str) -> String {
        hex(&self.letter.clone().chain_update("\0").chain_update(to).finalize()[..16])
    }
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble & 15)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_depend_on_what_they_should() {
        let sender = Address::parse("ann@example.com").unwrap();
        let one = Identity::new("abc", 1, 5);
        assert_eq!(one.message_id(2, "b@example.org", &sender), one.message_id(2, "b@example.org", &sender));
        assert_ne!(one.message_id(2, "b@example.org", &sender), one.message_id(3, "b@example.org", &sender));
        assert!(one.message_id(2, "b@example.org", &sender).ends_with(".2@example.com>"));
        let other_seed = Identity::new("abc", 2, 5);
        assert_ne!(one.boundary(), other_seed.boundary());
        assert_eq!(one.key("b@example.org"), other_seed.key("b@example.org"));
        assert_ne!(one.key("b@example.org"), Identity::new("abd", 1, 5).key("b@example.org"));
        assert_ne!(one.key("b@example.org"), one.key("c@example.org"));
    }
}
