//! One header field on its way out: words, spaces between them, and folds where a line grows long.

use super::HeaderName;

/// Lines are folded before they pass this many characters: RFC 5322 §2.1.1 asks for 78, RFC 2047 §2 for 76
/// where an encoded word stands in the line.
pub(crate) const WIDTH: usize = 76;

/// Writes one field. Only the modules under [`crate::header`] give it words, after having made them safe.
pub(crate) struct Field<'o> {
    out: &'o mut Vec<u8>,
    column: usize,
    has_words: bool,
}

impl<'o> Field<'o> {
    /// Writes the name and its colon.
    pub(crate) fn open(out: &'o mut Vec<u8>, name: &HeaderName) -> Field<'o> {
        out.extend_from_slice(name.as_str().as_bytes());
        out.push(b':');
        Field { out, column: name.as_str().len() + 1, has_words: false }
    }

    /// How many characters a further word may have in this line, the space before it not counted.
    pub(crate) fn room(&self) -> usize {
        WIDTH.saturating_sub(self.column + 1)
    }

    /// Writes a space and a word. The line is folded first where the word would not fit, but never right after
    /// the name: some readers take an empty first line for an empty value.
    pub(crate) fn word(&mut self, word: &str) {
        if self.has_words && word.len() > self.room() {
            self.fold();
        }
        self.append(word);
    }

    /// Writes a space and a word in a new line, where this line has less room than `least`.
    pub(crate) fn fold_below(&mut self, least: usize) {
        if self.room() < least {
            self.fold();
        }
    }

    /// Ends the field.
    pub(crate) fn close(self) {
        self.out.extend_from_slice(b"\r\n");
    }

    fn fold(&mut self) {
        // The space that `append` writes next is the white space that makes this a continuation line.
        self.out.extend_from_slice(b"\r\n");
        self.column = 0;
    }

    fn append(&mut self, word: &str) {
        debug_assert!(!word.contains(['\r', '\n', '\0']), "a line break got past the header types");
        self.out.push(b' ');
        self.out.extend_from_slice(word.as_bytes());
        self.column += 1 + word.len();
        self.has_words = true;
    }
}
