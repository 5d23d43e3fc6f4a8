//! Names that do not exist: columns, filters, tests. They are found without merging, in branches nobody took, too.

use crate::distance::nearest;
use crate::names::Names;
use crate::tags::{self, FILTERS, FieldUse, Kind, TESTS, TokenKind};
use diag::{Diagnostic, Severity};

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
