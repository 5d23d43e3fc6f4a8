//! Lists and addresses.

use mail::{Address, address};
use recipients::{ReadOptions, Roster, Suppression, propose, read};
use wasm_bindgen::prelude::wasm_bindgen;

/// How many rows a CSV has. It is read into columns, which stay in wasm memory until the call ends.
#[wasm_bindgen]
pub fn parse_csv(bytes: Vec<u8>) -> u32 {
    let table = read(bytes, &ReadOptions::default()).value;
    u32::try_from(table.rows()).unwrap_or(u32::MAX)
}

/// Rows, valid addresses, and rows with more or fewer cells than the header. The list is judged as the app judges it.
#[wasm_bindgen]
pub fn parse_and_validate_csv(bytes: Vec<u8>) -> Vec<u32> {
    let table = read(bytes, &ReadOptions::default()).value;
    let roster = Roster::judge(&table, &propose(&table), &Suppression::default());
    let counts = roster.counts();
    let ragged =
        roster.groups(&table).into_iter().filter(|group| matches!(&*group.code, "row-short" | "row-long"));
    let numbers = [counts.rows, counts.rows - counts.rejected, ragged.map(|group| group.count).sum()];
    numbers.map(|number| u32::try_from(number).unwrap_or(u32::MAX)).to_vec()
}

/// How many of the addresses, one a line, mail can be written to.
#[wasm_bindgen]
pub fn validate(addresses: &[u8]) -> u32 {
    let valid = |line: &&[u8]| {
        address::plain(line).is_some()
            || std::str::from_utf8(line).is_ok_and(|text| Address::parse(text).is_ok())
    };
    let count = addresses.split(|byte| *byte == b'\n').filter(valid).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}
