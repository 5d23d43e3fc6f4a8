//! A batch whose writer ended goes on where it was, or ends early and stays whole.
#![allow(clippy::unwrap_used, reason = "these are tests; the helpers too")]

mod support;

use compose::Format;
use outbox::{Batch, BatchFormat, Export, Manifest, Unfit};
use std::io::Cursor;
use support::{List, compiled, export, letter, start};

const ALL: [BatchFormat; 4] = [BatchFormat::Zip, BatchFormat::Mbox, BatchFormat::Jsonl, BatchFormat::Csv];
/// Bytes of a step: a letter or two.
const STEP: usize = 3_000;
const ROWS: usize = 200;

fn list() -> List {
    let row = |number: usize| match number {
        7 => ["no address".to_owned(), "Bob".to_owned(), "x".to_owned()],
        _ => [format!("r{number}@example.org"), format!("Reader {number}"), format!("text {number}")],
    };
    List::new((0..ROWS).map(row))
}

/// Writes on to the end.
fn finish(export: &mut Export<'_>, bytes: &mut Vec<u8>, manifest: &mut Vec<u8>) {
    loop {
        let mut chunk = export.step(STEP);
        bytes.append(&mut chunk.bytes);
        manifest.append(&mut chunk.manifest);
        if chunk.finished {
            return;
        }
    }
}

#[test]
fn a_batch_goes_on_with_the_same_bytes_wherever_it_was_cut() {
    let compiled = compiled(&letter(Format::Html));
    for format in ALL {
        let whole = export(&compiled, &list(), format, usize::MAX);
        for steps in [1, 2, 5] {
            let (mut file, mut journal) = (Vec::new(), Vec::new());
            let mut first = start(&compiled, &list(), format);
            for _ in 0..steps {
                file.append(&mut first.step(STEP).bytes);
                journal.append(&mut first.journal());
            }
            journal.append(&mut first.journal());
            // What was written after the last frame, and a frame that is torn, count for nothing.
            file.append(&mut first.step(STEP).bytes);
            let torn = first.journal();
            let safe = journal.len() as u64;
            journal.extend_from_slice(&torn[..torn.len() / 2]);

            let mut second = start(&compiled, &list(), format);
            let resumed = second.resume(&journal, file.len() as u64).unwrap();
            assert_eq!(resumed.journal, safe, "{format:?} {steps}");
            assert!(resumed.done > 0, "{format:?} {steps}");
            file.truncate(usize::try_from(resumed.bytes).unwrap());
            let mut manifest = Vec::new();
            finish(&mut second, &mut file, &mut manifest);
            assert_eq!((file, manifest), whole, "{format:?} {steps}");
        }
    }
}

#[test]
fn a_frame_that_tells_of_more_than_there_is_counts_for_nothing() {
    let compiled = compiled(&letter(Format::Html));
    let whole = export(&compiled, &list(), BatchFormat::Zip, usize::MAX);
    let (mut file, mut journal) = (Vec::new(), Vec::new());
    let mut first = start(&compiled, &list(), BatchFormat::Zip);
    for _ in 0..3 {
        file.append(&mut first.step(STEP).bytes);
        journal.append(&mut first.journal());
    }
    file.pop();
    let mut second = start(&compiled, &list(), BatchFormat::Zip);
    let resumed = second.resume(&journal, file.len() as u64).unwrap();
    assert!(resumed.bytes < file.len() as u64 && resumed.journal < journal.len() as u64);
    file.truncate(usize::try_from(resumed.bytes).unwrap());
    finish(&mut second, &mut file, &mut Vec::new());
    assert_eq!(file, whole.0);
}

