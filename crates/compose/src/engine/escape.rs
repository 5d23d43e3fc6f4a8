//! Values in HTML: escaped byte for byte as Jinja2 does it. The engine's own way also writes every `/` as six bytes,
//! which makes a letter's addresses long.

use mail::octets;
use minijinja::value::Value;
use minijinja::{AutoEscape, Error, ErrorKind, Output, State, escape_formatter};
use wide::u8x16;

/// Writes a value where a tag stands: escaped in HTML, unless it is markup already.
pub(super) fn formatter(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    match value.as_str() {
        Some(text) if matches!(state.auto_escape(), AutoEscape::Html) && !value.is_safe() => {
            write(text, |piece| out.write_str(piece)).map_err(|_| Error::from(ErrorKind::WriteFailure))
        }
        _ => escape_formatter(out, state, value),
    }
}

/// The filters `e` and `escape`: markup of any value.
pub(super) fn filter(value: &Value) -> Value {
    if value.is_safe() {
        return value.clone();
    }
    let text = match value.as_str() {
        Some(text) => text.to_string(),
        None => value.to_string(),
    };
    let mut out = String::with_capacity(text.len());
    let _: Result<(), ()> = write(&text, |piece| {
        out.push_str(piece);
        Ok(())
    });
    Value::from_safe_string(out)
}

/// Gives the text in pieces: what may stay as it is, and references for `&`, `<`, `>`, `"` and `'`.
pub(crate) fn write<E>(text: &str, mut piece: impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
    let mut rest = text;
    while let Some(at) = octets::find(rest.as_bytes(), signs) {
        let reference = match rest.as_bytes().get(at) {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            Some(b'"') => "&#34;",
            _ => "&#39;",
        };
        if let Some(plain) = rest.get(..at).filter(|plain| !plain.is_empty()) {
            piece(plain)?;
        }
        piece(reference)?;
        rest = rest.get(at + 1..).unwrap_or_default();
    }
    if rest.is_empty() { Ok(()) } else { piece(rest) }
}

#[inline]
fn signs(octets: u8x16) -> u8x16 {
    let is = |sign: u8| octets.simd_eq(u8x16::splat(sign));
    is(b'&') | is(b'<') | is(b'>') | is(b'"') | is(b'\'')
}

#[cfg(test)]
mod tests {
    use crate::engine::{HTML, TEXT, environment};
    use minijinja::context;

    #[track_caller]
    fn check(template: &str, html: &str, text: &str) {
        let env = environment();
        let row = context!(v => "a/b <'\"&> é", n => 1.5);
        assert_eq!(env.render_named_str(HTML, template, &row).unwrap(), html);
        assert_eq!(env.render_named_str(TEXT, template, &row).unwrap(), text);
    }

    #[test]
    fn values_are_escaped_as_jinja2_does() {
        const ESCAPED: &str = "a/b &lt;&#39;&#34;&amp;&gt; é";
        check("{{ v }}", ESCAPED, "a/b <'\"&> é");
        check("{{ v | e }}", ESCAPED, ESCAPED);
        check("{{ v | safe }}", "a/b <'\"&> é", "a/b <'\"&> é");
        check("{% set x %}{{ v }}{% endset %}{{ x }}", ESCAPED, "a/b <'\"&> é");
        check("{{ n }}{{ n | e }}{{ '<' ~ n }}", "1.51.5&lt;1.5", "1.51.5<1.5");
    }
}
