//! Text that may stand in a header.

use std::borrow::Cow;

/// Text without any control character or line break: safe as a header's value. It exists only through
/// [`HeaderText::new`], which takes every text and mends what can't stand in a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderText<'a> {
    text: Cow<'a, str>,
}

impl<'a> HeaderText<'a> {
    /// The text with each run of control characters (line breaks, tabs, NUL, C1, U+2028, U+2029) made into one
    /// space. Text without any is borrowed as it is.
    pub fn new(text: &'a str) -> HeaderText<'a> {
        if !text.contains(is_control) {
            return HeaderText { text: Cow::Borrowed(text) };
        }
        let mut clean = String::with_capacity(text.len());
        let mut in_run = false;
        for c in text.chars() {
            let control = is_control(c);
            if !control {
                clean.push(c);
            } else if !in_run {
                clean.push(' ');
            }
            in_run = control;
        }
        HeaderText { text: Cow::Owned(clean) }
    }

    /// The text of a name: as [`HeaderText::new`], and every run of white space is one space, none at the ends.
    /// Names come from cells, in which stray spaces mean nothing.
    pub fn name(text: &'a str) -> HeaderText<'a> {
        let clean = HeaderText::new(text.trim());
        let tidy = !clean.text.contains("  ") && clean.text.trim().len() == clean.text.len();
        if tidy {
            return clean;
        }
        let words: Vec<&str> = clean.text.split_whitespace().collect();
        HeaderText { text: Cow::Owned(words.join(" ")) }
    }

    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the text differs from what was given.
    pub fn was_mended(&self) -> bool {
        matches!(self.text, Cow::Owned(_))
    }
}

/// Cc of Unicode, and the two separators that some readers take for line breaks.
fn is_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(HeaderText::new(text).as_str(), expected);
    }

    #[test]
    fn line_breaks_never_get_in() {
        check("Hello", "Hello");
        check("Hello\r\nBcc: everybody@example.com", "Hello Bcc: everybody@example.com");
        check("a\nb\rc\0d\u{85}e\u{2028}f\tg", "a b c d e f g");
        check("  two  spaces  ", "  two  spaces  ");
    }

    #[test]
    fn names_lose_stray_spaces() {
        assert_eq!(HeaderText::name(" Ann \u{a0} \t Lee\n").as_str(), "Ann Lee");
        assert_eq!(HeaderText::name("Ann Lee").as_str(), "Ann Lee");
        assert!(!HeaderText::name("Ann Lee").was_mended());
    }
}
