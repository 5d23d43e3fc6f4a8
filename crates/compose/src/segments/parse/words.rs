//! The words and signs in a tag.

use crate::tags::{Token, TokenKind, tokens};
use std::ops::Range;

/// Words that mean something else than a column.
const RESERVED: [&str; 16] = [
    "true", "True", "false", "False", "none", "None", "not", "and", "or", "in", "is", "if", "else", "loop",
    "self", "row",
];
/// Globals of the engine, and names with a meaning of their own in it.
const GLOBALS: [&str; 6] = ["range", "dict", "namespace", "debug", "caller", "super"];
/// The longest loop over numbers.
const MOST_NUMBERS: i64 = 1_000;

pub(super) type Tokens<'t> = std::iter::Peekable<std::vec::IntoIter<Token<'t>>>;

/// `for name in range(end)` or `range(start, end)`.
pub(super) fn numbers(inner: &str) -> Option<Range<i64>> {
    let mut tokens = tokens(inner, 0).into_iter().peekable();
    (0..3).try_for_each(|_| tokens.next().map(drop))?;
    word(&mut tokens, "range")?;
    mark(&mut tokens, "(")?;
    let number = |tokens: &mut Tokens<'_>| tokens.next()?.text.parse::<i64>().ok();
    let mut range = 0..number(&mut tokens)?;
    if tokens.next_if(|token| token.text == ",").is_some() {
        range = range.end..number(&mut tokens)?;
    }
    mark(&mut tokens, ")")?;
    (tokens.next().is_none() && range.end - range.start <= MOST_NUMBERS).then_some(range)
}

pub(super) fn mark(tokens: &mut Tokens<'_>, text: &str) -> Option<()> {
    tokens.next_if(|token| token.kind == TokenKind::Mark && token.text == text).map(drop)
}

pub(super) fn word(tokens: &mut Tokens<'_>, text: &str) -> Option<()> {
    tokens.next_if(|token| token.kind == TokenKind::Word && token.text == text).map(drop)
}

/// The name of a column or of a loop's variable.
pub(super) fn variable<'t>(token: &Token<'t>) -> Option<&'t str> {
    let name = (token.kind == TokenKind::Word).then_some(token.text)?;
    (!RESERVED.contains(&name) && !GLOBALS.contains(&name)).then_some(name)
}

/// A quoted text without escapes.
pub(super) fn quoted(token: &Token<'_>) -> Option<String> {
    if token.kind != TokenKind::Text || token.text.contains('\\') {
        return None;
    }
    let inner = token.text.get(1..token.text.len().checked_sub(1)?)?;
    Some(inner.to_owned())
}
