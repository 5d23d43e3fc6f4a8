//! A file that comes in pieces is the same list as the file at once.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use proptest::prelude::*;
use recipients::{
    ReadOptions, Reader, Roster, RosterBuilder, RowsQuery, Suppression, Table, propose, read, summary, window,
};
use std::sync::Arc;

/// More than the reader wants to see before it begins.
const ROWS: usize = 24_000;

fn list(row: impl Fn(usize) -> String) -> Vec<u8> {
    let mut text = String::from("email,name,city\r\n");
    (0..ROWS).for_each(|i| text.push_str(&row(i)));
    assert!(text.len() > 1_100_000, "{}", text.len());
    text.into_bytes()
}

fn common(i: usize) -> String {
    format!("ann.{i}@mail.example.com,Søren Kierkegaard {i},København\r\n")
}

#[track_caller]
fn check(bytes: &[u8], expected_early: bool) {
    let options = ReadOptions::default();
    let whole = read(bytes.to_vec(), &options);
    for size in [1, 300_001] {
        // One octet after the other only where the text is being read, since before that nothing happens.
        let first = if size == 1 { bytes.len().saturating_sub(2_000) } else { 0 };
        let mut reader = Reader::in_pieces(bytes.len(), &options).judging(None, Arc::default());
        let mut early = false;
        let (head, rest) = bytes.split_at(first);
        for piece in [head].into_iter().chain(rest.chunks(size)) {
            reader.push(piece);
            let mut finished = false;
            while !reader.is_waiting() && !finished {
                let progress = reader.step(100_000);
                early |= progress.done > 0;
                finished = progress.finished;
            }
        }
        assert_eq!(early, expected_early, "rows were read before all was there");
        let (parts, judged) = reader.finish_judged();
        assert_eq!(parts.diagnostics, whole.diagnostics);
        assert_eq!(parts.value.rows(), whole.value.rows());
        let mapping = propose(&whole.value);
        let roster = Roster::judge(&whole.value, &mapping, &Suppression::default());
        let other = match judged {
            Some(judged) => {
                assert_eq!(judged.mapping(), &mapping);
                RosterBuilder::early(&parts.value, judged).finish()
            }
            None => Roster::judge(&parts.value, &mapping, &Suppression::default()),
        };
        assert_same((&whole.value, &roster), (&parts.value, &other));
        let told = [(&whole, &roster), (&parts, &other)].map(|(report, roster)| {
            summary("list", bytes.len(), &report.value, roster, &mapping, report.diagnostics.clone())
        });
        assert_eq!(told[0], told[1]);
    }
}

/// Every cell, and what is said of the last rows, which are the ones that a test is about.
#[track_caller]
fn assert_same(one: (&Table, &Roster), other: (&Table, &Roster)) {
    assert_eq!(one.0.rows(), other.0.rows());
    for row in 0..one.0.rows() {
        for column in 0..one.0.columns().len() {
            assert_eq!(one.0.cell(row, column), other.0.cell(row, column), "{row} {column}");
        }
        assert_eq!(one.1.state(row), other.1.state(row), "{row}");
    }
    let last = RowsQuery { offset: one.0.rows().saturating_sub(500), count: 500, ..RowsQuery::default() };
    let [one, other] = [one, other].map(|(table, roster)| window(table, roster, &last));
    assert_eq!(one, other);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn wherever_the_pieces_end_it_is_the_same_list(
        rows in prop::collection::vec(row(), 0..40),
        cuts in prop::collection::vec((0..60usize, 1..400usize), 0..40),
    ) {
        // As many rows as the reader wants to see, and long ones, so that they cost little.
        let long = |i: usize| format!("ann.{i}@example.com,Ann,{}\r\n", "n".repeat(1_800));
        let head: Vec<u8> = ["email,name,note\r\n".to_owned()].into_iter().chain((0..640).map(long)).collect::<String>().into_bytes();
        let end = rows.concat();
        let bytes = [head.as_slice(), end.as_bytes()].concat();
        let options = ReadOptions::default();
        let whole = read(bytes.clone(), &options);
        let suppression = Arc::new(Suppression::new(["b@x.example"]));
        let mut reader = Reader::in_pieces(bytes.len(), &options).judging(None, Arc::clone(&suppression));
        reader.push(&head);
        let mut rest = end.as_bytes();
        for (length, budget) in cuts {
            while !reader.is_waiting() && !reader.step(budget * 16).finished {}
            let (piece, after) = rest.split_at(length.min(rest.len()));
            reader.push(piece);
            rest = after;
        }
        reader.push(rest);
        let (parts, judged) = reader.finish_judged();
        prop_assert_eq!(&parts.diagnostics, &whole.diagnostics);
        let judged = judged.expect("the rows were judged as they came");
        prop_assert_eq!(judged.mapping(), &propose(&whole.value));
        let other = RosterBuilder::early(&parts.value, judged).finish();
        let roster = Roster::judge(&whole.value, &propose(&whole.value), &suppression);
        prop_assert_eq!(roster.counts(), other.counts());
        prop_assert_eq!(roster.groups(&whole.value), other.groups(&parts.value));
        assert_same((&whole.value, &roster), (&parts.value, &other));
    }
}

