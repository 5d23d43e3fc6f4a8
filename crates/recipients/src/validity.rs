//! Whether addresses are valid, and nothing else about them: for programs that only count.

use crate::domains::Domains;
use mail::address;

/// Looks at many addresses. It remembers their domains, of which most lists have few.
pub struct Validity {
    domains: Domains,
}

impl Validity {
    /// Nothing is known yet.
    pub fn new() -> Validity {
        Validity { domains: Domains::new() }
    }

    /// Whether mail can be written to the address: whether [`mail::Address::parse`] takes it.
    pub fn is_valid(&mut self, text: &str) -> bool {
        let bytes = text.as_bytes();
        match address::plain(bytes) {
            Some(seen) if !seen.a_label => true,
            // Whether an A-label is a good one is remembered with its domain.
            Some(seen) if !seen.capital_domain => {
                self.domains.look_up(bytes.get(seen.at + 1..).unwrap_or_default()).good
            }
            _ => address::is_valid(text),
        }
    }
}

impl Default for Validity {
    fn default() -> Validity {
        Validity::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mail::Address;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_says_what_the_parser_says(
            local in "[a-zA-Z0-9.+\"@ é-]{0,12}|[a-z]{60,70}",
            domain in "[a-zA-Z0-9.-]{0,12}|xn--bcher-kva\\.example|xn--a\\.b|bücher\\.example|\\[192\\.0\\.2\\.1\\]|([a-z]{50}\\.){3,5}com",
        ) {
            let text = format!("{local}@{domain}");
            let mut validity = Validity::new();
            for _ in 0..2 {
                prop_assert_eq!(validity.is_valid(&text), Address::parse(&text).is_ok(), "{}", text);
            }
        }
    }
}
