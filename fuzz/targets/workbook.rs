//! Any bytes are a sheet or a reason why not, and a sheet is a list that can be read.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let report = workbook::read(bytes, None);
    assert!(!report.value.sheets.is_empty() || !report.diagnostics.is_empty());
    recipients::read(report.value.csv.into_bytes(), &Default::default());
});
