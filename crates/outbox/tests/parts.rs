//! Batches in several files: all rows are in them, each once, and each file stands by itself.
#![allow(clippy::unwrap_used, reason = "these are tests; the helpers too")]

mod support;

use compose::Format;
use outbox::{Batch, BatchFormat, Chunk, ManifestStatus, Split};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::io::Cursor;
use support::{List, compiled, letter, start};

/// A list with good and bad addresses at several domains.
fn list(rows: usize) -> List {
    List::new((0..rows).map(|i| {
        let domain = ["a.example", "b.example", "b.example", "c.example"][i % 4];
        let address = if i % 7 == 6 { "no address".to_owned() } else { format!("reader{i}@{domain}") };
        [address, format!("Reader {i}"), "x".repeat(i * 37 % 900)]
    }))
}

/// The parts' names with their bytes, and the manifest beside.
fn export(
    list: &List,
    format: BatchFormat,
    split: Split,
    step: usize,
) -> (BTreeMap<String, Vec<Chunk>>, Vec<u8>) {
    let compiled = compiled(&letter(Format::Html));
    let mut export = start(&compiled, list, format).in_parts(split, "letters");
    let mut parts: BTreeMap<String, Vec<Chunk>> = BTreeMap::new();
    let mut manifest = Vec::new();
    loop {
        let chunk = export.step(step);
        manifest.extend_from_slice(&chunk.manifest);
        let finished = chunk.finished;
        assert!(!finished || chunk.part_finished);
        let part = parts.entry(chunk.part_name.clone()).or_default();
        assert!(!part.last().is_some_and(|last| last.part_finished), "a part that has ended goes on");
        part.push(chunk);
        if finished {
            return (parts, manifest);
        }
    }
}

fn bytes(chunks: &[Chunk]) -> Vec<u8> {
    chunks.iter().flat_map(|chunk| chunk.bytes.clone()).collect()
}

#[track_caller]
fn check(rows: usize, split: Split, step: usize) -> Vec<(String, u64, usize)> {
    let list = list(rows);
    let (parts, _) = export(&list, BatchFormat::Zip, split, step);
    let mut seen = Vec::new();
    let mut told = Vec::new();
    for (name, chunks) in &parts {
        let zip = bytes(chunks);
        let mut batch = Batch::open(Cursor::new(&zip)).unwrap();
        assert_eq!(batch.verify().finish(), [], "{name}");
        let counts = batch.manifest().counts;
        assert_eq!(counts.rows, counts.kept + counts.excluded + counts.rejected);
        seen.extend(batch.manifest().rows.iter().map(|row| row.row));
        told.push((name.clone(), counts.kept, zip.len()));
    }
    seen.sort_unstable();
    assert_eq!(seen, (2..rows as u32 + 2).collect::<Vec<_>>());
    told
}

#[test]
fn a_part_has_as_many_messages_as_it_may() {
    let told = check(30, Split { messages: Some(10), ..Split::default() }, 5_000);
    let told: Vec<_> = told.iter().map(|(name, kept, _)| (name.as_str(), *kept)).collect();
    assert_eq!(told, [("001", 10), ("002", 10), ("003", 6)]);
}

#[test]
fn a_domain_has_a_file_of_its_own() {
    let told = check(40, Split { by_domain: true, ..Split::default() }, usize::MAX);
    let told: Vec<_> = told.iter().map(|(name, kept, _)| (name.as_str(), *kept)).collect();
    assert_eq!(told, [("001-b.example", 17), ("002-a.example", 9), ("003-c.example", 9)]);
    // Where there are many domains, the small ones share a file.
    let rows = (0..30).map(|i| [format!("r@d{i}.example"), String::new(), String::new()]);
    let (parts, _) =
        export(&List::new(rows), BatchFormat::Zip, Split { by_domain: true, ..Split::default() }, 9_999);
    assert_eq!(parts.len(), 21);
    assert!(parts.contains_key("021-other-domains"), "{:?}", parts.keys());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn no_part_is_larger_than_it_may_be(rows in 1usize..40, most in 5_000u64..60_000, step in 1usize..20_000) {
        for (name, kept, size) in check(rows, Split { bytes: Some(most), ..Split::default() }, step) {
            prop_assert!(size as u64 <= most || kept == 1, "{name}: {size} of {most}");
        }
    }
}

#[test]
fn the_manifest_beside_names_each_part() {
    let list = list(9);
    let split = Split { messages: Some(3), ..Split::default() };
    for format in [BatchFormat::Mbox, BatchFormat::Jsonl, BatchFormat::Csv] {
        let (parts, manifest) = export(&list, format, split, 100);
        let manifest = outbox::read_manifest(&manifest).unwrap();
        let files: Vec<_> = manifest.rows.iter().map(|row| row.file.clone()).collect();
        let part = |n: u32| Some(format!("letters-{n:03}.{}", format.extension()));
        assert_eq!(files, [part(1), part(1), part(1), part(2), part(2), part(2), None, part(3), part(3)]);
        assert_eq!(parts.keys().map(String::as_str).collect::<Vec<_>>(), ["001", "002", "003"]);
        if format == BatchFormat::Csv {
            assert!(parts.values().all(|part| bytes(part).starts_with(b"email,name,")));
        }
    }
    let (parts, manifest) = export(&list, BatchFormat::Eml, split, 100);
    let manifest = outbox::read_manifest(&manifest).unwrap();
    let names: Vec<String> =
        parts.values().flatten().flat_map(|chunk| &chunk.files).map(|(name, _)| name.clone()).collect();
    let told: Vec<String> = manifest.rows.iter().filter_map(|row| row.file.clone()).collect();
    assert_eq!(names, told);
    assert!(names[0].starts_with("001/") && names[7].starts_with("003/"), "{names:?}");
}

#[test]
fn without_limits_there_is_one_part() {
    let (parts, manifest) = export(&list(9), BatchFormat::Mbox, Split::default(), 100);
    assert_eq!(parts.keys().map(String::as_str).collect::<Vec<_>>(), [""]);
    let manifest = outbox::read_manifest(&manifest).unwrap();
    assert!(manifest.rows.iter().all(|row| row.status != ManifestStatus::Kept || row.file.is_none()));
}
