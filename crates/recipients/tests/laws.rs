//! What holds for every list.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use mail::Address;
use proptest::prelude::*;
use recipients::{
    Mapping, ReadOptions, Reader, Roster, RosterBuilder, RowFilter, RowState, RowsQuery, Segment, SetAside,
    Sort, Suppression, Table, Which, apply, propose, read, summary, undo, window, write_csv,
};
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

/// Lists that look like lists: good addresses, slips, duplicates, odd quotes, ragged rows, blank lines.
fn list() -> impl Strategy<Value = String> {
    let address = prop_oneof![
        4 => "[ab]{1,2}@(x|y)\\.example",
        2 => "[aAbB.+]{1,3}@(gmail|GMAIL|gmial)\\.com",
        1 => prop::sample::select(vec![
            "", "no at", "mailto:a@x.example", "<b@x.example>", " a@x.example ", "a@@x.example", "\"a b\"@x.example",
            "å@x.example", "a@bücher.example", "a@xn--bcher-kva.example", "a@xn--a.example", "a@[192.0.2.1]", "a@x",
            "info@mailinator.com", "\u{feff}a@x.example", "a＠x.example",
        ]).prop_map(str::to_owned),
        1 => ".{0,8}",
    ];
    let row = (address, "[ab,;\"\n\r ]{0,6}", 0..12u8).prop_map(|(address, rest, shape)| match shape {
        0 => String::new(),
        1 => address,
        2 => format!("{address},x,y,z"),
        3 => format!("\"{address},{rest}"),
        4 => format!("{address},{rest}"),
        5 => ",,".to_owned(),
        _ => format!("\"{}\",\"{}\",x", address.replace('"', "\"\""), rest.replace('"', "\"\"")),
    });
    (prop::collection::vec(row, 0..40), prop::sample::select(vec!["\n", "\r\n"]), any::<bool>()).prop_map(
        |(rows, newline, ends)| {
            let end = if ends { newline } else { "" };
            format!("email,name,plan{newline}{}{end}", rows.join(newline))
        },
    )
}

fn judged(text: &str) -> (Table, Mapping, Roster) {
    let table = read(
        text.as_bytes().to_vec(),
        &ReadOptions { header: Some(true), delimiter: Some(','), ..ReadOptions::default() },
    )
    .value;
    let mapping = Mapping { address: Some(0), ..propose(&table) };
    let suppression = Suppression::new(["ab@x.example", "ba@y.example"]);
    let roster = Roster::judge(&table, &mapping, &suppression);
    (table, mapping, roster)
}

/// Rows whose third column holds an x.
#[derive(Debug)]
struct WithX;

impl Segment for WithX {
    fn members(&self, table: &Table, rows: Range<usize>) -> Vec<bool> {
        rows.map(|row| table.cell(row, 2).contains('x')).collect()
    }
}

