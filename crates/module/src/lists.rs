//! Lists and addresses.

use recipients::{ReadOptions, Validity, propose, read};
use wasm_bindgen::prelude::wasm_bindgen;

/// How many rows a CSV has. It is read into columns, which stay in wasm memory until the call ends.
#[wasm_bindgen]
pub fn parse_csv(bytes: Vec<u8>) -> u32 {
    let table = read(bytes, &ReadOptions::default()).value;
    u32::try_from(table.rows()).unwrap_or(u32::MAX)
}

/// Rows, valid addresses, and rows with more or fewer cells than the header. The
/// column of the addresses is found as the app finds it.
#[wasm_bindgen]
pub fn parse_and_validate_csv(bytes: Vec<u8>) -> Vec<u32> {
    let table = read(bytes, &ReadOptions::default()).value;
    let mut validity = Validity::new();
    let valid = propose(&table).address.map_or(0, |column| {
        (0..table.rows()).filter(|row| validity.is_valid(table.cell(*row, column).trim_ascii())).count()
    });
    let numbers = [table.rows(), valid, table.ragged_rows()];
    numbers.map(|number| u32::try_from(number).unwrap_or(u32::MAX)).to_vec()
}

/// How many of the addresses, one a line, mail can be written to.
#[wasm_bindgen]
pub fn validate(addresses: &[u8]) -> u32 {
    let mut validity = Validity::new();
    let valid = |line: &&[u8]| std::str::from_utf8(line).is_ok_and(|text| validity.is_valid(text));
    let count = addresses.split(|byte| *byte == b'\n').filter(valid).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}