/// Rows with everything that goes over the end of a piece: quotes, line breaks in them, signs of several octets.
fn row() -> impl Strategy<Value = String> {
    let address = prop::sample::select(vec![
        "a@x.example",
        "b@x.example",
        "A@x.example",
        "ann.1@example.com",
        "å@bücher.example",
        "a.b+c@gmail.com",
        "AB@gmail.com",
        "no at",
        "",
    ]);
    (address, "[ab,;\"é東 \n\r]{0,6}", 0..9u8).prop_map(|(address, rest, shape)| match shape {
        0 => "\r\n".to_owned(),
        1 => format!("{address}\n"),
        2 => format!("{address},x,y,z\r\n"),
        3 => format!("\"{address},{rest}\r\n"),
        4 => format!("{address},{rest}\r\n"),
        _ => format!("\"{}\",\"{}\",東\r\n", address, rest.replace('"', "\"\"")),
    })
}

#[test]
fn a_plain_list_is_read_while_it_comes() {
    check(&list(common), true);
    check(&[b"\xef\xbb\xbf".as_slice(), &list(common)].concat(), true);
}

#[test]
fn quotes_blank_lines_and_ragged_rows_cross_the_pieces() {
    let row = |i: usize| match i % 7 {
        0 => format!("\"ann.{i}@example.com\",\"Lee, \"\"Ann\"\"\nof {i}\",\"\"\r\n"),
        1 => "\r\n".to_owned(),
        2 => format!("bo.{i}@example.org,Only two cells here {i}\r\n"),
        3 => format!("cy.{i}@example.net,太郎,東京,one more\r\n"),
        4 => format!("di.{i}@example.net,\"text\" after,x\r\n"),
        _ => format!(",{i} without an address but with a long name that fills the line,Oslo\n"),
    };
    check(&list(row), true);
}

#[test]
fn a_quote_left_open_waits_for_the_end() {
    let row = |i: usize| if i == 23_000 { "a@example.com,\"open,x\r\n".to_owned() } else { common(i) };
    check(&list(row), true);
}

#[test]
fn what_is_no_utf_8_in_the_end_is_read_as_a_whole() {
    // The first fault comes late, and the file is windows-1252 throughout, or cut in a character.
    let latin = |i: usize| format!("ann.{i}@mail.example.com,Ann Lee of the rather long name {i},Oslo\r\n");
    let mut bytes = list(latin);
    bytes.extend_from_slice(b"bo@example.com,J\xfcrgen,M\xfcnchen\r\n");
    check(&bytes, true);
    let mut cut = list(common);
    cut.extend_from_slice("bo@example.com,Ann,Kø".as_bytes());
    cut.pop();
    check(&cut, true);
}

#[test]
fn a_file_of_more_than_two_gigabytes_is_refused_before_it_is_read() {
    let mut reader = Reader::in_pieces(usize::try_from(u32::MAX).unwrap(), &ReadOptions::default());
    reader.push(b"email\r\n");
    assert!(!reader.is_waiting() && reader.step(1).finished);
    let report = reader.finish();
    assert_eq!(report.diagnostics[0].code, "file-too-large");
    assert_eq!(report.value.rows(), 0);
}

#[test]
fn other_files_wait_until_all_is_there() {
    let utf16: Vec<u8> =
        String::from_utf8(list(common)).unwrap().encode_utf16().flat_map(u16::to_le_bytes).collect();
    check(&utf16, false);
    let card =
        |i: usize| format!("BEGIN:VCARD\r\nFN:Ann Lee {i}\r\nEMAIL:ann.{i}@example.com\r\nEND:VCARD\r\n");
    let cards: Vec<u8> = (0..ROWS).flat_map(|i| card(i).into_bytes()).collect();
    check(&cards, false);
    check(b"email\nann@example.com\n".repeat(60_000).as_slice(), true);
    check(b"", false);
}
