//! The letter and the list that the app starts with: not one thing to complain about.

// The helpers of a test are test code, too.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[allow(dead_code)]
mod common;

use common::{Rows, letter};
use std::path::Path;

fn samples() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../static/samples")
}

/// The sample list has no line breaks in its cells, and quotes only around cells with a comma.
fn list() -> std::sync::Arc<dyn compose::Cells> {
    let text = std::fs::read_to_string(samples().join("list.csv")).expect("the list");
    assert!(!text.contains('"'));
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    assert!(rows.iter().all(|row| row.len() == rows[0].len()));
    Rows::from_json(&serde_json::to_string(&rows).expect("JSON"))
}

#[test]
fn the_sample_is_clean_for_every_row() {
    let letter = letter(&samples().join("letter.md"));
    let cells = list();
    assert_eq!(cells.rows(), 24);
    let report = compose::compile(&letter, cells.columns());
    assert_eq!(report.diagnostics, []);
    let compiled = report.value.expect("compiled");
    for row in 0..cells.rows() {
        let merged = compiled.merge(&compiled.context(&cells, row)).expect("merged");
        assert!(!merged.text.contains("{{") && !merged.text.contains("\n\n\n"), "{}", merged.text);
    }
}
