//! What a message costs in a list of a thousand rows and in one of a million: `cargo run --release -p outbox --example
//! linear_speed [LARGEST]`. The whole export as a zip with its manifest and hashes, in steps as the worker does it, on one
//! core; the bytes are counted and let go, as if they were streamed to a disk.
#![allow(clippy::unwrap_used, reason = "a bench ends at the first thing that is wrong")]

mod shared;

use compose::Cells;
use mail::Address;
use outbox::{BatchFormat, Composer, Export, Row, RowState, Rows};
use shared::{List, OPTIONS, letter, seconds};
use std::sync::Arc;
use std::time::Instant;

/// Rows that are told apart; a longer list says them again under other addresses, so that it fits into memory.
const DISTINCT: usize = 1_000;

#[derive(Debug)]
struct Again {
    list: List,
    rows: usize,
}

impl Cells for Again {
    fn columns(&self) -> &[String] {
        self.list.columns()
    }

    fn rows(&self) -> usize {
        self.rows
    }

    fn cell(&self, row: usize, column: usize) -> &str {
        self.list.cell(row % DISTINCT, column)
    }
}

struct Readers(usize);

impl Rows for Readers {
    fn count(&self) -> usize {
        self.0
    }

    fn row(&self, index: usize) -> Row {
        let address = Address::parse(&format!("reader{index}@example.org")).unwrap();
        Row { number: index as u32 + 2, state: RowState::Kept { address, name: Some("Ann".to_owned()) } }
    }
}

/// The most memory that the process had so far, in MB, where the system tells it.
fn peak_megabytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes / 1024)
}

fn main() {
    let largest: usize = std::env::args().nth(1).map_or(1_000_000, |text| text.parse().unwrap());
    let list = List::new(DISTINCT);
    let compiled = compose::compile(&letter(), list.columns()).value.unwrap();
    let cells: Arc<dyn Cells> = Arc::new(Again { list, rows: largest });
    let mut count = 1_000;
    println!(
        "{:>10} {:>12} {:>12} {:>12} {:>10}",
        "recipients", "us each", "seconds", "MB written", "peak MB"
    );
    while count <= largest {
        let composer = Composer::new(&compiled, OPTIONS);
        let clock = Instant::now();
        let start = seconds(clock);
        let mut export =
            Export::new(composer, BatchFormat::Zip, Arc::clone(&cells), Box::new(Readers(count)));
        while !export.step(1 << 18).finished {}
        let passed = seconds(clock) - start;
        println!(
            "{count:>10} {:>12.2} {passed:>12.3} {:>12.1} {:>10}",
            passed * 1e6 / count as f64,
            export.bytes() as f64 / 1e6,
            peak_megabytes().map_or_else(String::new, |megabytes| megabytes.to_string()),
        );
        count *= 10;
    }
}
