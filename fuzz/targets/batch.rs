//! A hostile archive says why it is no batch, and never panics nor asks for memory that it has no bytes for.
#![no_main]

use libfuzzer_sys::fuzz_target;
use outbox::Batch;
use std::io::Cursor;

fuzz_target!(|bytes: &[u8]| {
    let Ok(mut batch) = Batch::open(Cursor::new(bytes)) else { return };
    let rows = batch.manifest().rows.clone();
    for row in &rows {
        if let Ok(message) = batch.proved_message(row) {
            assert_eq!(row.size, Some(message.len() as u64));
        }
    }
    batch.verify().finish();
});
