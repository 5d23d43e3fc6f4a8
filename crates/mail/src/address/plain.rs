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

/// Where the `@` stands if the text is a valid address of the common kind: an unquoted ASCII local part, and a
/// domain of two or more labels without A-labels whose last label begins with a letter. `None` says nothing:
/// such a text may be valid all the same, and [`super::Address::parse`] knows.
pub fn plain(text: &[u8]) -> Option<usize> {
    if text.len() > 254 {
        return None;
    }
    let mut at = 0;
    let mut last = b'.';
    loop {
        let octet = *text.get(at)?;
        if CLASS[octet as usize] & ATEXT == 0 {
            match octet {
                b'.' if last != b'.' => {}
                b'@' if last != b'.' => break,
                _ => return None,
            }
        }
        last = octet;
        at += 1;
    }
    (at <= 64 && is_plain_domain(&text[at + 1..])).then_some(at)
}

fn is_plain_domain(domain: &[u8]) -> bool {
    let mut start = 0;
    let mut labels = 0;
    let mut last = b'.';
    for (i, &octet) in domain.iter().enumerate() {
        let class = CLASS[octet as usize];
        if class & LETTER_DIGIT != 0 {
        } else if octet == b'.' {
            // An empty label, one that ends in a hyphen, one too long, or one that may be an A-label.
            if last == b'.'
                || last == b'-'
                || i - start > 63
                || matches!(domain[start], b'x' | b'X') && is_a_label(&domain[start..i])
            {
                return false;
            }
            labels += 1;
            start = i + 1;
        } else if class & HYPHEN == 0 || last == b'.' {
            return false;
        }
        last = octet;
    }
    labels > 0
        && last != b'.'
        && last != b'-'
        && domain.len() - start <= 63
        && domain[start].is_ascii_alphabetic()
        && !is_a_label(&domain[start..])
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
        for (text, at) in [("a@b.cd", 1), ("ann.lee+news@mail.example.com", 12), ("o'brien@x-y.example", 7)] {
            assert_eq!(plain(text.as_bytes()), Some(at), "{text}");
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
            "a@xn--a.cd",
            "a@b.XN--a",
            "a@b_c.de",
            "å@b.cd",
            "a@b@c.de",
        ] {
            assert_eq!(plain(text.as_bytes()), None, "{text}");
        }
    }
}
