//! Texts with places, such as `Bearer {{ key }}`.

use super::Scope;
use serde_json::Value;
use std::fmt;

/// A text cut at its places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text<'t> {
    pieces: Vec<Piece<'t>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// Stands as it is.
    Plain(&'t str),
    /// The name of a value.
    Name(&'t str),
}

/// A place that can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TextError(String);

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'t> Text<'t> {
    /// Cuts a text.
    ///
    /// # Errors
    /// A place that is not closed or does not hold one name.
    pub fn parse(text: &'t str) -> Result<Text<'t>, TextError> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            if !before.is_empty() {
                pieces.push(Piece::Plain(before));
            }
            let (inner, after) = after
                .split_once("}}")
                .ok_or_else(|| TextError(format!("expected }}}} after {{{{ in {text:?}")))?;
            let name = inner.trim();
            let is_name = !name.is_empty()
                && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.'));
            if !is_name {
                return Err(TextError(format!(
                    "expected one name between {{{{ and }}}}, but found {inner:?}"
                )));
            }
            pieces.push(Piece::Name(name));
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Plain(rest));
        }
        Ok(Text { pieces })
    }

    /// The names in their order.
    pub fn names(&self) -> impl Iterator<Item = &'t str> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Name(name) => Some(*name),
            Piece::Plain(_) => None,
        })
    }

    /// The value: that of the place where the text is one place, text otherwise.
    pub(crate) fn value(&self, scope: &Scope<'_>) -> Value {
        match self.pieces.as_slice() {
            [Piece::Name(name)] => scope.value(name),
            _ => self.text(scope).map_or(Value::Null, Value::from),
        }
    }

    /// The text; `None` where the value of a place is missing.
    pub(crate) fn text(&self, scope: &Scope<'_>) -> Option<String> {
        self.text_as(scope, |_, value| value)
    }

    /// The text, with each value as `write` makes it of the place's name and its text.
    pub(crate) fn text_as(
        &self,
        scope: &Scope<'_>,
        write: impl Fn(&str, String) -> String,
    ) -> Option<String> {
        let mut out = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Plain(plain) => out.push_str(plain),
                Piece::Name(name) => match scope.value(name) {
                    Value::Null => return None,
                    Value::String(value) => out.push_str(&write(name, value)),
                    other => out.push_str(&write(name, other.to_string())),
                },
            }
        }
        Some(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found() {
        let text = Text::parse("a {{ b.c }}{{d}} e").unwrap();
        assert_eq!(
            text.pieces,
            [Piece::Plain("a "), Piece::Name("b.c"), Piece::Name("d"), Piece::Plain(" e")]
        );
        assert!(Text::parse("").unwrap().pieces.is_empty());
        for bad in ["{{", "a {{ b", "{{ }}", "{{ a b }}", "{{ a | upper }}"] {
            assert!(Text::parse(bad).is_err(), "{bad}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_cut_or_refused(text: String) {
            let _ = Text::parse(&text);
        }
    }
}