proptest! {
    #[test]
    fn a_segment_and_a_hand_set_rows_aside(text in list(), by_hand in prop::collection::btree_set(0..40u32, 0..5)) {
        let (table, mapping, everyone) = judged(&text);
        let segment: Arc<dyn Segment> = Arc::new(WithX);
        let roster = RosterBuilder::new(&table, &mapping, Arc::new(Suppression::new(["ab@x.example"])))
            .segment(Some(segment))
            .without(Arc::new(by_hand.clone()))
            .finish();
        let counts = roster.counts();
        prop_assert_eq!(counts.rows, counts.kept + counts.excluded + counts.rejected);
        prop_assert_eq!(counts.excluded, counts.duplicate + counts.suppressed + counts.segment + counts.by_hand);
        for row in 0..table.rows() {
            let state = roster.state(row);
            prop_assert_eq!(state == RowState::Excluded(SetAside::ByHand), by_hand.contains(&(row as u32)));
            if state == RowState::Kept {
                prop_assert!(table.cell(row, 2).contains('x'));
            }
            if state == RowState::Rejected {
                prop_assert_eq!(everyone.state(row), RowState::Rejected);
            }
            prop_assert_eq!(state == RowState::Rejected, roster.diagnostics(&table, row).iter().any(|found| found.severity == diag::Severity::Error));
        }
        for (filter, count) in [(RowFilter::Segment, counts.segment), (RowFilter::ByHand, counts.by_hand)] {
            let query = RowsQuery { filter, count: 3, ..RowsQuery::default() };
            prop_assert_eq!(window(&table, &roster, &query).total, count);
        }
    }

    #[test]
    fn a_sorted_window_has_the_same_rows(text in list(), column in 0..3usize, descending in any::<bool>()) {
        let (table, _, roster) = judged(&text);
        let query = RowsQuery { sort: Some(Sort { column, descending }), count: 100, ..RowsQuery::default() };
        let mut rows: Vec<usize> = window(&table, &roster, &query).rows.iter().map(|row| row.index).collect();
        rows.sort_unstable();
        prop_assert_eq!(rows, (0..table.rows()).collect::<Vec<_>>());
    }

    #[test]
    fn rows_in_are_kept_excluded_or_rejected(text in list()) {
        let (table, _, roster) = judged(&text);
        let counts = roster.counts();
        prop_assert_eq!(counts.rows, table.rows());
        prop_assert_eq!(counts.rows, counts.kept + counts.excluded + counts.rejected);
        prop_assert_eq!(counts.excluded, counts.duplicate + counts.suppressed + counts.segment + counts.by_hand);
        let states: Vec<RowState> = (0..table.rows()).map(|row| roster.state(row)).collect();
        prop_assert_eq!(counts.kept, states.iter().filter(|state| **state == RowState::Kept).count());
        prop_assert_eq!(counts.rejected, states.iter().filter(|state| **state == RowState::Rejected).count());
        let mut letters = HashSet::new();
        for (row, state) in states.iter().enumerate() {
            let diagnostics = roster.diagnostics(&table, row);
            let address = roster.address(row);
            // Each rejected row says why; each kept one can be written to, once.
            prop_assert_eq!(*state == RowState::Rejected, address.is_none());
            prop_assert_eq!(
                *state == RowState::Rejected,
                diagnostics.iter().any(|diagnostic| diagnostic.severity == diag::Severity::Error)
            );
            if let Some(address) = address {
                prop_assert!(Address::parse(&address).is_ok_and(|again| again.to_string() == address));
                if *state == RowState::Kept {
                    prop_assert!(letters.insert(address));
                }
            }
            for diagnostic in diagnostics {
                prop_assert_eq!(diagnostic.row, Some(table.record_number(row)));
                let cell = table.cell(row, 0);
                prop_assert!(diagnostic.span.is_none_or(|span| span.of(cell).is_some()), "{:?} in {:?}", diagnostic, cell);
            }
            prop_assert_eq!(table.row_of_number(table.record_number(row)), Some(row));
        }
        let kept: Vec<usize> = roster.kept().iter().map(|row| *row as usize).collect();
        prop_assert!(kept.iter().all(|row| states[*row] == RowState::Kept) && kept.is_sorted());
    }

    #[test]
    fn a_summary_counts_what_stands_in_the_cells(text in list()) {
        let (mut table, mapping, roster) = judged(&text);
        for _ in 0..2 {
            let told = summary("list.csv", text.len(), &table, &roster, &mapping, Vec::new());
            for (i, column) in told.columns.iter().enumerate() {
                let cells = (0..table.rows()).map(|row| table.cell(row, i));
                prop_assert_eq!(column.empty, cells.clone().filter(|cell| cell.is_empty()).count(), "{} of {:?}", i, text);
                let samples: Vec<&str> = cells.filter(|cell| !cell.is_empty()).take(3).collect();
                prop_assert_eq!(&column.samples, &samples);
            }
            table.set(0, 0, Some(""));
            table.set(1, 2, Some("x"));
        }
    }

    #[test]
    fn windows_and_groups_add_up(text in list()) {
        let (table, _, roster) = judged(&text);
        let total = |filter, code: Option<&str>| {
            let query = RowsQuery { filter, code: code.map(str::to_owned), count: 3, ..RowsQuery::default() };
            window(&table, &roster, &query).total
        };
        let counts = roster.counts();
        prop_assert_eq!(total(RowFilter::All, None), counts.rows);
        prop_assert_eq!(total(RowFilter::Ready, None) + total(RowFilter::Warned, None), counts.kept);
        prop_assert_eq!(total(RowFilter::Warned, None), counts.warned);
        prop_assert_eq!(total(RowFilter::Rejected, None), counts.rejected);
        prop_assert_eq!(total(RowFilter::Duplicate, None), counts.duplicate);
        prop_assert_eq!(total(RowFilter::Suppressed, None), counts.suppressed);
        for group in roster.groups(&table) {
            prop_assert_eq!(total(RowFilter::All, Some(&group.code)), group.count, "{}", group.code);
            let query = RowsQuery { code: Some(group.code.clone()), count: 5, ..RowsQuery::default() };
            for (row, example) in window(&table, &roster, &query).rows.iter().zip(&group.examples) {
                prop_assert_eq!(row.row, example.0);
                prop_assert!(row.diagnostics.iter().any(|diagnostic| diagnostic.code == group.code));
            }
        }
    }

    #[test]
    fn repairs_repair_and_can_be_undone(text in list()) {
        let (mut table, mapping, roster) = judged(&text);
        let fixable: usize = roster.groups(&table).iter().filter(|group| group.severity == diag::Severity::Error).map(|group| group.fixable).sum();
        let fixes = roster.fixes(&table, None, None);
        prop_assert_eq!(fixes.len(), fixable);
        let before: Vec<String> = (0..table.rows()).map(|row| table.cell(row, 0).to_owned()).collect();
        let back = apply(&mut table, &fixes);
        let again = Roster::judge(&table, &mapping, &Suppression::default());
        for fix in &fixes {
            prop_assert!(again.address(fix.row).is_some(), "{:?}", fix);
        }
        prop_assert_eq!(again.counts().rejected, roster.counts().rejected - fixes.len());
        undo(&mut table, back);
        prop_assert_eq!(table.changes(), 0);
        let after: Vec<String> = (0..table.rows()).map(|row| table.cell(row, 0).to_owned()).collect();
        prop_assert_eq!(before, after);
    }

    #[test]
    fn steps_give_what_one_go_gives(text in list(), budget in 1..50usize) {
        let options = ReadOptions::default();
        let whole = read(text.as_bytes().to_vec(), &options);
        let mut reader = Reader::new(text.as_bytes().to_vec(), &options);
        let mut done = 0;
        loop {
            let progress = reader.step(budget);
            prop_assert!(progress.done >= done && progress.done <= progress.total.max(done));
            done = progress.done;
            if progress.finished {
                break;
            }
        }
        let stepped = reader.finish();
        prop_assert_eq!(&whole.diagnostics, &stepped.diagnostics);
        let (table, other) = (&whole.value, &stepped.value);
        prop_assert_eq!(table.rows(), other.rows());
        let mapping = propose(table);
        let mut builder = RosterBuilder::new(other, &mapping, Arc::new(Suppression::default()));
        while !builder.step(budget).finished {}
        let (roster, stepped) = (Roster::judge(table, &mapping, &Suppression::default()), builder.finish());
        prop_assert_eq!(roster.counts(), stepped.counts());
        for row in 0..table.rows() {
            prop_assert_eq!(roster.diagnostics(table, row), stepped.diagnostics(other, row));
        }
    }

    #[test]
    fn the_list_written_is_the_list_read(text in list()) {
        let (table, _, roster) = judged(&text);
        let written = write_csv(&table, &roster, Which::All);
        let options = ReadOptions { header: Some(true), delimiter: Some(','), encoding: Some("utf-8".to_owned()), ..ReadOptions::default() };
        let again = read(written.value, &options).value;
        prop_assert_eq!(again.rows(), table.rows());
        for row in 0..table.rows() {
            for column in 0..table.columns().len() {
                prop_assert_eq!(again.cell(row, column), table.cell(row, column));
            }
        }
        let parts = [Which::Kept, Which::Excluded, Which::Rejected].map(|which| {
            read(write_csv(&table, &roster, which).value, &options).value.rows()
        });
        prop_assert_eq!(parts.iter().sum::<usize>(), table.rows());
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let report = read(bytes, &ReadOptions::default());
        let table = &report.value;
        prop_assert!(table.rows() > 0 || !report.diagnostics.is_empty());
        let roster = Roster::judge(table, &propose(table), &Suppression::default());
        for row in 0..table.rows() {
            roster.diagnostics(table, row);
        }
    }
}
