//! The fast path: plain ASCII addresses, sixteen octets at a time.

use crate::octets::short;
use wide::u8x16;

/// What an octet may be. A dot is in neither part's set: it separates.
const ATEXT: u8 = 1;

/// `atext` of RFC 5321 §4.1.2.
static CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut octet = 0;
    while octet < 128 {
        if (octet as u8).is_ascii_alphanumeric() {
            class[octet] = ATEXT;
        }
        octet += 1;
    }
    let specials = b"!#$%&'*+-/=?^_`{|}~";
    let mut i = 0;
    while i < specials.len() {
        class[specials[i] as usize] = ATEXT;
        i += 1;
    }
    class
};

/// Whether the octet may stand in an unquoted local part (RFC 5321 §4.1.2), dots excluded.
pub(super) fn is_atext(octet: u8) -> bool {
    CLASS[octet as usize] & ATEXT != 0
}

/// What the fast path sees in an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PlainAddress {
    /// Where the `@` stands.
    pub at: usize,
    /// Whether a label of the domain claims to be an A-label; whether it is a good one is not looked at.
    pub a_label: bool,
    /// Whether the local part has a capital.
    pub capitals: bool,
    /// Whether the local part has a dot.
    pub dots: bool,
    /// Whether the local part has a plus sign.
    pub pluses: bool,
    /// Whether the domain has a capital.
    pub capital_domain: bool,
}

/// Octets that [`plain`] looks at, at most: a bit each.
const LONGEST: usize = 64;

/// Sees whether the text is a valid address of the common kind: an unquoted ASCII local part, and a domain of two or
/// more labels whose last begins with a letter, together of at most 64 octets. A-labels in it are still to be checked.
/// `None` says nothing: such a text may be valid all the same, and [`super::Address::parse`] knows.
///
/// No limit of RFC 5321 §4.5.3.1 is below 63 octets, so none has to be looked at.
#[inline]
pub fn plain(text: &[u8]) -> Option<PlainAddress> {
    let seen = Seen::of(text)?;
    let at = seen.at.trailing_zeros() as usize;
    // One `@`, and something on either side of it.
    let one = seen.at != 0 && seen.at & (seen.at - 1) == 0;
    if !one || at == 0 || at + 1 == text.len() {
        return None;
    }
    let last = 1 << (text.len() - 1);
    // `at` is below 63 here.
    let local = seen.at - 1;
    let domain = !(local | seen.at);
    let edges = seen.at | seen.dots;
    // A dot at an end of a part, or two in a row.
    if seen.dots & (1 | last | (edges << 1) | (seen.at >> 1)) != 0 {
        return None;
    }
    // A hyphen at an end of a label; no other sign in the domain.
    let hyphens = seen.hyphens & domain;
    if hyphens & (last | (edges << 1) | (edges >> 1)) != 0 || (seen.signs | seen.others) & domain != 0 {
        return None;
    }
    // The last label, of two at least, begins with a letter.
    let last_dot = (seen.dots & domain).checked_ilog2()?;
    if seen.letters.unbounded_shr(last_dot + 1) & 1 == 0 {
        return None;
    }
    let mut others = seen.others & local;
    while others != 0 {
        if !text.get(others.trailing_zeros() as usize).is_some_and(|octet| is_atext(*octet)) {
            return None;
        }
        others &= others - 1;
    }
    let doubled = hyphens & (hyphens << 1) != 0;
    Some(PlainAddress {
        at,
        a_label: doubled && text[at + 1..].split(|octet| *octet == b'.').any(is_a_label),
        capitals: seen.capitals & local != 0,
        dots: seen.dots & local != 0,
        pluses: seen.pluses & local != 0,
        capital_domain: seen.capitals & domain != 0,
    })
}

/// What stands where in a text: a bit an octet, the first the lowest.
#[derive(Default)]
struct Seen {
    at: u64,
    dots: u64,
    hyphens: u64,
    letters: u64,
    capitals: u64,
    pluses: u64,
    /// Underscores and plus signs.
    signs: u64,
    /// All that is none of these and no digit.
    others: u64,
}

impl Seen {
    #[inline(always)]
    fn of(text: &[u8]) -> Option<Seen> {
        let mut seen = Seen::default();
        let length = text.len();
        if length > LONGEST {
            return None;
        }
        if length < 16 {
            seen.look(short(text), 0);
            // The octets after the text are zeros, which count as others.
            seen.others &= (1 << length) - 1;
            return Some(seen);
        }
        let (chunks, rest) = text.as_chunks::<16>();
        for (i, chunk) in chunks.iter().enumerate() {
            seen.look(*chunk, i as u32 * 16);
        }
        // The last sixteen overlap those before; what is seen twice is seen in the same place.
        if !rest.is_empty() {
            seen.look(*text.last_chunk::<16>()?, length as u32 - 16);
        }
        Some(seen)
    }

