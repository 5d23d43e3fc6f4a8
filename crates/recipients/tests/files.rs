//! Files as people have them, each with what is expected beside it: `NAME.EXT` and `NAME.EXT.json` in `tests/data`.
//! Adding a case is adding a file; `UPDATE=1` writes the expected results, which are then to be read.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use diag::Diagnostic;
use recipients::{ReadOptions, Roster, Suppression, Table, propose, read};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

#[test]
fn every_file_is_read_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension != "json"));
    files.sort();
    assert!(files.len() > 20);
    let mut wrong = Vec::new();
    for file in files {
        let found = told(std::fs::read(&file).unwrap());
        let expected = PathBuf::from(format!("{}.json", file.display()));
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&expected, serde_json::to_string_pretty(&found).unwrap() + "\n").unwrap();
            continue;
        }
        let text = std::fs::read_to_string(&expected).unwrap_or_default();
        if serde_json::from_str::<Value>(&text).ok().as_ref() != Some(&found) {
            wrong.push(format!("{}: found\n{found:#}", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Everything that reading and judging a file says.
fn told(bytes: Vec<u8>) -> Value {
    let report = read(bytes, &ReadOptions::default());
    let table = &report.value;
    let mapping = propose(table);
    let roster = Roster::judge(table, &mapping, &Suppression::default());
    let counts = roster.counts();
    assert_eq!(counts.rows, counts.kept + counts.excluded + counts.rejected);
    json!({
        "file": report.diagnostics.iter().map(brief).collect::<Vec<_>>(),
        "encoding": table.encoding(),
        "delimiter": table.delimiter(),
        "header": table.has_header(),
        "columns": table.columns(),
        "mapping": mapping,
        "rows": (0..table.rows()).map(|row| told_row(table, &roster, row)).collect::<Vec<_>>(),
    })
}

fn told_row(table: &Table, roster: &Roster, row: usize) -> Value {
    json!({
        "row": table.record_number(row),
        "cells": (0..table.columns().len()).map(|column| table.cell(row, column)).collect::<Vec<_>>(),
        "state": roster.state(row),
        "address": roster.address(row),
        "diagnostics": roster.diagnostics(table, row).iter().map(brief).collect::<Vec<_>>(),
    })
}

/// The diagnostic as a person sees it.
fn brief(diagnostic: &Diagnostic) -> String {
    let mut text =
        format!("{:?} {}: {}", diagnostic.severity, diagnostic.code, diagnostic.message).to_lowercase();
    if let Some(span) = diagnostic.span {
        text += &format!(" [{}..{}]", span.start, span.end);
    }
    if let Some(fix) = &diagnostic.fix {
        text += &format!(" -> {}", fix.edits[0].text);
    }
    text
}
