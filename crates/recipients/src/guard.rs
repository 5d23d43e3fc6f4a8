//! Cells that a spreadsheet would run. Such a cell is written with an apostrophe before it, and read without: so it is safe
//! in a spreadsheet and the same when it comes back.

/// Whether a spreadsheet would take the text for a formula.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Whether the text has to be written with an apostrophe more than it has: a formula, or a text that would be read as one
/// that was guarded.
pub(crate) fn needs_guard(text: &str) -> bool {
    match text.as_bytes().first() {
        Some(b'\'' | b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r') => is_formula(text.trim_start_matches('\'')),
        _ => false,
    }
}

/// The text of a cell that was written, without its guard.
#[inline]
pub(crate) fn unguarded(written: &str) -> &str {
    match written.strip_prefix('\'') {
        Some(text) if needs_guard(text) => text,
        _ => written,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_what_was_guarded_loses_an_apostrophe() {
        for (written, read) in [
            ("'=1+1", "=1+1"),
            ("''=1+1", "'=1+1"),
            ("'+47 55", "+47 55"),
            ("=1+1", "=1+1"),
            ("'tis", "'tis"),
            ("''", "''"),
            ("'", "'"),
            ("", ""),
            ("a'=", "a'="),
        ] {
            assert_eq!(unguarded(written), read, "{written}");
        }
    }

    proptest! {
        #[test]
        fn a_guarded_text_is_read_as_itself(text in "'{0,3}[=+@\\-\t\r]?.{0,6}") {
            let written = if needs_guard(&text) { format!("'{text}") } else { text.clone() };
            prop_assert!(!is_formula(&written));
            prop_assert_eq!(unguarded(&written), text);
        }
    }
}
