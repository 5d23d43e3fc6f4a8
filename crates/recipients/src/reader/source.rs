//! What a file is: text with delimiters, a workbook, contacts or messages, or no list at all.

use super::{Reader, State};
use crate::base::MAX_TEXT;
use crate::encoding::{self, Guess};
use crate::sources;
use crate::table::Table;
use diag::{Diagnostic, Severity};

/// Where a text comes from.
#[derive(Default)]
pub(super) struct Source {
    /// The format where it is no text with delimiters; see [`crate::ListSummary::format`].
    pub(super) format: &'static str,
    pub(super) encoding: &'static str,
    pub(super) byte_order_mark: bool,
    pub(super) sheets: Vec<String>,
    pub(super) sheet: usize,
}

impl Reader {
    /// Finds out what the octets are.
    pub(super) fn start(&mut self, bytes: Vec<u8>) -> State {
        if bytes.iter().all(|b| b.is_ascii_whitespace()) {
            return self.refuse(
                Diagnostic::error("file-empty", "expected a list, but the file is empty")
                    .hint("choose a file with a column of addresses"),
            );
        }
        if bytes.len() > MAX_TEXT {
            return self.refuse(too_large(bytes.len()));
        }
        if workbook::is_workbook(&bytes) {
            return self.workbook(&bytes);
        }
        let mut guess = match encoding::guess(&bytes, self.options.encoding.as_deref()) {
            Ok(guess) => guess,
            Err(refused) => return self.refuse(*refused),
        };
        self.diagnostics.append(&mut guess.diagnostics);
        if guess.encoding != charset::Encoding::UTF_8 {
            return State::Decode { bytes, guess };
        }
        match String::from_utf8(bytes) {
            Ok(text) => self.scan(text, guess.mark, &guess),
            Err(error) => {
                let fault = error.utf8_error();
                let bytes = error.into_bytes();
                if !guess.sure {
                    let (encoding, found) = encoding::without_utf8(&bytes, &fault);
                    guess.encoding = encoding;
                    self.diagnostics.push(found);
                }
                State::Decode { bytes, guess }
            }
        }
    }

    /// Says why the file is no list.
    pub(super) fn refuse(&mut self, why: Diagnostic) -> State {
        self.diagnostics.push(why);
        State::Done(Table::default())
    }

    /// Reads a sheet of a workbook as the table.
    fn workbook(&mut self, bytes: &[u8]) -> State {
        let report = workbook::open(bytes, self.options.sheet.as_deref());
        let book = report.value;
        let refused = report.diagnostics.iter().any(|found| found.severity == Severity::Error);
        self.diagnostics.extend(report.diagnostics);
        if refused {
            return State::Done(Table::default());
        }
        if book.csv.trim().is_empty() {
            return self.refuse(
                Diagnostic::error("file-empty", "expected a list, but the sheet is empty")
                    .hint("choose another sheet of the workbook"),
            );
        }
        let source = Source {
            format: book.format,
            encoding: "utf-8",
            sheets: book.sheets,
            sheet: book.chosen,
            ..Source::default()
        };
        self.begin(book.csv, 0, source)
    }

    /// Takes a text, or what stands in it where it is no table.
    pub(super) fn scan(&mut self, text: String, start: usize, guess: &Guess) -> State {
        let source =
            Source { encoding: guess.encoding.name(), byte_order_mark: guess.mark > 0, ..Source::default() };
        if self.options.delimiter.is_none()
            && let Some(converted) = sources::convert(text.get(start..).unwrap_or_default())
        {
            self.diagnostics.push(converted.told);
            let source = Source { format: converted.format, byte_order_mark: false, ..source };
            return self.begin(converted.csv, 0, source);
        }
        self.begin(text, start, source)
    }
}

pub(super) fn too_large(octets: usize) -> Diagnostic {
    Diagnostic::error("file-too-large", format!("expected at most 2 GB, but found {octets} octets"))
        .hint("split the list into several files")
}
