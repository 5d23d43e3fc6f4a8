//! A shared set of templates merged as Python's Jinja2 merges them. `jinja2/expected.py` made the answers; where ours is
//! another, `jinja2/differences.txt` holds it, and docs/templates.md says why.

// The helpers of a test are test code, too.
#![allow(clippy::unwrap_used)]

use compose::{Cells, Format, Letter};
use serde_json::Value;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Debug)]
struct Row {
    columns: Vec<String>,
    cells: Vec<String>,
}

impl Cells for Row {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn rows(&self) -> usize {
        1
    }

    fn cell(&self, _row: usize, column: usize) -> &str {
        &self.cells[column]
    }
}

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/jinja2").join(name)
}

/// What we make of a template, or the code of what keeps it from being merged.
fn merged(template: &str, cells: &Arc<dyn Cells>) -> String {
    let letter = Letter { format: Format::Text, body: template.into(), ..Letter::default() };
    let report = compose::compile(&letter, cells.columns());
    let Some(compiled) = report.value else { return format!("error {}", report.diagnostics[0].code) };
    match compiled.merge(&compiled.context(cells, 0)) {
        Ok(merged) => merged.text,
        Err(errors) => format!("error {}", errors[0].code),
    }
}

#[test]
fn templates_merge_as_in_jinja2_but_for_the_differences_that_are_told() {
    let answers: Value =
        serde_json::from_str(&std::fs::read_to_string(file("expected.json")).unwrap()).unwrap();
    let row = answers["row"].as_object().unwrap();
    let cells: Arc<dyn Cells> = Arc::new(Row {
        columns: row.keys().cloned().collect(),
        cells: row.values().map(|value| value.as_str().unwrap().to_owned()).collect(),
    });
    let templates = std::fs::read_to_string(file("templates.txt")).unwrap();
    let answers = answers["answers"].as_array().unwrap();
    assert_eq!(templates.lines().count(), answers.len(), "run expected.py again");
    let mut differences = String::new();
    for (template, theirs) in templates.lines().zip(answers) {
        let ours = merged(template, &cells);
        let same = match theirs {
            Value::String(text) => *text == ours,
            _ => ours.starts_with("error "),
        };
        if !same {
            writeln!(differences, "{template}\n  jinja2 {theirs}\n  ours   {}", Value::String(ours)).unwrap();
        }
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(file("differences.txt"), &differences).unwrap();
    }
    assert_eq!(differences, std::fs::read_to_string(file("differences.txt")).unwrap_or_default());
}
