//! Lists and addresses.

use js_sys::Uint8Array;
use recipients::{ReadOptions, Reader, Table, Validity, propose};
use std::ops::Range;
use wasm_bindgen::prelude::wasm_bindgen;

/// Octets that are taken over at once: few enough to stay near the processor until they are read.
const PIECE: u32 = 256 * 1024;
/// Rows that are judged in one call. A browser compiles code well only for the calls after the first ones.
const ROWS: usize = 4096;

/// How many rows a CSV has. It is read into columns, which stay in wasm memory until the call ends.
#[wasm_bindgen]
pub fn parse_csv(bytes: &Uint8Array) -> u32 {
    number(table(bytes).rows())
}

/// Rows, valid addresses, and rows with more or fewer cells than the header. The
/// column of the addresses is found as the app finds it.
#[wasm_bindgen]
pub fn parse_and_validate_csv(bytes: &Uint8Array) -> Vec<u32> {
    let table = table(bytes);
    let mut validity = Validity::new();
    let mut valid = 0;
    if let Some(column) = propose(&table).address {
        for start in (0..table.rows()).step_by(ROWS) {
            let rows = start..(start + ROWS).min(table.rows());
            valid += count_valid(&table, column, rows, &mut validity);
        }
    }
    [table.rows(), valid, table.ragged_rows()].map(number).to_vec()
}

#[inline(never)]
fn count_valid(table: &Table, column: usize, rows: Range<usize>, validity: &mut Validity) -> usize {
    rows.filter(|row| validity.is_valid(table.cell(*row, column).trim_ascii())).count()
}

/// Reads a list a piece after the other.
fn table(bytes: &Uint8Array) -> Table {
    let mut reader = Reader::in_pieces(bytes.length() as usize, &ReadOptions::default());
    let mut piece = Vec::new();
    for start in (0..bytes.length()).step_by(PIECE as usize) {
        let octets = bytes.subarray(start, bytes.length().min(start.saturating_add(PIECE)));
        piece.resize(octets.length() as usize, 0);
        octets.copy_to(&mut piece);
        reader.push(&piece);
        while !reader.is_waiting() && !reader.step(PIECE as usize).finished {}
    }
    reader.finish().value
}

fn number(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// How many of the addresses, one a line, mail can be written to.
#[wasm_bindgen]
pub fn validate(addresses: &[u8]) -> u32 {
    let mut validity = Validity::new();
    let valid = |line: &&[u8]| std::str::from_utf8(line).is_ok_and(|text| validity.is_valid(text));
    let count = addresses.split(|byte| *byte == b'\n').filter(valid).count();
    number(count)
}
