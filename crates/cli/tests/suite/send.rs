//! `postroom send`: a batch, once, whatever breaks on the way.

use crate::support::{Folder, files, postroom};
use serde_json::Value;
use std::net::TcpListener;
use std::path::Path;

/// A folder with `batch.zip`: three messages.
fn batch() -> Folder {
    let folder = Folder::new();
    folder.write(
        "letter.md",
        "+++\nsubject = \"Hi {{ name }}\"\nfrom = \"ann@example.test\"\nformat = \"text\"\n+++\nHello.\n",
    );
    folder.write("list.csv", "email,name\nbo@example.test,Bo\ncy@example.test,Cy\ndi@example.test,Di\n");
    let output = postroom()
        .args(["export", "letter.md", "--list", "list.csv", "--as", "zip", "--out", "batch.zip"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    folder
}

/// Sends the batch and gives the status, the lines by row, and the words.
fn send(folder: &Path, args: &[&str]) -> (i32, Vec<Value>, String) {
    let output = postroom().args(["send", "batch.zip"]).args(args).current_dir(folder).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let mut lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    lines.sort_by_key(|line| line["row"].as_u64());
    (output.status.code().unwrap(), lines, String::from_utf8(output.stderr).unwrap())
}

#[test]
fn a_batch_is_sent_once_however_often() {
    let folder = batch();
    let new = folder.path().join("box/new");
    let (status, first, said) = send(folder.path(), &["--relay", "file:box"]);
    assert_eq!(status, 0, "{said}");
    assert_eq!(first.iter().map(|line| line["state"].as_str().unwrap()).collect::<Vec<_>>(), ["accepted"; 3]);
    assert_eq!(first[0]["address"], "bo@example.test");
    assert!(said.contains("3 of 3 accepted"), "{said}");
    assert_eq!(files(&new).len(), 3);
    for file in files(&new) {
        std::fs::remove_file(file).unwrap();
    }
    let (status, again, _) = send(folder.path(), &["--relay", "file:box"]);
    assert_eq!((status, again), (0, first));
    assert!(files(&new).is_empty());
}

#[test]
fn a_dry_run_sends_and_makes_nothing() {
    let folder = batch();
    let (status, lines, said) = send(folder.path(), &["--relay", "file:box", "--dry-run"]);
    assert_eq!((status, lines.len()), (0, 3));
    assert!(lines.iter().all(|line| line["state"] == "queued"));
    assert!(said.contains("3 messages would be sent"), "{said}");
    assert!(!folder.path().join("box").exists() && !folder.path().join("batch.zip.journal").exists());
}

#[test]
fn a_relay_that_is_away_stops_it_and_the_next_run_goes_on() {
    let folder = batch();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let (status, _, said) = send(folder.path(), &["--relay", &format!("smtp://127.0.0.1:{port}")]);
    assert_eq!(status, 2);
    assert!(said.contains("can't reach the mail server") && said.lines().count() == 1, "{said}");
    let (status, lines, _) = send(folder.path(), &["--relay", "file:box", "--rate", "100/s"]);
    assert_eq!((status, lines.len()), (0, 3));
    assert_eq!(files(&folder.path().join("box/new")).len(), 3);
}

#[test]
fn a_damaged_batch_is_not_sent_by_halves() {
    let folder = batch();
    let path = folder.path().join("batch.zip");
    let mut bytes = std::fs::read(&path).unwrap();
    // Inside the first message: behind the local header, the file's name and the extra field (APPNOTE.TXT 4.3.7).
    let length = |at: usize| usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
    let inside = 30 + length(26) + length(28) + 20;
    bytes[inside] ^= 0x20;
    std::fs::write(&path, bytes).unwrap();
    let (status, lines, said) = send(folder.path(), &["--relay", "file:box"]);
    assert_eq!((status, lines.len()), (2, 0), "{said}");
    assert!(!folder.path().join("box").exists());
}
