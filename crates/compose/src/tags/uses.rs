//! Which columns a template uses, and where: read from the tags themselves, so that every use has its place.

use super::tokens::{Token, TokenKind, tokens, unquoted};
use super::{Kind, Role, Tag, find, roles};
use crate::names::Names;
use diag::Span;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// One use of a column in a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldUse {
    /// The name as written: a variable, or the text in `row["…"]`.
    pub name: String,
    /// Which column it is; `None` where the list has no such column, or no list is known.
    pub column: Option<usize>,
    /// Whether it is written as `row["…"]` or `row.…`.
    pub by_header: bool,
    /// The letter's field that it stands in: `subject`, `body`…
    pub field: Cow<'static, str>,
    /// Where in that field.
    pub span: Span,
    /// Whether an empty cell is provided for: `default(…)` follows, or a condition asks for the column.
    pub guarded: bool,
    /// Whether a column that is not there is provided for: `default(…)`, or `is defined`.
    pub optional: bool,
}

impl FieldUse {
    /// Whether the span covers a quoted name, quotes included.
    pub(crate) fn quoted(&self) -> bool {
        self.by_header && self.span.len() > self.name.len()
    }
}

/// All uses of outer names in a template. `undeclared` are the names that the template takes from outside, as the
/// engine says: it knows about loops, `set` and macros.
pub(crate) fn field_uses(
    text: &str,
    field: &str,
    undeclared: &BTreeSet<String>,
    names: &Names,
) -> Vec<FieldUse> {
    let tags = find(text);
    let roles = roles(text, &tags);
    let mut out = Vec::new();
    // The names that each open `if` asks for.
    let mut conditions: Vec<BTreeSet<String>> = Vec::new();
    for (tag, (role, opener)) in tags.iter().zip(roles) {
        if !matches!(tag.kind, Kind::Expression | Kind::Statement) {
            continue;
        }
        let first = out.len();
        let (inner, offset) = tag.inner(text);
        tag_uses(tag, text, &tokens(inner, offset), undeclared, &mut out, field);
        let keyword = tag.keyword(text);
        let asks = tag.kind == Kind::Statement && matches!(keyword, "if" | "elif");
        let mut named = BTreeSet::new();
        for found in out.iter_mut().skip(first) {
            found.column = match found.by_header {
                true => names.header(&found.name),
                false => names.variable(&found.name),
            };
            found.guarded |= asks || conditions.iter().any(|names| names.contains(&found.name));
            named.insert(found.name.clone());
        }
        match role {
            Role::Open => conditions.push(if asks { named } else { BTreeSet::new() }),
            Role::Middle if opener.is_some() => {
                conditions.pop();
                conditions.push(if asks { named } else { BTreeSet::new() });
            }
            Role::Close => {
                conditions.pop();
            }
            _ => {}
        }
    }
    out
}

/// The uses in one tag.
fn tag_uses(
    tag: &Tag,
    text: &str,
    tokens: &[Token<'_>],
    undeclared: &BTreeSet<String>,
    out: &mut Vec<FieldUse>,
    field: &str,
) {
    let keyword = if tag.kind == Kind::Statement { tag.keyword(text) } else { "" };
    let pieces = Pieces { tokens, keyword };
    for (i, token) in tokens.iter().enumerate() {
        if !pieces.is_name(i) || !undeclared.contains(token.text) {
            continue;
        }
        let (name, by_header, span, next) = if token.text == "row" {
            match (pieces.mark(i + 1), tokens.get(i + 2)) {
                ("[", Some(key)) if key.kind == TokenKind::Text => {
                    (unquoted(key.text), true, key.span.clone(), i + 4)
                }
                (".", Some(key)) if key.kind == TokenKind::Word && pieces.mark(i + 3) != "(" => {
                    (key.text.to_string(), true, key.span.clone(), i + 3)
                }
                _ => continue,
            }
        } else {
            (token.text.to_string(), false, token.span.clone(), i + 1)
        };
        let defaulted = pieces.is_defaulted(next);
        let is_defined = pieces.asks_whether_defined(next);
        out.push(FieldUse {
            name,
            column: None,
            by_header,
            field: field.to_string().into(),
            span: span.into(),
            guarded: defaulted || is_defined || pieces.is_asked(token.text),
            optional: defaulted || is_defined,
        });
    }
}

/// The pieces of one tag, asked by their place. A place that is not there has an empty text.
struct Pieces<'p, 't> {
    tokens: &'p [Token<'t>],
    /// The tag's first word, if it is a statement.
    keyword: &'p str,
}

