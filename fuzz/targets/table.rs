//! Any bytes are a table or a reason why not; read in one go or in steps it is the same table; every row is counted
//! once.
#![no_main]

use libfuzzer_sys::fuzz_target;
use recipients::{ReadOptions, Reader, Roster, Suppression};

fuzz_target!(|bytes: &[u8]| {
    let options = ReadOptions::default();
    let report = recipients::read(bytes.to_vec(), &options);
    let table = &report.value;

    let mut reader = Reader::new(bytes.to_vec(), &options);
    while !reader.step(7).finished {}
    let stepped = reader.finish();
    assert_eq!(report.diagnostics, stepped.diagnostics);
    assert_eq!((table.columns(), table.rows()), (stepped.value.columns(), stepped.value.rows()));
    for row in 0..table.rows() {
        assert_eq!(table.row_of_number(table.record_number(row)), Some(row));
        for column in 0..table.columns().len() {
            assert_eq!(table.cell(row, column), stepped.value.cell(row, column), "{row} {column}");
        }
    }

    let roster = Roster::judge(table, &recipients::propose(table), &Suppression::default());
    let counts = roster.counts();
    assert_eq!(counts.rows, counts.kept + counts.excluded + counts.rejected, "{counts:?}");
    assert_eq!((counts.rows, counts.kept), (table.rows(), roster.kept().len()));
});