    #[inline(always)]
    fn look(&mut self, octets: [u8; 16], shift: u32) {
        let octets = u8x16::new(octets);
        let is = |octet: u8| octets.simd_eq(u8x16::splat(octet));
        let case = octets & u8x16::splat(0x20);
        let letters = (octets | u8x16::splat(0x20)) - u8x16::splat(b'a');
        let letters = letters.simd_le(u8x16::splat(25));
        let digits = (octets - u8x16::splat(b'0')).simd_le(u8x16::splat(9));
        let (at, dots, hyphens, pluses) = (is(b'@'), is(b'.'), is(b'-'), is(b'+'));
        let signs = is(b'_') | pluses;
        let known = letters | digits | at | dots | hyphens | signs;
        let put = |bits: &mut u64, lanes: u8x16| *bits |= u64::from(lanes.to_bitmask()) << shift;
        put(&mut self.at, at);
        put(&mut self.dots, dots);
        put(&mut self.hyphens, hyphens);
        put(&mut self.letters, letters);
        put(&mut self.capitals, letters & case.simd_eq(u8x16::splat(0)));
        put(&mut self.pluses, pluses);
        put(&mut self.signs, signs);
        put(&mut self.others, !known);
    }
}

/// Whether a label claims to be an A-label (RFC 5890 §2.3.2.1).
pub(super) fn is_a_label(label: &[u8]) -> bool {
    label.len() >= 4 && label[..4].eq_ignore_ascii_case(b"xn--")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn common_addresses_are_plain() {
        let seen = |at| PlainAddress { at, ..PlainAddress::default() };
        for (text, expected) in [
            ("a@b.c", seen(1)),
            ("a@b.cd", seen(1)),
            ("ann@lee.example", seen(3)),
            ("ann.lee+news@mail.example.com", PlainAddress { dots: true, pluses: true, ..seen(12) }),
            ("Ann@example.com", PlainAddress { capitals: true, ..seen(3) }),
            ("o'brien@x-y.example", seen(7)),
            ("a@B.cd", PlainAddress { capital_domain: true, ..seen(1) }),
            ("a@xn--a.cd", PlainAddress { a_label: true, ..seen(1) }),
            ("a@b.XN--a", PlainAddress { a_label: true, capital_domain: true, ..seen(1) }),
            ("a@b--c.cd", seen(1)),
        ] {
            assert_eq!(plain(text.as_bytes()), Some(expected), "{text}");
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
            "a@b+c.de",
            "å@b.cd",
            "a@b@c.de",
            "a.b.c.d.e.f@example",
        ] {
            assert_eq!(plain(text.as_bytes()), None, "{text}");
        }
    }

    /// The same octet by octet, as the standard has it.
    fn slowly(text: &str) -> Option<PlainAddress> {
        let (local, domain) = text.split_once('@').filter(|_| text.len() <= LONGEST)?;
        let atom = |atom: &str| !atom.is_empty() && atom.bytes().all(is_atext);
        let labels: Vec<&str> = domain.split('.').collect();
        let label = |label: &&str| {
            !label.is_empty()
                && label.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let good = local.split('.').all(atom)
            && labels.len() > 1
            && labels.iter().all(label)
            && labels.last()?.starts_with(|c: char| c.is_ascii_alphabetic());
        good.then(|| PlainAddress {
            at: local.len(),
            a_label: labels.iter().any(|label| is_a_label(label.as_bytes())),
            capitals: local.contains(|c: char| c.is_ascii_uppercase()),
            dots: local.contains('.'),
            pluses: local.contains('+'),
            capital_domain: domain.contains(|c: char| c.is_ascii_uppercase()),
        })
    }

    proptest! {
        #[test]
        fn it_sees_what_one_octet_after_the_other_shows(
            text in "[a-zA-Z0-9.+_'@-]{0,8}@[a-z0-9A-Z.-]{0,8}|[a-c.]{0,40}@([xn-]{1,6}\\.){1,6}[a-z0-9]{1,3}|(?s).{0,20}|[!-~]{1,3}@[!-~]{1,3}|a@[a-d]{56,62}\\.e",
        ) {
            prop_assert_eq!(plain(text.as_bytes()), slowly(&text), "{}", text);
        }
    }
}
