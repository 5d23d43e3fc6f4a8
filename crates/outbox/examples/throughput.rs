//! How fast messages are written, on one core: `cargo run --release -p outbox --example throughput [MESSAGES [ZIP]]`.
//! With a second argument it only writes the batch there, to be looked at.
//!
//! A merge letter of about 30 KB of HTML (fields, conditions, a loop of ten) with its text part goes to a list made
//! up by counting, so every run does the same work. Each line is the median of five rounds, in CPU time
//! where the system tells it.
#![allow(clippy::unwrap_used, reason = "a bench ends at the first thing that is wrong")]

mod shared;

use compose::{Cells, Compiled};
use mail::Address;
use outbox::{BatchFormat, Composer, Export, Row, RowState};
use shared::{List, OPTIONS, letter, seconds};
use std::sync::Arc;
use std::time::Instant;

const ROUNDS: usize = 5;
/// Runs the work five times, and prints the median round's speed.
fn measure(what: &str, messages: usize, mut work: impl FnMut() -> (u64, u64)) {
    let mut rounds: Vec<(f64, (u64, u64))> = (0..ROUNDS)
        .map(|_| {
            let clock = Instant::now();
            let start = seconds(clock);
            let bytes = work();
            (seconds(clock) - start, bytes)
        })
        .collect();
    rounds.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (seconds, (written, out)) = rounds[ROUNDS / 2];
    println!(
        "{what:<34} {:>9.0} messages/s {:>7.0} MB/s {:>6.1} us each, {:>5.1} % of the bytes  [{:.1}..{:.1} us]",
        messages as f64 / seconds,
        written as f64 / seconds / 1e6,
        seconds * 1e6 / messages as f64,
        out as f64 / written as f64 * 100.0,
        rounds[0].0 * 1e6 / messages as f64,
        rounds[ROUNDS - 1].0 * 1e6 / messages as f64,
    );
}

fn write_zip(path: &str, compiled: &Compiled, cells: &Arc<dyn Cells>, rows: &[Row]) {
    let composer = Composer::new(compiled, OPTIONS);
    let mut export = Export::new(composer, BatchFormat::Zip, Arc::clone(cells), Box::new(rows.to_vec()));
    std::fs::write(path, export.step(usize::MAX).bytes).unwrap();
}

fn export(
    compiled: &Compiled,
    cells: &Arc<dyn Cells>,
    rows: &[Row],
    format: BatchFormat,
    hashed: bool,
) -> u64 {
    let composer = Composer::new(compiled, OPTIONS);
    let mut export = Export::new(composer, format, Arc::clone(cells), Box::new(rows.to_vec()));
    if !hashed {
        export = export.without_hashes();
    }
    while !export.step(1 << 20).finished {}
    export.bytes()
}

fn main() {
    let messages: usize = std::env::args().nth(1).map_or(5_000, |text| text.parse().unwrap());
    let list = List::new(messages);
    let compiled = compose::compile(&letter(), list.columns()).value.unwrap();
    let cells: Arc<dyn Cells> = Arc::new(list);
    let state = |i| {
        let address = Address::parse(cells.cell(i, 0)).unwrap();
        RowState::Kept { address, name: Some(cells.cell(i, 1).to_owned()) }
    };
    let rows: Vec<Row> = (0..messages).map(|i| Row { number: i as u32 + 2, state: state(i) }).collect();

    if let Some(path) = std::env::args().nth(2) {
        return write_zip(&path, &compiled, &cells, &rows);
    }

    let mut composer = Composer::new(&compiled, OPTIONS);
    let mut out = Vec::new();
    let mut all = |hashed: bool| {
        let mut bytes = 0;
        for (i, row) in rows.iter().enumerate() {
            let RowState::Kept { address, name } = &row.state else { continue };
            out.clear();
            let cx = compiled.context(&cells, i);
            if hashed {
                composer.message(&cx, address, name.as_deref(), row.number, &mut out).unwrap();
            } else {
                composer.append(&cx, address, name.as_deref(), row.number, &mut out).unwrap();
            }
            bytes += out.len() as u64;
        }
        (bytes, bytes)
    };
    let (bytes, _) = all(false);
    println!("{messages} messages of {} bytes", bytes / messages as u64);
    measure("merge and MIME", messages, || all(false));
    measure("merge, MIME and SHA-256", messages, || all(true));
    let formats = [BatchFormat::Zip, BatchFormat::Mbox, BatchFormat::Jsonl, BatchFormat::Csv];
    for format in formats {
        let what = format!("whole export as {}", format.extension());
        measure(&what, messages, || (bytes, export(&compiled, &cells, &rows, format, true)));
    }
    measure("whole export as zip, no SHA-256", messages, || {
        (bytes, export(&compiled, &cells, &rows, BatchFormat::Zip, false))
    });
    let mut plain = Vec::new();
    measure("plain way: merge, then encode", messages, || {
        let mut bytes = 0;
        for i in 0..messages {
            let merged = compiled.merge(&compiled.context(&cells, i)).unwrap();
            plain.clear();
            plain.extend(outbox::qp::encode(merged.text.as_bytes()));
            plain.extend(outbox::qp::encode(merged.html.unwrap_or_default().as_bytes()));
            bytes += plain.len() as u64;
        }
        (bytes, bytes)
    });
}
