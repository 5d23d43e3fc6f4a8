//! Finding the tags of a template, by the engine's own rules: a tag ends at its closing marker outside of quotes
//! and brackets, a comment at the first `#}`, and what stands in `{% raw %}` is text.

use std::ops::Range;

/// What a tag is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `{{ … }}`
    Expression,
    /// `{% … %}`
    Statement,
    /// `{# … #}`
    Comment,
    /// `{% raw %}` or `{% endraw %}`: says what is text, and leaves nothing itself.
    Raw,
}

/// A tag and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tag {
    pub(crate) kind: Kind,
    pub(crate) span: Range<usize>,
}

impl Tag {
    /// The tag's text without its markers and the `-` or `+` beside them, and where it starts in the text.
    pub(crate) fn inner<'t>(&self, text: &'t str) -> (&'t str, usize) {
        let whole = text.get(self.span.clone()).unwrap_or("");
        let mut start = 2.min(whole.len());
        let mut end = whole.len().saturating_sub(2).max(start);
        if whole.get(start..end).is_some_and(|s| s.starts_with(['-', '+'])) {
            start += 1;
        }
        if whole.get(start..end).is_some_and(|s| s.ends_with(['-', '+'])) {
            end -= 1;
        }
        (whole.get(start..end).unwrap_or(""), self.span.start + start)
    }

    /// The first word of a statement: `if`, `endfor`…
    pub(crate) fn keyword<'t>(&self, text: &'t str) -> &'t str {
        let inner = self.inner(text).0.trim_start();
        inner.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("")
    }
}

/// All tags of a text, in order. An unclosed tag ends the search: the engine refuses such a template.
pub(crate) fn find(text: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some((start, kind)) = next_open(text, at) {
        let Some(end) = close(text, start, kind) else { break };
        let tag = Tag { kind, span: start..end };
        at = end;
        if kind == Kind::Statement && tag.inner(text).0.trim() == "raw" {
            tags.push(Tag { kind: Kind::Raw, ..tag });
            let Some(end_raw) = find_end_raw(text, at) else { break };
            at = end_raw.end;
            tags.push(Tag { kind: Kind::Raw, span: end_raw });
        } else {
            tags.push(tag);
        }
    }
    tags
}

fn next_open(text: &str, mut at: usize) -> Option<(usize, Kind)> {
    loop {
        let start = at + text.get(at..)?.find('{')?;
        match text.as_bytes().get(start + 1) {
            Some(b'{') => return Some((start, Kind::Expression)),
            Some(b'%') => return Some((start, Kind::Statement)),
            Some(b'#') => return Some((start, Kind::Comment)),
            _ => at = start + 1,
        }
    }
}

/// One past the closing marker.
fn close(text: &str, start: usize, kind: Kind) -> Option<usize> {
    let body = text.get(start + 2..)?;
    if kind == Kind::Comment {
        return body.find("#}").map(|i| start + 2 + i + 2);
    }
    let marker: &[u8] = if kind == Kind::Expression { b"}}" } else { b"%}" };
    let bytes = body.as_bytes();
    let mut depth = 0usize;
    let mut quote = None;
    let mut i = 0;
    while let Some(&byte) = bytes.get(i) {
        match (quote, byte) {
            (Some(_), b'\\') => i += 1,
            (Some(q), b) if b == q => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, _) if depth == 0 && bytes.get(i..i + 2) == Some(marker) => return Some(start + 2 + i + 2),
            (None, b'(' | b'[' | b'{') => depth += 1,
            (None, b')' | b']' | b'}') => depth = depth.saturating_sub(1),
            (None, _) => {}
        }
        i += 1;
    }
    None
}

fn find_end_raw(text: &str, mut at: usize) -> Option<Range<usize>> {
    loop {
        let start = at + text.get(at..)?.find("{%")?;
        let rest = text.get(start + 2..)?.trim_start_matches(['-', '+']).trim_start();
        if let Some(rest) = rest.strip_prefix("endraw") {
            let rest = rest.trim_start().trim_start_matches(['-', '+']);
            if let Some(rest) = rest.strip_prefix("%}") {
                return Some(start..text.len() - rest.len());
            }
        }
        at = start + 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = find(text).into_iter().map(|tag| &text[tag.span]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn tags_end_where_the_engine_ends_them() {
        check("a {{ b }} c", &["{{ b }}"]);
        check(r#"{{ "}}" }}{{ '\'}}' }}"#, &[r#"{{ "}}" }}"#, r#"{{ '\'}}' }}"#]);
        check("{{ {'a': {'b': 1}}['a'] }}!", &["{{ {'a': {'b': 1}}['a'] }}"]);
        check("{# {{ no }} #}{%- if a -%}", &["{# {{ no }} #}", "{%- if a -%}"]);
        check("{%raw%}{{ x }}{%- endraw -%}{{ y }}", &["{%raw%}", "{%- endraw -%}", "{{ y }}"]);
        check("{ % {{ open", &[]);
        check("{{{ 1 }}", &[]);
    }

    #[test]
    fn the_inner_text_has_its_place() {
        let text = "x{%- for a in b -%}";
        let tag = find(text).remove(0);
        assert_eq!(tag.inner(text), (" for a in b ", 4));
        assert_eq!(tag.keyword(text), "for");
    }
}
