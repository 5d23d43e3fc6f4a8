//! Batches opened and proved, and broken ones refused.
#![allow(clippy::unwrap_used, reason = "these are tests; the helpers too")]

mod support;

use compose::Format;
use outbox::{Batch, BatchError, BatchFormat, read_manifest};
use proptest::prelude::*;
use std::io::Cursor;
use std::sync::LazyLock;
use support::{HARD_TEXTS, List, compiled, export, letter};

static ZIP: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let list = List::of_texts(HARD_TEXTS.iter().copied());
    export(&compiled(&letter(Format::Html)), &list, BatchFormat::Zip, 10_000).0
});

/// The codes of all problems.
fn problems(zip: &[u8]) -> Vec<String> {
    let mut batch = Batch::open(Cursor::new(zip)).unwrap();
    batch.verify().finish().into_iter().map(|problem| problem.code.into_owned()).collect()
}

#[test]
fn a_batch_proves_itself() {
    assert!(problems(&ZIP).is_empty(), "{:?}", problems(&ZIP));
    let mut batch = Batch::open(Cursor::new(ZIP.as_slice())).unwrap();
    let rows = batch.manifest().rows.clone();
    assert_eq!(rows.len(), HARD_TEXTS.len());
    for row in &rows {
        let message = batch.proved_message(row).unwrap();
        assert!(message.starts_with(b"From: "));
    }
}

#[test]
fn the_proof_can_be_done_in_steps() {
    let mut batch = Batch::open(Cursor::new(ZIP.as_slice())).unwrap();
    let mut proof = batch.verify();
    let mut steps = 1;
    while !proof.step(2) {
        steps += 1;
        assert_eq!(proof.done(), (steps - 1) * 2);
    }
    assert_eq!(steps, HARD_TEXTS.len().div_ceil(2));
    assert!(proof.finish().is_empty());
}

#[test]
fn a_changed_message_is_found() {
    // The first message follows its header of 30 bytes and its name.
    let mut changed = ZIP.clone();
    changed[30 + "00002-r0-example.org.eml".len() + 40] ^= 1;
    assert_eq!(problems(&changed), ["batch-file-damaged"]);
}

#[test]
fn a_batch_without_hashes_is_not_proved() {
    let compiled = compiled(&letter(Format::Html));
    let list = List::of_texts(["one", "two"]);
    let mut export = support::start(&compiled, &list, BatchFormat::Zip).without_hashes();
    let zip = export.step(usize::MAX).bytes;
    assert_eq!(problems(&zip), ["batch-hash", "batch-hash"]);
}

#[test]
fn what_is_no_batch_says_why() {
    let error = |bytes: &[u8]| Batch::open(Cursor::new(bytes)).unwrap_err();
    assert!(matches!(error(b""), BatchError::NotAnArchive));
    assert!(matches!(error(b"From ann@example.com"), BatchError::NotAnArchive));
    assert!(matches!(error(&ZIP[..ZIP.len() - 30]), BatchError::NotAnArchive));
    assert!(matches!(error(&ZIP[200..]), BatchError::Damaged(_)));
    // The same file name everywhere, so that there is no manifest.
    let zip = String::from_utf8_lossy(&ZIP).contains("manifest.json");
    assert!(zip);
    let mut renamed = ZIP.clone();
    for at in 0..renamed.len() - 13 {
        if &renamed[at..at + 13] == b"manifest.json" {
            renamed[at..at + 13].copy_from_slice(b"manifest.jsom");
        }
    }
    assert!(matches!(error(&renamed), BatchError::NoManifest));
    let mut escaping = ZIP.clone();
    for at in 0..escaping.len() - 13 {
        if &escaping[at..at + 13] == b"manifest.json" {
            escaping[at..at + 13].copy_from_slice(b"../../fest.js");
        }
    }
    assert!(matches!(error(&escaping), BatchError::Damaged(_)));
}

#[test]
fn manifests_of_the_future_are_refused() {
    let newer = br#"{"format":"postroom-batch","version":2,"all":"new"}"#;
    assert!(matches!(read_manifest(newer), Err(BatchError::NewerVersion(2))));
    let other = br#"{"format":"something","version":1}"#;
    assert!(matches!(read_manifest(other), Err(BatchError::BadManifest(_))));
    assert!(matches!(read_manifest(b"[]"), Err(BatchError::BadManifest(_))));
}

proptest! {
    #[test]
    fn a_broken_archive_never_panics(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
        at_end: bool,
    ) {
        let mut zip = ZIP.clone();
        // Most of what is read without a checksum stands at the end.
        let from = if at_end { zip.len() - 1_500 } else { 0 };
        for (index, byte) in changes {
            let at = from + index.index(zip.len() - from);
            zip[at] = byte;
        }
        for bytes in [&zip[..], &zip[..cut.index(zip.len())]] {
            if let Ok(mut batch) = Batch::open(Cursor::new(bytes)) {
                batch.verify().finish();
            }
        }
    }
}
