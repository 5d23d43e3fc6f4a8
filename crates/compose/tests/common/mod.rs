//! What the suites share: a table made of JSON, and expected files beside their inputs.

use compose::{Cells, Letter};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Rows written as JSON objects; the first one names the columns.
#[derive(Debug, Default)]
pub struct Rows {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Rows {
    #[allow(dead_code)]
    pub fn of(columns: &[&str], rows: &[&[&str]]) -> Arc<dyn Cells> {
        Arc::new(Rows {
            columns: columns.iter().map(|c| c.to_string()).collect(),
            rows: rows.iter().map(|r| r.iter().map(|c| c.to_string()).collect()).collect(),
        })
    }

    pub fn from_json(text: &str) -> Arc<dyn Cells> {
        let rows: Vec<Value> =
            serde_json::from_str(text).expect("rows are an array of arrays, the header first");
        let mut rows = rows.into_iter().map(|row| {
            let cells = row.as_array().expect("a row is an array").iter();
            cells.map(|c| c.as_str().expect("a cell is a text").to_string()).collect::<Vec<_>>()
        });
        Arc::new(Rows { columns: rows.next().expect("the header"), rows: rows.collect() })
    }
}

impl Cells for Rows {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn cell(&self, row: usize, column: usize) -> &str {
        self.rows.get(row).and_then(|r| r.get(column)).map_or("", String::as_str)
    }
}

/// The rows beside a letter (`NAME.json`), or else those of the folder (`rows.json`).
pub fn rows_for(letter: &Path) -> Arc<dyn Cells> {
    let own = letter.with_extension("json");
    let path = if own.exists() { own } else { letter.with_file_name("rows.json") };
    Rows::from_json(&std::fs::read_to_string(path).expect("rows"))
}

/// A letter file without anything to say about its front matter.
pub fn letter(path: &Path) -> Letter {
    let report = compose::read(&std::fs::read_to_string(path).expect("a letter"));
    assert_eq!(report.diagnostics, [], "{}", path.display());
    report.value.letter
}

/// The letters of a folder of this package, sorted.
pub fn letters(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let mut out: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "md"))
        .collect();
    out.sort();
    assert!(!out.is_empty());
    out
}

/// Holds a result against the file beside its input. With UPDATE=1 the file is written instead.
pub fn expect(path: &Path, found: &str, wrong: &mut Vec<String>) {
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, found).expect("written");
        return;
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    if expected != found {
        let line = expected.lines().zip(found.lines()).take_while(|(a, b)| a == b).count();
        wrong.push(format!(
            "{}, line {}\n  expected: {}\n  found:    {}",
            path.display(),
            line + 1,
            expected.lines().nth(line).unwrap_or("(end)"),
            found.lines().nth(line).unwrap_or("(end)")
        ));
    }
}
