//! Whatever stands in the journal of an export, the export goes on and ends: frames with any content after a real one, or any
//! bytes at all. The first byte says which, and of which format the batch is.
#![no_main]

use compose::{Cells, Compiled, Letter};
use libfuzzer_sys::fuzz_target;
use mail::Address;
use outbox::{BatchFormat, Composer, Export, Options, Row, RowState};
use std::sync::{Arc, LazyLock};

#[derive(Debug)]
struct List([String; 1]);

const ROWS: usize = 4;

impl Cells for List {
    fn columns(&self) -> &[String] {
        &self.0
    }

    fn rows(&self) -> usize {
        ROWS
    }

    fn cell(&self, _: usize, _: usize) -> &str {
        "x"
    }
}

static LETTER: LazyLock<Arc<Compiled>> = LazyLock::new(|| {
    let letter = Letter {
        from: "Ann <ann@example.com>".to_owned(),
        body: "Hello {{ a }}".to_owned(),
        ..Letter::default()
    };
    Arc::new(compose::compile(&letter, &["a".to_owned()]).value.expect("the letter compiles"))
});

fn start(format: BatchFormat) -> Export<'static> {
    let row = |number: u32| {
        let state = match number {
            3 => RowState::Rejected { address: "no".to_owned(), reason: "address-no-at".to_owned() },
            _ => RowState::Kept {
                address: Address::parse(&format!("r{number}@example.org")).expect("an address"),
                name: None,
            },
        };
        Row { number, state }
    };
    let rows: Vec<Row> = (2..2 + ROWS as u32).map(row).collect();
    let composer = Composer::new(LETTER.clone(), Options { now: 1_800_000_000, seed: 1 });
    Export::new(composer, format, Arc::new(List(["a".to_owned()])), Box::new(rows))
}

fn frame(content: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(&(content.len() as u32).to_le_bytes());
    out.extend_from_slice(&crc32fast::hash(content).to_le_bytes());
    out.extend_from_slice(content);
}

fuzz_target!(|bytes: &[u8]| {
    let Some((how, content)) = bytes.split_first() else { return };
    let formats = [BatchFormat::Zip, BatchFormat::Mbox, BatchFormat::Jsonl, BatchFormat::Csv];
    let format = formats[usize::from(*how) % formats.len()];
    let mut journal = Vec::new();
    let mut written = 0;
    // None, the head alone, or the head and the frame of a row or two before what is tried.
    let real = usize::from(*how >> 2) % 4;
    let mut first = start(format);
    for _ in 0..real {
        written += first.step(1).bytes.len() as u64;
        journal.extend(first.journal());
    }
    match real {
        0 => journal.extend_from_slice(content),
        // Several frames, each with its length before it.
        _ => {
            let mut rest = content;
            while let Some((length, after)) = rest.split_first() {
                let (own, after) = after.split_at(usize::from(*length).min(after.len()));
                frame(own, &mut journal);
                rest = after;
            }
        }
    }
    let mut again = start(format);
    let there = written + 10_000;
    match again.resume(&journal, there) {
        Ok(resumed) => {
            assert!(resumed.bytes <= there && resumed.journal <= journal.len() as u64);
            assert!(resumed.done <= ROWS as u64);
        }
        // Without a head it is as it was.
        Err(_) => assert_eq!(again.counts().rows, 0),
    }
    let mut steps = 0;
    while !again.step(500).finished {
        steps += 1;
        assert!(steps < 1_000, "the export does not end");
    }
    assert_eq!(again.counts().rows, ROWS as u64);
    again.manifest();
});
