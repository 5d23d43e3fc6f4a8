//! Whole batches: every format, steps of any size, and the manifest.
#![allow(clippy::unwrap_used, reason = "these are tests; the helpers too")]

mod support;

use compose::Format;
use outbox::{BatchFormat, Manifest, ManifestStatus, Row, RowState};
use sha2::{Digest as _, Sha256};
use support::{List, compiled, export, letter, start};

fn list() -> List {
    let rows = [
        ["ann@example.org", "Ann Lee", "one"],
        ["no address", "Bob", "two"],
        ["cy@example.org", "", "From the first line\nFrom the second, with \"quotes\""],
        ["dee@example.org", "Dee", ""],
    ];
    List::new(rows.map(|row| row.map(str::to_owned)))
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn manifest(json: &[u8]) -> Manifest {
    serde_json::from_slice(json).unwrap()
}

const ALL: [BatchFormat; 4] = [BatchFormat::Zip, BatchFormat::Mbox, BatchFormat::Jsonl, BatchFormat::Csv];

#[test]
fn steps_of_any_size_give_the_same_bytes() {
    let compiled = compiled(&letter(Format::Html));
    for format in ALL {
        let whole = export(&compiled, &list(), format, usize::MAX);
        for step in [0, 1, 500, 5_000] {
            assert_eq!(export(&compiled, &list(), format, step), whole, "{format:?} {step}");
        }
    }
}

#[test]
fn the_manifest_tells_every_row() {
    let compiled = compiled(&letter(Format::Html));
    let (_, json) = export(&compiled, &list(), BatchFormat::Mbox, 1_000);
    let manifest = manifest(&json);
    let told: Vec<_> = manifest.rows.iter().map(|r| (r.row, r.address.as_str(), r.status)).collect();
    assert_eq!(
        told,
        [
            (2, "ann@example.org", ManifestStatus::Kept),
            (3, "no address", ManifestStatus::Rejected),
            (4, "cy@example.org", ManifestStatus::Kept),
            (5, "dee@example.org", ManifestStatus::Kept),
        ]
    );
    let counts = manifest.counts;
    assert_eq!((counts.rows, counts.kept, counts.excluded, counts.rejected, counts.failed), (4, 3, 0, 1, 0));
    assert_eq!(manifest.seed, 7);
    assert_eq!(manifest.date, "2026-11-24T02:00:00Z");
    assert_eq!(manifest.letter_sha256, compiled.hash());
    assert!(manifest.rows[1].reason.is_some() && manifest.rows[1].sha256.is_none());
}

#[test]
fn the_manifest_as_a_value_is_the_one_that_is_written() {
    let compiled = compiled(&letter(Format::Html));
    for format in [BatchFormat::Mbox, BatchFormat::Jsonl, BatchFormat::Csv] {
        let mut export = start(&compiled, &list(), format);
        let mut json = Vec::new();
        loop {
            let chunk = export.step(900);
            json.extend(chunk.manifest);
            if chunk.finished {
                break;
            }
        }
        assert_eq!(manifest(&json), export.manifest());
    }
}

#[test]
fn mbox_holds_every_message() {
    let compiled = compiled(&letter(Format::Html));
    let (mbox, json) = export(&compiled, &list(), BatchFormat::Mbox, 1_000);
    let iterator = mail_parser::mailbox::mbox::MessageIterator::new(mbox.as_slice());
    let messages: Vec<Vec<u8>> = iterator.map(|message| message.unwrap().unwrap_contents()).collect();
    let kept = manifest(&json).rows.into_iter().filter(|row| row.status == ManifestStatus::Kept);
    let rows: Vec<_> = kept.collect();
    assert_eq!(messages.len(), rows.len());
    for (message, row) in messages.iter().zip(rows) {
        // The mbox has LF and an empty line at the end; the hash is that of the message as it is sent.
        let text = String::from_utf8(message.clone()).unwrap();
        let sent = text.strip_suffix("\n\n").map_or(text.clone(), |t| format!("{t}\n")).replace('\n', "\r\n");
        assert_eq!(Some(hash(sent.as_bytes())), row.sha256, "{text}");
    }
}

#[test]
fn json_lines_say_what_the_message_says() {
    let compiled = compiled(&letter(Format::Html));
    let (lines, json) = export(&compiled, &list(), BatchFormat::Jsonl, 1_000);
    let text = String::from_utf8(lines).unwrap();
    let manifest = manifest(&json);
    let hashes: Vec<_> = text.lines().map(|line| Some(hash(line.as_bytes()))).collect();
    let kept = manifest.rows.iter().filter(|row| row.status == ManifestStatus::Kept);
    assert_eq!(hashes, kept.map(|row| row.sha256.clone()).collect::<Vec<_>>());
    let first: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    assert_eq!(first["from"], "Jörg Müller <joerg@example.com>");
    assert_eq!(first["to"], "Ann Lee <ann@example.org>");
    assert_eq!(first["reply_to"], "\"Sales, Example\" <sales@example.com>");
    assert_eq!(first["subject"], "one");
    assert_eq!(first["envelope_to"], "ann@example.org");
    assert_eq!(first["headers"][0]["name"], "List-Unsubscribe");
    assert!(first["html"].as_str().unwrap().contains("Hello Ann Lee"));
    assert_eq!(first["idempotency_key"], manifest.rows[0].idempotency_key.clone().unwrap());
}

#[test]
fn csv_keeps_the_columns() {
    let compiled = compiled(&letter(Format::Html));
    let (csv, _) = export(&compiled, &list(), BatchFormat::Csv, 1_000);
    assert_eq!(
        String::from_utf8(csv).unwrap(),
        "email,name,email_2,name_2,text\r\n\
         ann@example.org,Ann Lee,ann@example.org,Ann Lee,one\r\n\
         cy@example.org,,cy@example.org,,\"From the first line\nFrom the second, with \"\"quotes\"\"\"\r\n\
         dee@example.org,Dee,dee@example.org,Dee,\r\n"
    );
}

#[test]
fn a_letter_that_fails_for_a_row_rejects_that_row_only() {
    let mut letter = letter(Format::Html);
    letter.unsubscribe.url = "{{ text }}".to_owned();
    let rows = [["a@example.org", "", "https://example.com/1"], ["b@example.org", "", "nothing"]];
    let list = List::new(rows.map(|row| row.map(str::to_owned)));
    let compiled = compiled(&letter);
    for format in [BatchFormat::Zip, BatchFormat::Mbox, BatchFormat::Jsonl, BatchFormat::Eml] {
        let mut export = start(&compiled, &list, format);
        while !export.step(1).finished {}
        let counts = export.counts();
        assert_eq!((counts.rows, counts.kept, counts.rejected, counts.failed), (2, 1, 1, 1), "{format:?}");
        assert_eq!(export.failed()[0].code, "unsubscribe-url");
        assert_eq!(export.failed()[0].row, Some(3));
        let rows = export.manifest().rows;
        assert_eq!(rows[1].reason.as_deref(), Some("unsubscribe-url"));
        assert_eq!(rows[1].status, ManifestStatus::Rejected);
    }
}

#[test]
fn files_come_one_by_one() {
    let compiled = compiled(&letter(Format::Text));
    let mut export = start(&compiled, &list(), BatchFormat::Eml);
    let (mut names, mut steps) = (Vec::new(), 0);
    let rows = loop {
        let chunk = export.step(1);
        steps += 1;
        for (name, bytes) in chunk.files {
            names.push((name, hash(&bytes)));
        }
        if chunk.finished {
            break export.manifest().rows;
        }
    };
    assert!(steps > 3);
    let told = rows.into_iter().filter_map(|row| Some((row.file?, row.sha256?)));
    assert_eq!(names, told.collect::<Vec<_>>());
    assert_eq!(names[0].0, "00002-ann-example.org.eml");
}

#[test]
fn an_empty_list_is_a_batch_too() {
    let compiled = compiled(&letter(Format::Html));
    for format in ALL {
        let mut export = start(&compiled, &List::default(), format);
        let chunk = export.step(1 << 20);
        assert!(chunk.finished && export.manifest().rows.is_empty(), "{format:?}");
    }
}

#[test]
fn rows_set_aside_are_told() {
    let compiled = compiled(&letter(Format::Html));
    let composer = outbox::Composer::new(&compiled, outbox::Options::default());
    let state = RowState::Excluded { address: "a@example.org".to_owned(), reason: "duplicate".to_owned() };
    let rows = vec![Row { number: 2, state }];
    let mut export = outbox::Export::new(composer, BatchFormat::Zip, list().cells(), Box::new(rows));
    while !export.step(64).finished {}
    let row = &export.manifest().rows[0];
    assert_eq!((row.status, row.reason.as_deref()), (ManifestStatus::Excluded, Some("duplicate")));
    assert_eq!(export.counts().excluded, 1);
}
