//! A letter can't run away, whatever its author or its rows hold: steps, depth and size have an end, and it is told.

// The helpers of a test are test code, too.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[allow(dead_code)]
mod common;

use common::Rows;
use compose::{Cells, Format, Letter};
use std::sync::Arc;

/// A cell of a megabyte, in the first row alone.
fn cells() -> Arc<dyn Cells> {
    let big = "x".repeat(1 << 20);
    Rows::of(&["big"], &[&[&big], &["small"]])
}

/// The codes of what keeps each row from being merged; empty where it can be.
#[track_caller]
fn check(format: Format, body: &str, expected: [&[&str]; 2]) {
    let cells = cells();
    let letter = Letter { format, body: body.into(), ..Letter::default() };
    let report = compose::compile(&letter, cells.columns());
    let compiled = report.value.unwrap_or_else(|| panic!("{:?}", report.diagnostics));
    let codes = |row| {
        let merged = compiled.merge(&compiled.context(&cells, row));
        let problems = merged.err().unwrap_or_default();
        problems.into_iter().map(|problem| problem.code.into_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        [codes(0), codes(1)],
        expected.map(|codes| codes.iter().map(ToString::to_string).collect::<Vec<_>>())
    );
}

#[test]
fn a_letter_of_more_than_four_megabytes_is_stopped_for_its_row_alone() {
    for format in [Format::Text, Format::Markdown] {
        // Without the template engine and with it.
        check(format, &"{{ big }} ".repeat(5), [&["template-limit"], &[]]);
        check(format, &"{{ big | upper }} ".repeat(5), [&["template-limit"], &[]]);
        check(format, "{{ big }}", [&[], &[]]);
    }
}

#[test]
fn endless_steps_are_stopped() {
    let loops = "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}";
    check(Format::Text, loops, [&["template-limit"], &["template-limit"]]);
}

#[test]
fn endless_depth_is_stopped() {
    let cells = cells();
    let body = "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}";
    let letter = Letter { format: Format::Text, body: body.into(), ..Letter::default() };
    let compiled = compose::compile(&letter, cells.columns()).value.unwrap();
    let problems = compiled.merge(&compiled.context(&cells, 1)).unwrap_err();
    assert!(problems.iter().all(|problem| problem.field.as_deref() == Some("body")), "{problems:?}");
    // Nor is the reader of templates led into a depth without end.
    for deep in ["{% if big %}".repeat(20_000), format!("{{{{ {} }}}}", "(".repeat(20_000))] {
        let letter = Letter { format: Format::Text, body: deep, ..Letter::default() };
        let report = compose::compile(&letter, cells.columns());
        assert!(report.value.is_none() && !report.diagnostics.is_empty());
    }
}
