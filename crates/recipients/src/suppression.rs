//! Who gets nothing: the suppression list.

use mail::Address;
use sha2::{Digest, Sha256};
use std::collections::HashSet;

/// Addresses that get nothing. The case of the local part does not matter here: who left as `Ann@…` is not written to
/// as `ann@…` either.
#[derive(Debug, Clone, Default)]
pub struct Suppression {
    plain: HashSet<Box<str>>,
    hashed: HashSet<[u8; 32]>,
}

impl Suppression {
    /// A list from addresses, or from SHA-256 sums of addresses in lower case (64 hexadecimal digits). An entry that
    /// is neither is kept as it is, trimmed and in lower case, so that none is lost.
    pub fn new<S: AsRef<str>>(entries: impl IntoIterator<Item = S>) -> Suppression {
        let mut list = Suppression::default();
        for entry in entries {
            let entry = entry.as_ref().trim();
            if entry.is_empty() {
            } else if let Some(sum) = sha256(entry) {
                list.hashed.insert(sum);
            } else {
                let text =
                    Address::parse(entry).map_or_else(|_| entry.to_owned(), |address| address.to_string());
                list.plain.insert(text.to_lowercase().into());
            }
        }
        list
    }

    /// The list as CSV, sorted: its addresses under `email`, or the SHA-256 sums of all under `sha256`. Sums have no way
    /// back, so those that a plain list holds stand among its addresses.
    pub fn write(&self, hashed: bool) -> String {
        let hex = |sum: &[u8]| sum.iter().map(|octet| format!("{octet:02x}")).collect::<String>();
        let mut sums: Vec<String> = self.hashed.iter().map(|sum| hex(sum)).collect();
        let mut plain: Vec<&str> = self.plain.iter().map(AsRef::as_ref).collect();
        if hashed {
            sums.extend(plain.drain(..).map(|address| hex(&Sha256::digest(address))));
        }
        plain.sort_unstable();
        sums.sort_unstable();
        sums.dedup();
        let mut out = Vec::new();
        // A reader that wants one column finds it first.
        let header: &[u8] = if hashed { b"sha256\r\n" } else { b"email\r\n" };
        out.extend_from_slice(header);
        for entry in plain.into_iter().chain(sums.iter().map(String::as_str)) {
            crate::write::push_cell(&mut out, entry, b',');
            out.extend_from_slice(b"\r\n");
        }
        // Cells are text, and so is what stands between them.
        String::from_utf8(out).unwrap_or_default()
    }

    /// How many entries there are, each counted once.
    pub fn len(&self) -> usize {
        self.plain.len() + self.hashed.len()
    }

    /// Whether nobody is on it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the address is on it.
    pub fn contains(&self, address: &Address) -> bool {
        !self.is_empty() && self.contains_folded(&address.to_string().to_lowercase())
    }

    /// Whether a normalised address in lower case is on it.
    pub(crate) fn contains_folded(&self, folded: &str) -> bool {
        self.plain.contains(folded)
            || (!self.hashed.is_empty() && self.hashed.contains::<[u8; 32]>(&Sha256::digest(folded).into()))
    }
}

/// 64 hexadecimal digits as octets.
fn sha256(text: &str) -> Option<[u8; 32]> {
    let digits = text.as_bytes();
    if digits.len() != 64 || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let mut sum = [0; 32];
    for (octet, pair) in sum.iter_mut().zip(digits.chunks_exact(2)) {
        let value = |digit: u8| (digit as char).to_digit(16).unwrap_or(0) as u8;
        *octet = value(pair[0]) << 4 | value(pair[1]);
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_plain_and_hashed_in_any_case() {
        let sum: String = Sha256::digest("bob@example.com").iter().map(|b| format!("{b:02x}")).collect();
        let list = Suppression::new(["Ann@Example.com", "", "no address", sum.as_str()]);
        assert_eq!(list.len(), 3);
        for on in ["ann@example.com", "ANN@EXAMPLE.COM", "Bob@example.com"] {
            assert!(list.contains(&Address::parse(on).unwrap()), "{on}");
        }
        assert!(!list.contains(&Address::parse("cid@example.com").unwrap()));
    }

    #[test]
    fn a_written_list_is_the_same_list() {
        let list = Suppression::new(["Ann@Example.com", "a,b@example.com"]);
        for hashed in [false, true] {
            let written = list.write(hashed);
            let table = crate::read(written.into_bytes(), &crate::ReadOptions::default()).value;
            let again = Suppression::new((0..table.rows()).map(|row| table.cell(row, 0)));
            assert_eq!(again.len(), 2);
            assert!(again.contains(&Address::parse("ann@example.com").unwrap()), "{hashed}");
        }
    }
}
