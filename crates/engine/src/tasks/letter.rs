//! Letter files in and out.

use crate::desk::Desk;
use crate::protocol::Event;
use compose::Letter;

/// Reads a letter, of ours or of another tool, for the columns of the list on the desk.
pub fn read(desk: &Desk, name: &str, text: &str) -> Event {
    let columns = desk.list.as_ref().map(|list| list.judged.table().columns()).unwrap_or_default();
    let report = ::compose::import(name, text, columns);
    Event::Letter { letter: Box::new(report.value), diagnostics: report.diagnostics }
}

/// Writes a letter as a file.
pub fn write(letter: &Letter) -> Event {
    Event::LetterFile { text: ::compose::write(letter) }
}
