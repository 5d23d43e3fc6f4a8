//! The command's own words and JSON, kept beside their input: a folder in `tests/golden` a case. `args` holds the
//! arguments, one a line; `stdin` what is typed; `stdout`, `stderr` and `status` what is expected. Adding a case is
//! adding a folder with `args`; `POSTROOM_UPDATE=1` writes the rest, to be read before it is committed.

use crate::support::postroom;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// Runs a case and gives what it printed and its status.
fn run(case: &Path) -> [(&'static str, String); 3] {
    let args = fs::read_to_string(case.join("args")).unwrap();
    let mut child = postroom()
        .args(args.lines())
        .current_dir(case)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let stdin = fs::read(case.join("stdin")).unwrap_or_default();
    // A command that reads nothing may have ended before this is written.
    let _ = child.stdin.take().unwrap().write_all(&stdin);
    let output = child.wait_with_output().unwrap();
    [
        ("stdout", String::from_utf8(output.stdout).unwrap()),
        ("stderr", String::from_utf8(output.stderr).unwrap()),
        ("status", format!("{}\n", output.status.code().unwrap())),
    ]
}

#[test]
fn every_case_says_what_it_should() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut cases: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(cases.len() >= 15, "the cases are gone");
    let update = std::env::var_os("POSTROOM_UPDATE").is_some();
    let mut differences = String::new();
    for case in cases {
        for (name, found) in run(&case) {
            let path = case.join(name);
            if update {
                // Nothing said and a status of 0 need no file.
                match (name, found.as_str()) {
                    (_, "") | ("status", "0\n") => drop(fs::remove_file(&path)),
                    _ => fs::write(&path, &found).unwrap(),
                }
                continue;
            }
            let none = if name == "status" { "0\n" } else { "" };
            let expected = fs::read_to_string(&path).unwrap_or(none.to_owned());
            if found != expected {
                let case = case.file_name().unwrap().to_string_lossy();
                differences
                    .push_str(&format!("\n== {case}/{name}\n-- expected\n{expected}\n-- found\n{found}"));
            }
        }
    }
    assert!(differences.is_empty(), "{differences}\nPOSTROOM_UPDATE=1 writes what was found");
}
