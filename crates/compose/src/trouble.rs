//! The engine's errors, said to the author: code, message, place in their own text, and what to do.

use crate::distance::nearest;
use crate::engine::METHODS;
use crate::names::{Names, slug};
use crate::tags::{self, FILTERS, FieldUse, Kind, TESTS, TokenKind};
use diag::{Diagnostic, Severity, Span};
use minijinja::{Error, ErrorKind};
use std::borrow::Cow;

/// How diagnostics name a field.
type FieldName = Cow<'static, str>;

/// An error of the engine about one of the letter's fields, whose text this is.
pub(crate) fn explain(error: &Error, text: &str, field: FieldName, names: &Names) -> Diagnostic {
    let detail = error.detail().unwrap_or("").trim().to_string();
    let span = place(error, text);
    let (code, message, hint) = match error.kind() {
        ErrorKind::SyntaxError => {
            let (message, hint) = syntax(&detail, text);
            ("template-syntax", message, hint)
        }
        ErrorKind::UndefinedError => (
            "field-undefined",
            match detail.is_empty() {
                true => "a value is not there for this recipient".to_string(),
                false => format!("a value is not there for this recipient: {detail}"),
            },
            Some(
                "give a default, such as `{{ name | default(\"there\") }}`, or correct the name".to_string(),
            ),
        ),
        ErrorKind::UnknownFilter | ErrorKind::UnknownTest | ErrorKind::UnknownFunction => {
            ("template-unknown-word", detail.clone(), None)
        }
        ErrorKind::UnknownMethod => {
            let written = detail.rsplit(' ').next().unwrap_or("");
            let hint = match nearest(written, METHODS.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the methods are {}", METHODS.join(", ")),
            };
            ("template-unknown-word", detail.clone(), Some(hint))
        }
        ErrorKind::OutOfFuel => return too_long(field).at(span.unwrap_or_default()),
        ErrorKind::InvalidOperation | ErrorKind::NonPrimitive if detail.is_empty() => {
            ("template-value", error.kind().to_string(), None)
        }
        ErrorKind::TooManyArguments | ErrorKind::MissingArgument => (
            "template-arguments",
            match detail.is_empty() {
                true => error.kind().to_string(),
                false => format!("{}: {detail}", error.kind()),
            },
            Some("look at what stands in the brackets after the filter or function".to_string()),
        ),
        _ if detail.starts_with("invalid float")
            || detail.starts_with("invalid digit")
            || detail.contains("from empty") =>
        {
            (
                "template-value",
                "this value is no number".to_string(),
                Some(
                    "an empty cell needs a default first, as in `{{ tickets | default(0) | int }}`"
                        .to_string(),
                ),
            )
        }
        kind => (
            "template-value",
            match detail.is_empty() {
                true => kind.to_string(),
                false => detail.clone(),
            },
            Some(
                "cells are text: turn one into a number with `| int` or `| float` before reckoning with it"
                    .into(),
            ),
        ),
    };
    let mut out = Diagnostic::error(code, message).in_field(field.clone());
    out.hint = hint;
    out.span = span;
    if error.kind() == ErrorKind::SyntaxError
        && let Some(span) = span
        && let Some(better) = spaced_name(text, span, field, names)
    {
        return better;
    }
    out
}

/// Too long or too large.
pub(crate) fn too_long(field: FieldName) -> Diagnostic {
    Diagnostic::error("template-limit", "the letter grows too long here, so it was stopped")
        .in_field(field.clone())
        .hint("a loop runs over too much; a letter may take about half a million steps and four megabytes")
}

/// The error's range; where the engine gives none, or only the end of the text, its line.
fn place(error: &Error, text: &str) -> Option<Span> {
    let of_line = || {
        let line = error.line()?;
        let start = if line <= 1 {
            0
        } else {
            text.match_indices('\n').nth(line - 2).map_or(text.len(), |(i, _)| i + 1)
        };
        let rest = text.get(start..)?;
        Some(Span::new(start, start + rest.find('\n').unwrap_or(rest.len())))
    };
    // What is never closed is noticed far behind; what helps is where it was opened.
    let far = error.kind() == ErrorKind::SyntaxError
        && (unclosed_tag(text).is_some() || error.detail().is_some_and(|d| d.contains("end of input")));
    let open = if far { unclosed_tag(text).or_else(|| unclosed_block(text)) } else { None };
    open.or_else(|| error.range().map(Span::from).filter(|s| s.of(text).is_some())).or_else(of_line)
}

