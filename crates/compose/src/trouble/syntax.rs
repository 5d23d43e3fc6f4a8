//! Syntax errors: what was left open, and what was probably meant.

use super::FieldName;
use crate::distance::nearest;
use crate::names::{Names, slug};
use crate::tags::{self, Kind};
use diag::{Diagnostic, Span};

/// The tag that is never closed.
pub(super) fn unclosed_tag(text: &str) -> Option<Span> {
    let found = tags::find(text);
    let after = found.last().map_or(0, |tag| tag.span.end);
    let rest = text.get(after..)?;
    let open = ["{{", "{%", "{#"].iter().filter_map(|m| rest.find(m)).min()?;
    let line = rest.get(open..)?.lines().next().unwrap_or("").trim_end();
    Some(Span::new(after + open, after + open + line.len()))
}

/// The block that is never ended.
pub(super) fn unclosed_block(text: &str) -> Option<Span> {
    let found = tags::find(text);
    let mut open = Vec::new();
    for (tag, (role, _)) in found.iter().zip(tags::roles(text, &found)) {
        match role {
            tags::Role::Open => open.push(tag.span.clone()),
            tags::Role::Close => drop(open.pop()),
            _ => {}
        }
    }
    open.pop().map(Span::from)
}

/// What a syntax error means, and what to do.
pub(super) fn syntax(detail: &str, text: &str) -> (String, Option<String>) {
    if let Some(span) = unclosed_tag(text) {
        let tag = span.of(text).unwrap_or("");
        let close = match tag.get(..2) {
            Some("{{") => "}}",
            Some("{%") => "%}",
            _ => "#}",
        };
        return match tag.matches('"').count() % 2 == 1 || tag.matches('\'').count() % 2 == 1 {
            true => {
                ("a quoted text in this tag is never closed".into(), Some("add the missing quote".into()))
            }
            false => (
                format!("this tag is never closed, but `{close}` was expected"),
                Some(format!("add `{close}`")),
            ),
        };
    }
    if detail.contains("end of input")
        && let Some(span) = unclosed_block(text)
    {
        let tag = span.of(text).unwrap_or("");
        let keyword = tags::find(tag).first().map_or("", |t| t.keyword(tag)).to_string();
        return (
            format!("this `{keyword}` is never ended"),
            Some(format!("add `{{% end{keyword} %}}` where it should end")),
        );
    }
    if let Some(rest) = detail.strip_prefix("unknown statement ") {
        let name = rest.trim_matches(['`', '"', '\'']);
        if STATEMENTS.contains(&name) {
            let opener = name.strip_prefix("end").unwrap_or("if");
            return (
                format!("`{name}` stands here without its `{opener}`"),
                Some(format!("put `{{% {opener} … %}}` before it, or take it out")),
            );
        }
        let hint = match name {
            "include" | "extends" | "import" | "from" | "block" => {
                "a letter is one text; put what should be included into it".to_string()
            }
            _ => match nearest(name, STATEMENTS.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    "the statements are if, elif, else, endif, for, endfor, set, with and macro".to_string()
                }
            },
        };
        return (format!("`{name}` is no statement of a template"), Some(hint));
    }
    let hint = if detail.contains("end of variable block") || detail.contains("end of print statement") {
        "a name has no spaces: write `{{ first_name }}`, or `{{ row[\"First name\"] }}`; a filter follows after `|`"
    } else if detail.contains("unexpected `}`") || detail.contains("`}}`") {
        "something is missing before the closing braces"
    } else {
        "look at the brackets, quotes and commas of this tag"
    };
    (detail.to_string(), Some(hint.to_string()))
}

const STATEMENTS: &[&str] = &[
    "if",
    "elif",
    "else",
    "endif",
    "for",
    "endfor",
    "set",
    "endset",
    "with",
    "endwith",
    "filter",
    "endfilter",
    "macro",
    "endmacro",
    "call",
    "endcall",
    "raw",
    "endraw",
    "do",
    "autoescape",
    "endautoescape",
];

/// `{{ First name }}`: a header written as if it were a variable.
pub(super) fn spaced_name(text: &str, span: Span, field: FieldName, names: &Names) -> Option<Diagnostic> {
    let tag = tags::find(text)
        .into_iter()
        .find(|t| t.kind == Kind::Expression && t.span.start <= span.start && span.start <= t.span.end)?;
    let (inner, offset) = tag.inner(text);
    let written = inner.split('|').next()?.trim();
    let column = names.columns().iter().position(|c| c == written || slug(c) == slug(written))?;
    let variable = names.variables().get(column)?;
    let start = offset + inner.find(written)?;
    let span = Span::new(start, start + written.len());
    Some(
        Diagnostic::error(
            "template-syntax",
            format!("the column `{written}` can't be written with a space in a tag"),
        )
        .in_field(field.clone())
        .at(span)
        .hint(format!("write `{variable}`, or `row[\"{written}\"]`"))
        .fix(format!("Change to {variable}"), span, variable.clone()),
    )
}
