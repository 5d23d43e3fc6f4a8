//! Letter files in and out.

use crate::protocol::Event;
use compose::Letter;

/// Reads a letter file.
pub fn read(text: &str) -> Event {
    let report = ::compose::read(text);
    Event::Letter { letter: Box::new(report.value.letter), diagnostics: report.diagnostics }
}

/// Writes a letter as a file.
pub fn write(letter: &Letter) -> Event {
    Event::LetterFile { text: ::compose::write(letter) }
}