impl Pieces<'_, '_> {
    fn text(&self, i: usize, kind: TokenKind) -> &str {
        self.tokens.get(i).filter(|t| t.kind == kind).map_or("", |t| t.text)
    }

    fn word(&self, i: usize) -> &str {
        self.text(i, TokenKind::Word)
    }

    fn mark(&self, i: usize) -> &str {
        self.text(i, TokenKind::Mark)
    }

    /// Whether a name of a value stands here: no keyword, attribute, filter, test or argument's name.
    fn is_name(&self, i: usize) -> bool {
        if self.word(i).is_empty() || (i == 0 && !self.keyword.is_empty()) {
            return false;
        }
        let before = |n: usize| i.checked_sub(n);
        let mark = before(1).map_or("", |i| self.mark(i));
        let word = before(1).map_or("", |i| self.word(i));
        let test = word == "is" || (word == "not" && before(2).is_some_and(|i| self.word(i) == "is"));
        let argument = self.mark(i + 1) == "=" && self.keyword != "with" && self.depth(i) > 0;
        !matches!(mark, "." | "|") && !test && !argument
    }

    /// How many brackets are open before a place.
    fn depth(&self, i: usize) -> usize {
        let marks = self.tokens.iter().take(i).filter(|t| t.kind == TokenKind::Mark);
        marks.fold(0usize, |depth, t| match t.text {
            "(" | "[" | "{" => depth + 1,
            ")" | "]" | "}" => depth.saturating_sub(1),
            _ => depth,
        })
    }

    /// Whether `| default` follows.
    fn is_defaulted(&self, from: usize) -> bool {
        (from..self.tokens.len()).any(|i| self.mark(i) == "|" && matches!(self.word(i + 1), "default" | "d"))
    }

    /// Whether `is defined`, `is undefined` or `is not defined` follows.
    fn asks_whether_defined(&self, at: usize) -> bool {
        self.word(at) == "is"
            && (matches!(self.word(at + 1), "defined" | "undefined") || self.word(at + 2) == "defined")
    }

    /// Whether an inline `… if name else …` asks for the name.
    fn is_asked(&self, name: &str) -> bool {
        let first = usize::from(!self.keyword.is_empty());
        let condition = (first..self.tokens.len()).find(|i| self.word(*i) == "if");
        condition.is_some_and(|i| (i..self.tokens.len()).any(|i| self.word(i) == name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, bool, bool)]) {
        let env = minijinja::Environment::new();
        let undeclared = env.template_from_str(text).unwrap().undeclared_variables(false);
        let names = Names::new(&["name".into(), "Any name".into()]);
        let uses = field_uses(text, "body", &undeclared.into_iter().collect(), &names);
        let found: Vec<_> = uses.iter().map(|u| (u.name.as_str(), u.guarded, u.optional)).collect();
        assert_eq!(found, expected, "{text}");
        for found in uses {
            assert!(found.span.of(text).unwrap().contains(&found.name));
        }
    }

    #[test]
    fn every_use_is_found() {
        check("{{ name }} {{ name | upper }}", &[("name", false, false), ("name", false, false)]);
        check("{{ name | default('x') }}", &[("name", true, true)]);
        check(
            "{% if name %}{{ name }}{% else %}{{ name }}{% endif %}",
            &[("name", true, false), ("name", true, false), ("name", false, false)],
        );
        check("{{ 'Dear ' ~ name if name else 'Hi' }}", &[("name", true, false), ("name", true, false)]);
        check("{% if name is defined %}x{% endif %}", &[("name", true, true)]);
        check(
            r#"{{ row["Any name"] }}{{ row.name }}"#,
            &[("Any name", false, false), ("name", false, false)],
        );
    }

    #[test]
    fn names_of_the_template_itself_are_no_columns() {
        check("{% for name in names %}{{ name }}{% endfor %}", &[("names", false, false)]);
        check("{% set x = 'name' %}{{ x.name }}{{ x | replace('a', name) }}", &[("name", false, false)]);
        check("{# name #}{% raw %}{{ name }}{% endraw %}", &[]);
    }
}
