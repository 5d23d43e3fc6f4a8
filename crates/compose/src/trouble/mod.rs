//! The engine's errors, said to the author: code, message, place in their own text, and what to do.

mod syntax;
mod unknown;

pub(crate) use unknown::{unknown_fields, unknown_words};

use crate::distance::nearest;
use crate::engine::METHODS;
use crate::names::Names;
use diag::{Diagnostic, Span};
use minijinja::{Error, ErrorKind};
use std::borrow::Cow;
use syntax::{spaced_name, syntax, unclosed_block, unclosed_tag};

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
