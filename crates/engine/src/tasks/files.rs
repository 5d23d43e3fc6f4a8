//! The list and the suppression list as files.

use crate::desk::Desk;
use crate::protocol::Event;
use recipients::Which;

/// The list as CSV, corrected, with its own columns and order. Its bytes go beside the event.
pub fn list(desk: &Desk, which: Which) -> (Event, Option<Vec<u8>>) {
    let Some(list) = &desk.list else { return (Event::Failed { message: "there is no list".into() }, None) };
    let report = recipients::write_csv(list.judged.table(), &list.judged.roster, which);
    let stem = list.name.rsplit_once('.').map_or(list.name.as_str(), |(stem, _)| stem);
    let word = match which {
        Which::All => "corrected",
        Which::Kept => "kept",
        Which::Excluded => "set-aside",
        Which::Rejected => "rejected",
    };
    let file_name = format!("{stem}-{word}.csv");
    (Event::File { file_name, diagnostics: report.diagnostics }, Some(report.value))
}

/// The suppression list, plain or as SHA-256 sums.
pub fn suppression(entries: &[String], hashed: bool) -> (Event, Option<Vec<u8>>) {
    let text = recipients::Suppression::new(entries).write(hashed);
    let file_name = if hashed { "suppression-sha256.csv" } else { "suppression.csv" };
    (Event::File { file_name: file_name.into(), diagnostics: Vec::new() }, Some(text.into_bytes()))
}
