//! A file that comes in pieces is the same list as the file at once.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use recipients::{ReadOptions, Reader, Roster, Suppression, propose, read, summary};

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
        let mut reader = Reader::in_pieces(bytes.len(), &options);
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
        let parts = reader.finish();
        assert_eq!(parts.diagnostics, whole.diagnostics);
        assert_eq!(parts.value.rows(), whole.value.rows());
        for row in 0..whole.value.rows() {
            assert_eq!(parts.value.record_number(row), whole.value.record_number(row));
            for column in 0..whole.value.columns().len() {
                assert_eq!(parts.value.cell(row, column), whole.value.cell(row, column), "{row} {column}");
            }
        }
        let told = [&parts, &whole].map(|report| {
            let (table, mapping) = (&report.value, propose(&report.value));
            let roster = Roster::judge(table, &mapping, &Suppression::default());
            summary("list", bytes.len(), table, &roster, &mapping, report.diagnostics.clone())
        });
        assert_eq!(told[0], told[1]);
    }
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
