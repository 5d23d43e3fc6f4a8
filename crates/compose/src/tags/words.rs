//! Tags as words of ASCII, for stages that read bytes.

use super::hide::placeholder;
use memchr::memmem;
use std::fmt::Write;

/// How tags are written as ASCII words.
#[derive(Debug, Clone)]
pub(crate) struct Words {
    stem: String,
}

impl Words {
    /// Words that do not occur in the text yet: `zq17qz`, or with more `q`s.
    pub(crate) fn absent_from(text: &str) -> Words {
        let mut stem = String::from("zq");
        let lower = text.to_ascii_lowercase();
        while memmem::find(lower.as_bytes(), stem.as_bytes()).is_some() {
            stem.push('q');
        }
        Words { stem }
    }

    pub(crate) fn push(&self, out: &mut String, number: usize) {
        let _ = write!(out, "{}{number}z", self.stem);
    }

    /// The text with placeholders again in place of the words; comments that hold nothing but a word go with it.
    pub(crate) fn back(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(i) = memmem::find(rest.as_bytes(), self.stem.as_bytes()) {
            let after = &rest[i + self.stem.len()..];
            let digits = after.bytes().take_while(u8::is_ascii_digit).count();
            let number = after.get(..digits).and_then(|d| d.parse().ok()).and_then(placeholder);
            let before = &rest[..i];
            match (number, after.as_bytes().get(digits)) {
                (Some(c), Some(b'z')) => {
                    rest = &after[digits + 1..];
                    match (before.strip_suffix("<!--"), rest.strip_prefix("-->")) {
                        (Some(before), Some(after)) => {
                            out.push_str(before);
                            rest = after;
                        }
                        _ => out.push_str(before),
                    }
                    out.push(c);
                }
                _ => {
                    out.push_str(before);
                    out.push_str(&self.stem);
                    rest = after;
                }
            }
        }
        out.push_str(rest);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tags::{Tags, number};
    use proptest::prelude::*;

    fn to_words(text: &str) -> (String, Words) {
        let words = Words::absent_from(text);
        let mut out = String::new();
        for c in text.chars() {
            match number(c) {
                Some(n) => words.push(&mut out, n),
                None => out.push(c),
            }
        }
        (out, words)
    }

    #[test]
    fn words_survive_text_that_has_them() {
        let mut tags = Tags::default();
        let hidden = tags.hide("zq0z zqq1 {{ a }}<!-- {{ b }} -->", true);
        let (text, words) = to_words(&hidden);
        assert!(text.is_ascii());
        assert_eq!(words.back(&text), hidden);
    }

    proptest! {
        #[test]
        fn hiding_and_showing_any_text_gives_it_back(text in "[a-z{}%#'\" |zq0-9-]{0,60}") {
            if minijinja::Environment::new().template_from_str(&text).is_err() || text.contains("raw") {
                return Ok(());
            }
            let mut tags = Tags::default();
            let hidden = tags.hide(&text, true);
            prop_assert_eq!(tags.show(&hidden).replace("{% raw %}{{% endraw %}", "{"), text);
            let (worded, words) = to_words(&hidden);
            prop_assert_eq!(words.back(&worded), hidden);
        }
    }
}
