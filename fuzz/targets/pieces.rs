//! A list that comes in pieces, cut anywhere, and is judged as it comes, is the list that is read as a whole. The input
//! is the end of a long one: before that the reader only waits.
#![no_main]

use libfuzzer_sys::fuzz_target;
use recipients::{
    ReadOptions, Reader, Roster, RosterBuilder, RowsQuery, Suppression, propose, summary, window,
};
use std::sync::{Arc, LazyLock};

/// As many rows as the reader wants to see, and long ones, so that they cost little.
static HEAD: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut head = String::from("email,name,note\r\n");
    let note = "n".repeat(1_800);
    (0..640).for_each(|row| head += &format!("ann.{row}@example.com,Ann,{note}\r\n"));
    head.into_bytes()
});

fuzz_target!(|input: (Vec<u8>, &[u8])| {
    let (cuts, end) = input;
    let bytes = [&HEAD, end].concat();
    let options = ReadOptions::default();
    let whole = recipients::read(bytes.clone(), &options);

    let suppression = Arc::new(Suppression::default());
    let mut reader = Reader::in_pieces(bytes.len(), &options).judging(None, Arc::clone(&suppression));
    reader.push(&HEAD);
    let mut rest = end;
    for cut in cuts {
        while !reader.is_waiting() && !reader.step(1 + usize::from(cut) * 16).finished {}
        let (piece, after) = rest.split_at(rest.len().min(usize::from(cut)));
        reader.push(piece);
        rest = after;
    }
    reader.push(rest);
    let (parts, early) = reader.finish_judged();
    assert_eq!(whole.diagnostics, parts.diagnostics);

    let mapping = propose(&whole.value);
    let roster = Roster::judge(&whole.value, &mapping, &suppression);
    let other = match early {
        Some(early) => {
            assert_eq!(early.mapping(), &mapping);
            RosterBuilder::early(&parts.value, early).finish()
        }
        None => Roster::judge(&parts.value, &propose(&parts.value), &suppression),
    };
    let told = [(&whole, &roster), (&parts, &other)].map(|(report, roster)| {
        summary("list", bytes.len(), &report.value, roster, &mapping, report.diagnostics.clone())
    });
    assert_eq!(told[0], told[1]);
    let all = RowsQuery { count: usize::MAX, ..RowsQuery::default() };
    assert_eq!(window(&whole.value, &roster, &all), window(&parts.value, &other, &all));
});
