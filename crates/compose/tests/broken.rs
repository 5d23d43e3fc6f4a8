//! Broken letters with what their authors are told, as they see it: code, line and column, the line with a mark, and
//! the hint. Add a case by adding a file; `UPDATE=1` writes what is expected.

// The helpers of a test are test code, too.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[allow(dead_code)]
mod common;

use common::{expect, letter, letters, rows_for};
use compose::Letter;
use diag::{Diagnostic, excerpt, line_column};

fn input<'l>(letter: &'l Letter, field: &str) -> &'l str {
    match field {
        "subject" => &letter.subject,
        "preheader" => &letter.preheader,
        "from" => &letter.from,
        "body" => &letter.body,
        "unsubscribe.url" => &letter.unsubscribe.url,
        other => panic!("no input for {other}"),
    }
}

fn show(letter: &Letter, diagnostic: &Diagnostic) -> String {
    let field = diagnostic.field.as_deref().expect("a field");
    let text = input(letter, field);
    let mut out = format!("{:?} {} in {field}", diagnostic.severity, diagnostic.code).to_lowercase();
    if let Some(span) = diagnostic.span {
        let place = line_column(text, span.start);
        out.push_str(&format!(" at {}:{}", place.line, place.column));
    }
    out.push_str(&format!("\n  {}\n", diagnostic.message));
    if let Some(span) = diagnostic.span {
        for line in excerpt(text, span).lines() {
            out.push_str(&format!("    {line}\n"));
        }
    }
    if let Some(hint) = &diagnostic.hint {
        out.push_str(&format!("  hint: {hint}\n"));
    }
    if let Some(fix) = &diagnostic.fix {
        out.push_str(&format!("  fix: {}\n", fix.title));
        for edit in &fix.edits {
            assert!(edit.span.of(text).is_some());
        }
    }
    out
}

#[test]
fn broken_letters_are_explained() {
    let mut wrong = Vec::new();
    for path in letters("broken") {
        let letter = letter(&path);
        let cells = rows_for(&path);
        let report = compose::compile(&letter, cells.columns());
        let mut found: String = report.diagnostics.iter().map(|d| show(&letter, d)).collect();
        match report.value {
            None => found.push_str("can't be merged\n"),
            Some(compiled) => {
                for row in 0..cells.rows() {
                    match compiled.merge(&compiled.context(&cells, row)) {
                        Ok(_) => found.push_str(&format!("row {row}: merged\n")),
                        Err(problems) => {
                            for problem in problems {
                                found.push_str(&format!("row {row}: {}", show(&letter, &problem)));
                            }
                        }
                    }
                }
            }
        }
        expect(&path.with_extension("expected"), &found, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}\nUPDATE=1 accepts what was found", wrong.join("\n"));
}
