//! The words of the template language, and the pieces of an expression.

use std::ops::Range;

/// The filters that a template may use; a test holds the list equal to the engine's.
pub(crate) const FILTERS: &[&str] = &[
    "abs",
    "attr",
    "batch",
    "bool",
    "capitalize",
    "center",
    "chain",
    "count",
    "d",
    "default",
    "dictsort",
    "e",
    "escape",
    "first",
    "float",
    "format",
    "groupby",
    "indent",
    "int",
    "items",
    "join",
    "last",
    "length",
    "lines",
    "list",
    "lower",
    "map",
    "max",
    "min",
    "pprint",
    "reject",
    "rejectattr",
    "replace",
    "reverse",
    "round",
    "safe",
    "select",
    "selectattr",
    "slice",
    "sort",
    "split",
    "string",
    "sum",
    "title",
    "trim",
    "truncate",
    "unique",
    "upper",
    "urlencode",
    "wordcount",
    "zip",
];

/// The tests that a template may use after `is`.
pub(crate) const TESTS: &[&str] = &[
    "boolean",
    "defined",
    "divisibleby",
    "endingwith",
    "eq",
    "equalto",
    "escaped",
    "even",
    "false",
    "filter",
    "float",
    "ge",
    "greaterthan",
    "gt",
    "in",
    "int",
    "integer",
    "iterable",
    "le",
    "lessthan",
    "lower",
    "lt",
    "mapping",
    "ne",
    "none",
    "number",
    "odd",
    "safe",
    "sameas",
    "sequence",
    "startingwith",
    "string",
    "test",
    "true",
    "undefined",
    "upper",
];

/// What a piece of an expression is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// A name or a keyword.
    Word,
    /// A quoted text, quotes included.
    Text,
    /// A number.
    Number,
    /// An operator or a bracket.
    Mark,
}

/// A piece of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token<'t> {
    pub(crate) kind: TokenKind,
    pub(crate) text: &'t str,
    pub(crate) span: Range<usize>,
}

/// The pieces of a tag's inside, which starts at `offset` in the text.
pub(crate) fn tokens(inner: &str, offset: usize) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(c) = inner.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = &inner[at..];
        let (kind, length) = match c {
            c if c.is_whitespace() => {
                at += c.len_utf8();
                continue;
            }
            '"' | '\'' => (TokenKind::Text, quoted_length(rest, c)),
            c if c == '_' || unicode_ident::is_xid_start(c) => {
                let end = rest.find(|c| !unicode_ident::is_xid_continue(c)).unwrap_or(rest.len());
                (TokenKind::Word, end)
            }
            c if c.is_ascii_digit() => {
                (TokenKind::Number, rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len()))
            }
            c => {
                let two = ["==", "!=", "<=", ">=", "//", "**"].iter().any(|op| rest.starts_with(op));
                (TokenKind::Mark, if two { 2 } else { c.len_utf8() })
            }
        };
        out.push(Token { kind, text: &rest[..length], span: offset + at..offset + at + length });
        at += length;
    }
    out
}

fn quoted_length(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (i, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return i + 1,
            _ => {}
        }
    }
    rest.len()
}

/// The text of a quoted piece.
pub(super) fn unquoted(text: &str) -> String {
    let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or("");
    let mut out = String::new();
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next()),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_editor_completes_what_the_engine_knows() {
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../editor/words.json");
        let words: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        assert_eq!(words["filters"], serde_json::json!(FILTERS));
        assert_eq!(words["tests"], serde_json::json!(TESTS));
    }
}
