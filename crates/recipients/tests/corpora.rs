//! Cells of others' corpora go in and come out unchanged. The corpora are not part of this repository: without them
//! the tests say so and pass.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use recipients::{Mapping, ReadOptions, Roster, Suppression, Which, propose, read, write_csv};
use serde_json::Value;
use std::path::PathBuf;

fn corpus(name: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("POSTROOM_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let folder = shared.join("corpus").join(name);
    if !folder.exists() {
        println!("skipped: no corpus {name}");
    }
    folder.exists().then_some(folder)
}

#[test]
fn csv_spectrum_means_what_its_json_says() {
    let Some(folder) = corpus("csv") else { return };
    let mut files = 0;
    for entry in std::fs::read_dir(folder.join("csvs")).unwrap() {
        let file = entry.unwrap().path();
        let table = read(std::fs::read(&file).unwrap(), &ReadOptions::default()).value;
        let json = folder.join("json").join(file.with_extension("json").file_name().unwrap());
        let expected = match serde_json::from_str(&std::fs::read_to_string(json).unwrap()).unwrap() {
            Value::Array(records) => records,
            record => vec![record],
        };
        assert_eq!(table.rows(), expected.len(), "{file:?}");
        for (row, record) in expected.iter().enumerate() {
            for (column, name) in table.columns().iter().enumerate() {
                // In this one file the corpus has another telephone number in its JSON than in its CSV.
                if name == "Contact Phone Number" {
                    continue;
                }
                assert_eq!(Some(table.cell(row, column)), record[name].as_str(), "{file:?}");
            }
        }
        files += 1;
    }
    assert_eq!(files, 12);
}

#[test]
fn naughty_strings_survive_as_cells() {
    let Some(folder) = corpus("naughty") else { return };
    let strings: Vec<String> =
        serde_json::from_str(&std::fs::read_to_string(folder.join("blns.json")).unwrap()).unwrap();
    for delimiter in [',', ';', '\t', '|'] {
        let mut csv = format!("email{delimiter}naughty\r\n");
        for text in &strings {
            csv += &format!("ann@example.com{delimiter}\"{}\"\r\n", text.replace('"', "\"\""));
        }
        let report = read(csv.into_bytes(), &ReadOptions::default());
        assert_eq!(report.diagnostics, []);
        assert_eq!(report.value.delimiter(), Some(delimiter));
        assert_eq!(report.value.rows(), strings.len());
        for (row, text) in strings.iter().enumerate() {
            assert_eq!(report.value.cell(row, 1), text);
        }
        // Out and in again: the same, though nothing that a spreadsheet would run stands in the file.
        let roster = Roster::judge(&report.value, &propose(&report.value), &Suppression::default());
        let written = write_csv(&report.value, &roster, Which::All);
        let text = std::str::from_utf8(&written.value).unwrap();
        assert!(text.contains("'=") || !strings.iter().any(|text| text.starts_with('=')));
        for formula in ['=', '+', '-', '@'] {
            let starts = [format!("{delimiter}{formula}"), format!("{delimiter}\"{formula}")];
            let line = text.lines().find(|line| {
                starts.iter().any(|start| {
                    line.starts_with("ann@example.com") && line[15..].starts_with(start.as_str())
                })
            });
            assert_eq!(line, None);
        }
        let again = read(written.value, &ReadOptions::default()).value;
        for (row, text) in strings.iter().enumerate() {
            assert_eq!(again.cell(row, 1), text);
        }
    }
}

#[test]
fn naughty_strings_as_addresses_are_judged_without_a_panic() {
    let Some(folder) = corpus("naughty") else { return };
    let strings: Vec<String> =
        serde_json::from_str(&std::fs::read_to_string(folder.join("blns.json")).unwrap()).unwrap();
    let mut csv = String::from("email,x\n");
    for text in &strings {
        csv += &format!(
            "\"{}\",x\n\"{}@example.com\",x\n",
            text.replace('"', "\"\""),
            text.replace('"', "\"\"")
        );
    }
    let table = read(csv.into_bytes(), &ReadOptions::default()).value;
    let mapping = Mapping { address: Some(0), ..Mapping::default() };
    let roster = Roster::judge(&table, &mapping, &Suppression::default());
    for row in 0..table.rows() {
        for diagnostic in roster.diagnostics(&table, row) {
            let span = diagnostic.span;
            assert!(span.is_none_or(|span| span.of(table.cell(row, 0)).is_some()), "{diagnostic:?}");
        }
    }
    assert_eq!(table.rows(), strings.len() * 2);
}