#[test]
fn what_has_changed_is_told() {
    let first_letter = letter(Format::Html);
    let same = compiled(&first_letter);
    let other = compiled(&compose::Letter { subject: "Another".to_owned(), ..first_letter });
    let mut first = start(&same, &list(), BatchFormat::Zip);
    let written = first.step(STEP).bytes.len() as u64;
    let journal = first.journal();
    let resume = |mut export: Export<'_>, journal: &[u8]| export.resume(journal, written).map(drop);
    assert_eq!(resume(start(&other, &list(), BatchFormat::Zip), &journal), Err(Unfit::LetterChanged));
    assert_eq!(resume(start(&same, &List::default(), BatchFormat::Zip), &journal), Err(Unfit::ListChanged));
    assert_eq!(resume(start(&same, &list(), BatchFormat::Mbox), &journal), Err(Unfit::OtherBatch));
    for cut in [0, 3, 11] {
        assert_eq!(resume(start(&same, &list(), BatchFormat::Zip), &journal[..cut]), Err(Unfit::Unreadable));
    }
    let mut flipped = journal.clone();
    flipped[9] ^= 1;
    assert_eq!(resume(start(&same, &list(), BatchFormat::Zip), &flipped), Err(Unfit::Unreadable));
}

#[test]
fn a_batch_that_ends_early_is_whole_and_another_has_the_rest() {
    let compiled = compiled(&letter(Format::Html));
    for format in ALL {
        let mut first = start(&compiled, &list(), format);
        let (mut file, mut manifest) = (Vec::new(), Vec::new());
        file.append(&mut first.step(STEP).bytes);
        file.append(&mut first.step(STEP).bytes);
        let mark = first.mark().unwrap();
        assert_eq!(mark.bytes, file.len() as u64);
        first.step(STEP);
        first.end_at(mark);
        finish(&mut first, &mut file, &mut manifest);
        let told = first.manifest();
        let rest = first.rest().unwrap();
        assert!(rest > 0 && rest < ROWS, "{format:?}");
        assert_eq!(told.rows.len(), rest);
        assert!(format != BatchFormat::Zip || file.len() as u64 <= mark.whole);

        let mut second = start(&compiled, &list(), format).starting_at(rest);
        let (mut file_2, mut manifest_2) = (Vec::new(), Vec::new());
        finish(&mut second, &mut file_2, &mut manifest_2);
        assert_eq!(second.rest(), None);
        let told_2 = second.manifest();
        assert_eq!(told.counts.rows + told_2.counts.rows, ROWS as u64, "{format:?}");
        let (_, whole) = export(&compiled, &list(), BatchFormat::Mbox, usize::MAX);
        let whole: Manifest = serde_json::from_slice(&whole).unwrap();
        let rows = |manifest: &Manifest| manifest.rows.iter().map(|r| r.row).collect::<Vec<_>>();
        assert_eq!([rows(&told), rows(&told_2)].concat(), rows(&whole), "{format:?}");
        let ids =
            |manifest: &Manifest| manifest.rows.iter().map(|r| r.message_id.clone()).collect::<Vec<_>>();
        // A CSV has no messages, and so no ids.
        assert!(
            format == BatchFormat::Csv || [ids(&told), ids(&told_2)].concat() == ids(&whole),
            "{format:?}"
        );
        if format == BatchFormat::Zip {
            for file in [file, file_2] {
                let mut batch = Batch::open(Cursor::new(file)).unwrap();
                assert_eq!(batch.verify().finish(), []);
            }
        } else {
            for (json, told) in [(manifest, told), (manifest_2, told_2)] {
                assert_eq!(serde_json::from_slice::<Manifest>(&json).unwrap(), told, "{format:?}");
            }
        }
    }
}

#[test]
fn the_rest_can_be_interrupted_too() {
    let compiled = compiled(&letter(Format::Html));
    let rest = || start(&compiled, &list(), BatchFormat::Zip).starting_at(11);
    let mut whole = Vec::new();
    finish(&mut rest(), &mut whole, &mut Vec::new());
    let mut first = rest();
    let mut file = first.step(STEP).bytes;
    let journal = first.journal();
    let mut second = rest();
    let resumed = second.resume(&journal, file.len() as u64).unwrap();
    assert!(resumed.done > 11);
    finish(&mut second, &mut file, &mut Vec::new());
    assert_eq!(file, whole);
}
