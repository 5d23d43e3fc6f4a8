//! Places in a text, as the engine counts them (bytes) and as the browser does (UTF-16 units).

use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Opens the view in which the text part is edited, for whoever goes to a place in it.
pub fn show_text_part() {
    let tab = document().get_element_by_id("preview-text").and_then(|tab| tab.dyn_into::<HtmlElement>().ok());
    if let Some(tab) = tab {
        tab.click();
    }
}

/// The byte at which a place in UTF-16 units stands. Past the end means the end.
pub fn byte_of(text: &str, units: usize) -> usize {
    let mut seen = 0;
    for (at, letter) in text.char_indices() {
        if seen >= units {
            return at;
        }
        seen += letter.len_utf16();
    }
    text.len()
}

/// The place in UTF-16 units of a byte. A byte inside a character means the character's start.
pub fn units_of(text: &str, byte: usize) -> u32 {
    let before = &text[..text.floor_char_boundary(byte)];
    before.chars().map(char::len_utf16).sum::<usize>() as u32
}

/// The line of a place in UTF-16 units, from 0.
pub fn line_of(text: &str, units: usize) -> usize {
    text.as_bytes()[..byte_of(text, units)].iter().filter(|byte| **byte == b'\n').count()
}

/// What differs between two texts: where they part, and the ends of the differing parts in each, in bytes.
pub fn difference(old: &str, new: &str) -> (usize, usize, usize) {
    let start = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
    let start = new.floor_char_boundary(old.floor_char_boundary(start));
    let same = old.as_bytes()[start..]
        .iter()
        .rev()
        .zip(new.as_bytes()[start..].iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let old_end = old.ceil_char_boundary(old.len() - same);
    let new_end = new.ceil_char_boundary(new.len() - same);
    (start, old_end, new_end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_in_both_ways() {
        let text = "aø🙂b";
        for (units, byte) in [(0, 0), (1, 1), (2, 3), (4, 7), (5, 8), (99, 8)] {
            assert_eq!(byte_of(text, units), byte);
        }
        for (byte, units) in [(0, 0), (1, 1), (3, 2), (5, 2), (7, 4), (8, 5)] {
            assert_eq!(units_of(text, byte), units);
        }
        assert_eq!(line_of("a\nb\nc", 2), 1);
    }

    #[test]
    fn the_difference_lies_between_what_is_alike() {
        assert_eq!(difference("abc", "abXc"), (2, 2, 3));
        assert_eq!(difference("aaa", "aa"), (2, 3, 2));
        assert_eq!(difference("same", "same"), (4, 4, 4));
        let (start, old, new) = difference("æ", "ø");
        assert_eq!((start, old, new), (0, 2, 2));
    }
}
