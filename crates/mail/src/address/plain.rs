//! The fast path: plain ASCII addresses, one table look-up an octet.

/// What an octet may be. A dot is in neither part's set: it separates.
const ATEXT: u8 = 1;
const LETTER_DIGIT: u8 = 2;
const HYPHEN: u8 = 4;

/// `atext` of RFC 5321 §4.1.2 and the letters, digits and hyphen of its `sub-domain`.
static CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut octet = 0;
    while octet < 128 {
        let c = octet as u8;
        if c.is_ascii_alphanumeric() {
            class[octet] = ATEXT | LETTER_DIGIT;
        }
        octet += 1;
    }
    let specials = b"!#$%&'*+/=?^_`{|}~";
    let mut i = 0;
    while i < specials.len() {
        class[specials[i] as usize] = ATEXT;
        i += 1;
    }
    class[b'-' as usize] = ATEXT | HYPHEN;
    class
};

/// Whether the octet may stand in an unquoted local part (RFC 5321 §4.1.2), dots excluded.
pub(super) fn is_atext(octet: u8) -> bool {
    CLASS[octet as usize] & ATEXT != 0
}

/// What the fast path sees in an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlainAddress {
    /// Where the `@` stands.
    pub at: usize,
    /// Whether a label of the domain claims to be an A-label; whether it is a good one is not looked at.
    pub a_label: bool,
}

/// Sees whether the text is a valid address of the common kind: an unquoted ASCII local part, and a domain of two or
/// more labels whose last begins with a letter. A-labels in it are still to be checked. `None` says nothing: such a
/// text may be valid all the same, and [`super::Address::parse`] knows.
pub fn plain(text: &[u8]) -> Option<PlainAddress> {
    if text.len() > 254 {
        return None;
    }
    let at = plain_local(text)?;
    plain_domain(&text[at + 1..]).map(|a_label| PlainAddress { at, a_label })
}

/// Where the `@` stands if the text begins with an unquoted ASCII local part of at most 64 octets and an `@`. What
/// follows is not looked at: with a domain that is known to be good this makes an address, if 254 octets hold it.
pub fn plain_local(text: &[u8]) -> Option<usize> {
    let mut last = b'.';
    for (at, &octet) in text.iter().take(65).enumerate() {
        if CLASS[octet as usize] & ATEXT == 0 {
            match octet {
                b'.' if last != b'.' => {}
                b'@' if last != b'.' => return Some(at),
                _ => return None,
            }
        }
        last = octet;
    }
    None
}

/// Whether the domain has what may be an A-label; `None` where it is not a plain one.
fn plain_domain(domain: &[u8]) -> Option<bool> {
    let mut start = 0;
    let mut labels = 0;
    let mut last = b'.';
    let mut a_label = false;
    for (i, &octet) in domain.iter().enumerate() {
        let class = CLASS[octet as usize];
        if class & LETTER_DIGIT == 0 {
            if octet == b'.' {
                // An empty label, one that ends in a hyphen, or one too long.
                if last == b'.' || last == b'-' || i - start > 63 {
                    return None;
                }
                a_label |= is_a_label(&domain[start..i]);
                labels += 1;
                start = i + 1;
            } else if class & HYPHEN == 0 || last == b'.' {
                return None;
            }
        }
        last = octet;
    }
    let tld = &domain[start..];
    let good = labels > 0 && last != b'.' && last != b'-' && tld.len() <= 63 && tld[0].is_ascii_alphabetic();
    good.then(|| a_label | is_a_label(tld))
}

/// Whether a label claims to be an A-label (RFC 5890 §2.3.2.1).
pub(super) fn is_a_label(label: &[u8]) -> bool {
    label.len() >= 4 && label[..4].eq_ignore_ascii_case(b"xn--")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_addresses_are_plain() {
        for (text, at, a_label) in [
            ("a@b.cd", 1, false),
            ("ann.lee+news@mail.example.com", 12, false),
            ("o'brien@x-y.example", 7, false),
            ("a@xn--a.cd", 1, true),
            ("a@b.XN--a", 1, true),
        ] {
            assert_eq!(plain(text.as_bytes()), Some(PlainAddress { at, a_label }), "{text}");
        }
    }

    #[test]
    fn all_else_is_left_to_the_grammar() {
        for text in [
            "",
            "@",
            "a@",
            "@b.cd",
            "a@b",
            "a@b.",
            "a@.b",
            "a@b..cd",
            ".a@b.cd",
            "a.@b.cd",
            "a..b@c.de",
            "a@b-.cd",
            "a@-b.cd",
            "a@b.-cd",
            "a@b.cd-",
            "a@1.2.3.4",
            "\"a\"@b.cd",
            "a b@c.de",
            "a@b_c.de",
            "å@b.cd",
            "a@b@c.de",
        ] {
            assert_eq!(plain(text.as_bytes()), None, "{text}");
        }
    }
}
