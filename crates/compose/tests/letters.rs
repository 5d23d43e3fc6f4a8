//! Letters with the HTML and the text that their rows get. Add a case by adding a file; `UPDATE=1` writes what is
//! expected, and then the difference is to be read.

// The helpers of a test are test code, too.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[allow(dead_code)]
mod common;

use common::{expect, letter, letters, rows_for};

#[test]
fn letters_become_what_stands_beside_them() {
    let mut wrong = Vec::new();
    for path in letters("letters") {
        let cells = rows_for(&path);
        let report = compose::compile(&letter(&path), cells.columns());
        assert_eq!(report.diagnostics, [], "{}", path.display());
        let compiled = report.value.expect("compiled");
        let mut html = String::new();
        let mut text = String::new();
        for row in 0..cells.rows() {
            let merged = compiled.merge(&compiled.context(&cells, row)).expect("merged");
            let mark = format!("==== row {row}: {}\n", merged.fields.subject);
            html.push_str(&mark);
            html.push_str(merged.html.as_deref().unwrap_or(""));
            text.push_str(&mark);
            text.push_str(&merged.text);
        }
        expect(&path.with_extension("html"), &html, &mut wrong);
        expect(&path.with_extension("txt"), &text, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}\nUPDATE=1 accepts what was found", wrong.join("\n"));
}
