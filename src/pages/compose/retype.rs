//! The shortest way from one preview to the next. Most key presses change one run of text and no tag; then that text
//! is set, and the letter is neither read again nor compared node by node.

use wasm_bindgen::JsCast;
use web_sys::{Document, Node, XPathResult};

/// A run of text that became another.
#[derive(Debug, PartialEq, Eq)]
struct Change {
    before: String,
    after: String,
}

/// Changes the document that shows `old` to what `new` shows, where only one run of text differs. False where more
/// differs, or where the text is not found exactly once; then nothing was done.
pub fn patch(document: &Document, old: &str, new: &str) -> bool {
    let Some(change) = change(old, new) else { return false };
    let Some(node) = only(document, &change.before) else { return false };
    node.set_node_value(Some(&change.after));
    true
}

/// The one text node with this text; `None` also where there are several.
fn only(document: &Document, text: &str) -> Option<Node> {
    let quote = ['"', '\''].into_iter().find(|quote| !text.contains(*quote))?;
    let path = format!("/html/body//text()[.={quote}{text}{quote}]");
    let found = document.evaluate(&path, document.unchecked_ref::<Node>()).ok()?;
    let next = |found: &XPathResult| found.iterate_next().ok().flatten();
    let node = next(&found)?;
    next(&found).is_none().then_some(node)
}

/// What differs, if it is one run of text between two tags.
fn change(old: &str, new: &str) -> Option<Change> {
    let (a, b) = (old.as_bytes(), new.as_bytes());
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    // From the end, but not into what is the same from the start: in `aa` one more `a` is met from both sides.
    let (rest_a, rest_b) = (a.get(same..)?, b.get(same..)?);
    let behind = rest_a.iter().rev().zip(rest_b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (end_a, end_b) = (a.len() - behind, b.len() - behind);
    // The run begins after the last tag before the difference and ends at the next tag behind it.
    let start = a.get(..same)?.iter().rposition(|byte| matches!(byte, b'<' | b'>'))?;
    let tail = a.get(end_a..)?.iter().position(|byte| matches!(byte, b'<' | b'>'))?;
    let opens = a.get(start) == Some(&b'>') && a.get(end_a + tail) == Some(&b'<');
    let before = old.get(start + 1..end_a + tail)?;
    let after = new.get(start + 1..end_b + tail)?;
    // Blank text is dropped by the parser in some places.
    let is_text = |run: &str| !run.trim().is_empty() && !run.contains(['<', '>']);
    if !opens || !is_text(before) || !is_text(after) {
        return None;
    }
    Some(Change { before: read(before)?, after: read(after)? })
}

/// The text as a parser reads it; `None` where it has more than the references that every letter has.
fn read(raw: &str) -> Option<String> {
    if raw.contains('\r') {
        return None;
    }
    let mut pieces = raw.split('&');
    let mut text = pieces.next()?.to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once(';')?;
        text.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" | "#34" => '"',
            "#39" | "#x27" => '\'',
            "#x2f" => '/',
            "nbsp" => '\u{a0}',
            _ => return None,
        });
        text.push_str(rest);
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(old: &str, new: &str) -> Option<(String, String)> {
        change(old, new).map(|change| (change.before, change.after))
    }

    fn pair(before: &str, after: &str) -> Option<(String, String)> {
        Some((before.into(), after.into()))
    }

    #[test]
    fn a_run_of_text_is_found_whole() {
        assert_eq!(of("<p>Hello</p>", "<p>Hellxo</p>"), pair("Hello", "Hellxo"));
        assert_eq!(of("<p>aa</p>", "<p>aaa</p>"), pair("aa", "aaa"));
        assert_eq!(of("<p>Zoë &amp; I</p>", "<p>Zoé &amp; I</p>"), pair("Zoë & I", "Zoé & I"));
        assert_eq!(of("<p>one</p><p>two</p>", "<p>one</p><p>to</p>"), pair("two", "to"));
        assert_eq!(of("<p>a</p>", "<p>a&lt;</p>"), pair("a", "a<"));
    }

    #[test]
    fn anything_else_is_left_to_the_long_way() {
        for (old, new) in [
            ("<p>a</p>", "<p>a</p>"),
            ("<p>a</p>", "<p>a<b>c</b></p>"),
            ("<p>a</p>", "<p></p>"),
            ("<p> </p>", "<p>a</p>"),
            ("<p class=\"a\">x</p>", "<p class=\"b\">x</p>"),
            ("<p>a</p><p>b</p>", "<p>c</p><p>d</p>"),
            ("<p>a&copy;</p>", "<p>a&copy;b</p>"),
            ("<p>a &b</p>", "<p>a &bc</p>"),
            ("plain", "plains"),
            ("", "a"),
        ] {
            assert_eq!(of(old, new), None, "{old} {new}");
        }
    }
}
