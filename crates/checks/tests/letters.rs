//! Letters with what the rules find in them. A letter `NAME.md` has its findings beside it in `NAME.expected`, for the
//! row of `rows.json`; `UPDATE=1` writes them, and then the difference is to be read.

// The helpers of a test are test code, too.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use checks::Gaps;
use compose::{Cells, Compiled};
use diag::{Diagnostic, line_column};
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Debug)]
struct Rows {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Cells for Rows {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn cell(&self, row: usize, column: usize) -> &str {
        &self.rows[row][column]
    }
}

fn rows(path: &Path) -> Arc<dyn Cells> {
    let mut rows: Vec<Vec<String>> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    Arc::new(Rows { columns: rows.remove(0), rows })
}

fn compiled(path: &Path, columns: &[String]) -> Compiled {
    let file = compose::read(&std::fs::read_to_string(path).unwrap());
    assert_eq!(file.diagnostics, []);
    let report = compose::compile(&file.value.letter, columns);
    assert_eq!(report.diagnostics, [], "{}", path.display());
    report.value.unwrap()
}

fn show(compiled: &Compiled, found: &Diagnostic) -> String {
    let letter = compiled.letter();
    let text = match found.field.as_deref() {
        Some("subject") => &letter.subject,
        Some("text") => &letter.text,
        Some("preheader") => &letter.preheader,
        Some("from") => &letter.from,
        Some("reply_to") => &letter.reply_to,
        Some("unsubscribe.url") => &letter.unsubscribe.url,
        Some("unsubscribe.mailto") => &letter.unsubscribe.mailto,
        _ => &letter.body,
    };
    let mut out = format!("{:?} {} in {}", found.severity, found.code, found.field.as_deref().unwrap_or("-"));
    if let Some(span) = found.span {
        let place = line_column(text, span.start);
        out.push_str(&format!(" at {}:{} `{}`", place.line, place.column, span.of(text).unwrap()));
    }
    if let Some(row) = found.row {
        out.push_str(&format!(" row {row}"));
    }
    out.push_str(&format!("\n  {}\n", found.message));
    if let Some(hint) = &found.hint {
        out.push_str(&format!("  hint: {hint}\n"));
    }
    if let Some(fix) = &found.fix {
        out.push_str(&format!("  fix: {}\n", fix.title));
    }
    assert!(checks::entry(&found.code).is_some(), "{} is not in the catalogue", found.code);
    out
}

/// Where each column is empty, with all rows kept.
fn gaps(cells: &Arc<dyn Cells>) -> Vec<Gaps> {
    let kept: Vec<u32> = (0..u32::try_from(cells.rows()).unwrap()).collect();
    (0..cells.columns().len())
        .map(|column| Gaps::find(cells.as_ref(), &kept, column, |row| row + 2))
        .collect()
}

fn letters() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters");
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut out: Vec<_> = paths.filter(|path| path.extension().is_some_and(|e| e == "md")).collect();
    out.sort();
    out
}

#[test]
fn letters_are_judged_as_it_stands_beside_them() {
    let mut wrong = Vec::new();
    for path in letters() {
        let cells = rows(&path.with_file_name("rows.json"));
        let compiled = compiled(&path, cells.columns());
        let merged = compiled.merge(&compiled.context(&cells, 0)).unwrap();
        let mut found: Vec<String> =
            checks::check_letter(&compiled, &merged).iter().map(|f| show(&compiled, f)).collect();
        let gaps = gaps(&cells);
        found.extend(
            checks::check_fields(&compiled, |column| &gaps[column]).iter().map(|f| show(&compiled, f)),
        );
        let found = if found.is_empty() { "nothing\n".to_string() } else { found.concat() };
        let beside = path.with_extension("expected");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&beside, &found).unwrap();
        }
        if std::fs::read_to_string(&beside).unwrap_or_default() != found {
            wrong.push(format!("{}\n{found}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_sample_gives_nothing_to_complain_about() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../static/samples");
    let list = std::fs::read_to_string(folder.join("list.csv")).unwrap();
    let mut lines = list.lines().map(|line| line.split(',').map(str::to_string).collect::<Vec<_>>());
    let columns = lines.next().unwrap();
    let cells: Arc<dyn Cells> = Arc::new(Rows { columns, rows: lines.collect() });
    let compiled = compiled(&folder.join("letter.md"), cells.columns());
    let gaps = gaps(&cells);
    assert_eq!(checks::check_fields(&compiled, |column| &gaps[column]), []);
    for row in 0..cells.rows() {
        let merged = compiled.merge(&compiled.context(&cells, row)).unwrap();
        assert_eq!(checks::check_letter(&compiled, &merged), [], "row {row}");
    }
}