/// The tag that is never closed.
fn unclosed_tag(text: &str) -> Option<Span> {
    let found = tags::find(text);
    let after = found.last().map_or(0, |tag| tag.span.end);
    let rest = text.get(after..)?;
    let open = ["{{", "{%", "{#"].iter().filter_map(|m| rest.find(m)).min()?;
    let line = rest.get(open..)?.lines().next().unwrap_or("").trim_end();
    Some(Span::new(after + open, after + open + line.len()))
}

/// The block that is never ended.
fn unclosed_block(text: &str) -> Option<Span> {
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
fn syntax(detail: &str, text: &str) -> (String, Option<String>) {
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
fn spaced_name(text: &str, span: Span, field: FieldName, names: &Names) -> Option<Diagnostic> {
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

/// Names that the list does not have, with the nearest column.
pub(crate) fn unknown_fields(uses: &[FieldUse], names: &Names) -> Vec<Diagnostic> {
    uses.iter()
        .filter(|found| found.column.is_none())
        .map(|found| {
            let severity = if found.optional { Severity::Warning } else { Severity::Error };
            let near = nearest(&found.name, names.variables().iter().map(String::as_str)).or_else(|| {
                nearest(&found.name, names.columns().iter().map(String::as_str))
                    .and_then(|header| names.header(header))
                    .and_then(|column| names.variables().get(column))
                    .map(String::as_str)
            });
            let out = Diagnostic::new(
                severity,
                "field-unknown",
                format!("the list has no column `{}`", found.name),
            )
            .in_field(found.field.clone())
            .at(found.span);
            match near {
                Some(near) => {
                    let text = if found.quoted() { format!("\"{near}\"") } else { near.to_string() };
                    out.hint(format!("did you mean `{near}`?")).fix(
                        format!("Change to {near}"),
                        found.span,
                        text,
                    )
                }
                None => out.hint(columns_hint(names)),
            }
        })
        .collect()
}

fn columns_hint(names: &Names) -> String {
    const SHOWN: usize = 12;
    let all = names.variables();
    let mut out = format!("the list has {}", all.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", "));
    if all.len() > SHOWN {
        out.push_str(&format!(" and {} more", all.len() - SHOWN));
    }
    out
}

/// Filters and tests that do not exist, found without rendering, so that a branch nobody took yet is no trap.
pub(crate) fn unknown_words(text: &str, field: &str) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for tag in tags::find(text) {
        if !matches!(tag.kind, Kind::Expression | Kind::Statement) {
            continue;
        }
        let (inner, offset) = tag.inner(text);
        let tokens = tags::tokens(inner, offset);
        for (i, token) in tokens.iter().enumerate() {
            if token.kind != TokenKind::Word || i == 0 {
                continue;
            }
            let before = |n: usize| i.checked_sub(n).and_then(|i| tokens.get(i)).map(|t| t.text);
            let statement = tag.keyword(text) == "filter" && i == 1 && tag.kind == Kind::Statement;
            let (what, known) = if before(1) == Some("|") || statement {
                ("filter", FILTERS)
            } else if before(1) == Some("is") && token.text != "not"
                || (before(1) == Some("not") && before(2) == Some("is"))
            {
                ("test", TESTS)
            } else {
                continue;
            };
            if known.contains(&token.text) {
                continue;
            }
            let diagnostic = Diagnostic::error(
                if what == "filter" { "template-unknown-filter" } else { "template-unknown-test" },
                format!("there is no {what} `{}`", token.text),
            )
            .in_field(field.to_string())
            .at(token.span.clone());
            out.push(match nearest(token.text, known.iter().copied()) {
                Some(near) => diagnostic.hint(format!("did you mean `{near}`?")).fix(
                    format!("Change to {near}"),
                    token.span.clone(),
                    near,
                ),
                None => diagnostic.hint(format!("the {what}s are {}", known.join(", "))),
            });
        }
    }
    out
}
