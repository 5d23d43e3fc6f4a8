//! Workbooks of spreadsheet programs (XLSX, ODS) as text: one sheet becomes CSV, with its rows where they were.
//!
//! Native builds read at once. In a browser the readers are large and seldom needed: whoever starts the engine there
//! lends it [`read`] with [`set_host_reader`], from a part that is fetched when the first workbook comes. This crate
//! knows neither lists nor mails.

mod cells;
mod ods;
mod room;
mod text;
mod xlsx;

use diag::{Diagnostic, Report};
use std::sync::OnceLock;

/// One sheet of a workbook, as text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Workbook {
    /// The format, in lower case: `xlsx` or `ods`.
    pub format: &'static str,
    /// The names of its sheets, in their order.
    pub sheets: Vec<String>,
    /// Which of them was read, from 0.
    pub chosen: usize,
    /// The sheet as CSV: commas, quotes where they are needed, a line feed after each row. A row that is empty is a blank
    /// line, so that rows keep their numbers.
    pub csv: String,
}

/// Reads a workbook; see [`read`].
pub type Reader = fn(bytes: &[u8], sheet: Option<&str>) -> Report<Workbook>;

static HOST: OnceLock<Reader> = OnceLock::new();

/// Lends a reader to a build that has none of its own. The first one stays.
pub fn set_host_reader(reader: Reader) {
    HOST.get_or_init(|| reader);
}

/// Whether the bytes open like a workbook, or like another zip archive.
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Whether workbooks can be read: always, but in a browser to which no reader was lent.
pub fn is_ready() -> bool {
    reader().is_some()
}

#[cfg(not(target_arch = "wasm32"))]
fn reader() -> Option<Reader> {
    Some(HOST.get().copied().unwrap_or(read))
}

#[cfg(target_arch = "wasm32")]
fn reader() -> Option<Reader> {
    HOST.get().copied()
}

/// Reads a workbook with the reader that there is: natively [`read`] itself, in a browser the one that was lent.
pub fn open(bytes: &[u8], sheet: Option<&str>) -> Report<Workbook> {
    match reader() {
        Some(reader) => reader(bytes, sheet),
        None => refuse(
            Diagnostic::error("file-workbook", "expected the reader of workbooks, but it was not loaded")
                .hint("try again, or save the sheet as CSV (UTF-8) and choose that file"),
        ),
    }
}

/// Reads a sheet of an XLSX or ODS workbook: the one of this name, else the first that has cells. A file that is no
/// workbook, or that would unpack to far more than a list, gives an empty one and an error; a sheet that breaks off is
/// read so far, and that is told.
pub fn read(bytes: &[u8], sheet: Option<&str>) -> Report<Workbook> {
    let kind = match room::look(bytes) {
        Ok(kind) => kind,
        Err(why) => return refuse(*why),
    };
    match kind {
        room::Kind::Xlsx => xlsx::read(bytes, sheet),
        room::Kind::Ods => ods::read(bytes, sheet),
    }
}

fn refuse(why: Diagnostic) -> Report<Workbook> {
    Report::new(Workbook::default(), vec![why])
}

/// The sheet to begin with: the one that was asked for, and what is to be said where it is not there.
fn choose(sheets: &[String], wanted: Option<&str>) -> (Option<usize>, Option<Diagnostic>) {
    let Some(wanted) = wanted.map(str::trim).filter(|wanted| !wanted.is_empty()) else { return (None, None) };
    match sheets.iter().position(|sheet| sheet == wanted) {
        Some(at) => (Some(at), None),
        None => (
            None,
            Some(
                Diagnostic::warning(
                    "file-sheet",
                    format!("expected a sheet named {wanted:?}, but found none"),
                )
                .hint("choose one of the sheets that there are; another was read instead"),
            ),
        ),
    }
}

/// A workbook that the reader gave up.
fn broken(message: impl std::fmt::Display) -> Diagnostic {
    Diagnostic::error("file-workbook", format!("expected a whole workbook, but it can't be read: {message}"))
        .hint("open it in the program that it comes from, and save it again or save the sheet as CSV (UTF-8)")
}

/// A sheet that breaks off.
fn cut(row: usize, message: impl std::fmt::Display) -> Diagnostic {
    Diagnostic::warning(
        "file-cut",
        format!("expected the sheet to be whole, but it breaks off after row {row}: {message}"),
    )
    .hint("the rows up to there were read; save the workbook again")
}

/// A sheet with more cells than a list has.
fn too_large() -> Diagnostic {
    Diagnostic::error("file-too-large", "expected a sheet of at most 1 GB as text, but found more")
        .hint("split the list into several files")
}
