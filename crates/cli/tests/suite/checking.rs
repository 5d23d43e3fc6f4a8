//! `postroom check --letter`: the letter merged with the list, beyond what the golden cases hold.

use crate::support::{Folder, postroom};
use serde_json::Value;

/// The lines of `check list.csv --json --letter letter.md`, and the status.
fn check(letter: &str, list: &str) -> (i32, Vec<Value>) {
    let folder = Folder::new();
    folder.write("letter.md", letter);
    folder.write("list.csv", list);
    let output = postroom()
        .args(["check", "list.csv", "--json", "--letter", "letter.md"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    (output.status.code().unwrap(), text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

fn codes(findings: &Value) -> Vec<&str> {
    findings.as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect()
}

const LIST: &str = "email,number\nbo@sea.test,3\ncy@sea.test,x\ndi@sea.test,5\n";

#[test]
fn a_row_that_breaks_the_merge_is_named_and_its_place_told_once() {
    let letter =
        "+++\nsubject = \"Hi\"\nfrom = \"ann@sea.test\"\nformat = \"text\"\n+++\n{{ 6 // (number | int) }}\n";
    let (status, lines) = check(letter, LIST);
    assert_eq!(status, 1);
    let broken: Vec<u64> = lines
        .iter()
        .filter(|line| {
            line["row"].is_u64()
                && codes(&line["diagnostics"]).iter().any(|code| code.starts_with("template-"))
        })
        .map(|line| line["row"].as_u64().unwrap())
        .collect();
    assert_eq!(broken, [3]);
    let findings = lines.iter().find_map(|line| line["letter"]["diagnostics"].as_array()).unwrap();
    let places: Vec<_> = findings
        .iter()
        .filter(|finding| finding["severity"] == "error")
        .map(|finding| (finding["line"].as_u64(), finding["row"].as_u64()))
        .collect();
    assert_eq!(places, [(Some(6), Some(3))]);
}

#[test]
fn the_rules_look_at_the_merged_letter() {
    let (status, lines) = check("+++\nfrom = \"ann@sea.test\"\n+++\n# Hello\n", LIST);
    assert_eq!(status, 0, "warnings alone are no problem for a script");
    let letter = lines.iter().find(|line| line["letter"].is_object()).unwrap();
    assert!(codes(&letter["letter"]["diagnostics"]).len() >= 2, "{letter}");
    assert!(lines.last().unwrap()["summary"].is_object());
}

#[test]
fn the_corrected_list_and_the_sums_are_written() {
    let folder = Folder::new();
    folder.write("list.csv", "name;email\n=Bo;bo@sea,test\nCy;cy@sea.test\nNo;none\nDi;di@sea.test\n");
    folder.write("gone.csv", "email\nDi@sea.test\n");
    let run = |list: &str, gone: &str| {
        postroom()
            .args(["check", list, "--corrected", "better.csv"])
            .args(["--suppression", gone, "--suppression-sums", "sums.csv"])
            .current_dir(folder.path())
            .output()
            .unwrap()
    };
    let output = run("list.csv", "gone.csv");
    assert_eq!(output.status.code(), Some(1), "a row is rejected");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("better.csv: 4 rows, 1 repaired"), "{said}");
    assert!(said.contains("got an apostrophe"), "{said}");
    let better = std::fs::read_to_string(folder.path().join("better.csv")).unwrap();
    assert_eq!(better, "name;email\r\n'=Bo;bo@sea.test\r\nCy;cy@sea.test\r\nNo;none\r\nDi;di@sea.test\r\n");
    // The sum of `di@sea.test`: whoever has it can't read the address, but leaves it out.
    let sums = std::fs::read_to_string(folder.path().join("sums.csv")).unwrap();
    assert_eq!(sums, "sha256\r\nc8c26d66e33df4c7f2f6cc765c5dd00cf2c1ec9f019d7193d2aaa3615004634c\r\n");
    std::fs::copy(folder.path().join("better.csv"), folder.path().join("again.csv")).unwrap();
    std::fs::copy(folder.path().join("sums.csv"), folder.path().join("gone-too.csv")).unwrap();
    let again = run("again.csv", "gone-too.csv");
    assert!(
        String::from_utf8(again.stdout).unwrap().contains("4 rows: 2 get a letter, 1 set aside, 1 rejected")
    );
    assert_eq!(
        std::fs::read_to_string(folder.path().join("better.csv")).unwrap(),
        better,
        "written again, it is the same"
    );
    assert_eq!(std::fs::read_to_string(folder.path().join("sums.csv")).unwrap(), sums);
}
