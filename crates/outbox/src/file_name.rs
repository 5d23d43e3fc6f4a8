//! Names of message files: safe on every system, sorted as the list is.

/// The longest slug of an address in a name.
const LONGEST: usize = 60;

/// `00002-ann-example.com.eml`: the row's number in at least `digits` digits, and what of the address is safe
/// in a name everywhere (lower-case ASCII letters, digits, dots and hyphens). The number makes it unique.
pub(crate) fn message_file(row: u32, address: &str, digits: usize) -> String {
    let mut slug = String::with_capacity(LONGEST);
    for c in address.chars() {
        let c = c.to_ascii_lowercase();
        let safe = c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_');
        // Runs of other characters make one hyphen, and a dot stands only inside (`..` never).
        if safe && !(c == '.' && (slug.is_empty() || slug.ends_with(['.', '-']))) {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with(['-', '.']) {
            slug.push('-');
        }
        if slug.len() >= LONGEST {
            break;
        }
    }
    let slug = slug.trim_end_matches(['-', '.']);
    let slug = if slug.is_empty() { "message" } else { slug };
    format!("{row:0digits$}-{slug}.eml")
}

/// How many digits the numbers of a list of this many rows need, five at least.
pub(crate) fn digits(largest: u32) -> usize {
    largest.checked_ilog10().map_or(1, |n| n as usize + 1).max(5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(row: u32, address: &str, expected: &str) {
        assert_eq!(message_file(row, address, 5), expected);
    }

    #[test]
    fn names_are_safe() {
        check(2, "ann@example.com", "00002-ann-example.com.eml");
        check(123_456, "Ann.Lee+news@Example.com", "123456-ann.lee-news-example.com.eml");
        check(7, "\"../../etc/passwd\"@example.com", "00007-etc-passwd-example.com.eml");
        check(8, "用户@例え.jp", "00008-jp.eml");
        check(9, "用户", "00009-message.eml");
        check(10, &"a".repeat(99), &format!("00010-{}.eml", "a".repeat(60)));
    }

    #[test]
    fn numbers_sort_as_text() {
        assert_eq!((digits(0), digits(99_999), digits(100_000)), (5, 5, 6));
    }
}
