//! Bytes to a [`Table`], in steps or at once.

mod pieces;

use self::pieces::Pieces;
use crate::encoding::{self, Guess};
use crate::guard;
use crate::rows::{Scan, Scanned};
use crate::scan::{self, Dialect};
use crate::sniff;
use crate::sources;
use crate::table::{Base, MAX_TEXT, Table};
use crate::{Progress, ReadOptions};
use diag::{Diagnostic, Report, Severity};

/// How many rows with a stray quotation mark are told one by one.
const TOLD: usize = 20;

/// Octets in a step of [`Reader::finish`]. A browser compiles code well only once it was called some times, and then for
/// the next call, so that a loop over the whole file would run to its end as it was compiled first.
const STEP: usize = 512 * 1024;

/// Reads a file in steps, so that progress can be shown and the reading be given up.
pub struct Reader {
    options: ReadOptions,
    state: State,
    total: usize,
    diagnostics: Vec<Diagnostic>,
    pieces: Pieces,
}

/// Where a text comes from.
#[derive(Default)]
struct Source {
    /// The format where it is no text with delimiters; see [`crate::ListSummary::format`].
    format: &'static str,
    encoding: &'static str,
    byte_order_mark: bool,
    sheets: Vec<String>,
    sheet: usize,
}

enum State {
    /// More octets are to come.
    Gather(Vec<u8>),
    Start(Vec<u8>),
    Decode {
        bytes: Vec<u8>,
        guess: Guess,
    },
    Scan(Box<Scan>),
    Done(Table),
}

impl Reader {
    /// Begins to read a file.
    pub fn new(bytes: Vec<u8>, options: &ReadOptions) -> Reader {
        Reader {
            options: options.clone(),
            total: bytes.len(),
            state: State::Start(bytes),
            diagnostics: Vec::new(),
            pieces: Pieces::default(),
        }
    }

    /// Reads about `budget` octets more (the check for UTF-8, at some GB/s, is one step, and so is decoding what is not UTF-8). Done counts octets.
    pub fn step(&mut self, budget: usize) -> Progress {
        let budget = budget.max(1);
        self.state = match std::mem::replace(&mut self.state, State::Done(Table::default())) {
            State::Gather(bytes) => self.gathered(bytes),
            State::Start(bytes) => self.start(bytes),
            State::Decode { bytes, guess } => {
                let (text, found) = encoding::decode(&guess, &bytes);
                drop(bytes);
                // A guess that told of the faults already needs no second word.
                let told = |told: &Diagnostic| matches!(&*told.code, "file-cut" | "file-encoding-mixed");
                if !self.diagnostics.iter().any(told) {
                    self.diagnostics.extend(found);
                }
                self.scan(text, 0, &guess)
            }
            State::Scan(mut scan) => {
                let scanned = scan.step(budget);
                self.pieces.waiting = scanned == Scanned::Waiting;
                if scanned == Scanned::All { self.finish_scan(*scan) } else { State::Scan(scan) }
            }
            done @ State::Done(_) => done,
        };
        let total = self.total as u64;
        let done = match &self.state {
            State::Gather(_) | State::Start(_) | State::Decode { .. } => 0,
            State::Scan(scan) => {
                (scan.at as u64 * total).checked_div(scan.length() as u64).unwrap_or(0).min(total)
            }
            State::Done(_) => total,
        };
        Progress { done, total, finished: matches!(self.state, State::Done(_)) }
    }

    /// Reads what is left, and hands over the table. A file that is no list gives an empty table and an error.
    pub fn finish(mut self) -> Report<Table> {
        self.end();
        while !self.step(STEP).finished {}
        let table = if let State::Done(table) = self.state { table } else { Table::default() };
        Report::new(table, self.diagnostics)
    }

    fn start(&mut self, bytes: Vec<u8>) -> State {
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

    fn refuse(&mut self, why: Diagnostic) -> State {
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
    fn scan(&mut self, text: String, start: usize, guess: &Guess) -> State {
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

    /// Prepares the scan: dialect, columns, and the first row's place.
    fn begin(&mut self, text: String, start: usize, source: Source) -> State {
        if text.len() > MAX_TEXT {
            return self.refuse(too_large(text.len()));
        }
        let chosen = self.options.delimiter.and_then(|c| {
            let usable = u8::try_from(c).ok().filter(|b| b.is_ascii() && !matches!(b, b'"' | b'\r' | b'\n'));
            if usable.is_none() {
                self.diagnostics.push(
                    Diagnostic::warning(
                        "file-delimiter",
                        format!("expected an ASCII sign as delimiter, but found {c:?}"),
                    )
                    .hint("the delimiter was found from the file instead"),
                );
            }
            usable
        });
        let (dialect, start) = match source.format {
            "" => sniff::dialect(&text, start, chosen),
            _ => (Dialect { delimiter: Some(b','), newline: b'\n' }, start),
        };
        let sample = sniff::records(&text, start, dialect);
        if sample.is_empty() {
            return self
                .refuse(Diagnostic::error("file-empty", "expected a list, but found blank lines only"));
        }
        let named = matches!(source.format, "vcard" | "mbox" | "mailboxes");
        let has_header = named || self.options.header.unwrap_or_else(|| sniff::has_header(&sample));
        let (mut header, blanks, at) =
            if has_header { header(&text, start, dialect) } else { (None, 0, start) };
        if source.format.is_empty() {
            let names = header.iter_mut().flatten();
            names.for_each(|name| *name = guard::unguarded(name).to_owned());
        }
        let widths: Vec<usize> = sample.iter().skip(usize::from(has_header)).map(Vec::len).collect();
        let width =
            sniff::commonest(&widths).map_or(0, |(width, _)| width).max(header.as_ref().map_or(1, Vec::len));
        let columns = self.name_columns(header.as_deref(), width);
        let base = Base {
            empty: vec![0; columns.len()],
            columns,
            first_number: if has_header { 2 + blanks } else { 1 },
            header,
            encoding: source.encoding,
            byte_order_mark: source.byte_order_mark,
            format: match (source.format, dialect.delimiter) {
                ("", Some(_)) => "csv",
                ("", None) => "lines",
                (format, _) => format,
            },
            sheets: source.sheets,
            sheet: source.sheet,
            delimiter: dialect.delimiter,
            newline: dialect.newline,
            text,
            ..Base::default()
        };
        let length = base.text.len();
        State::Scan(Box::new(Scan::new(base, dialect, at, length)))
    }

    /// Names for `width` columns: the header's, made unique.
    fn name_columns(&mut self, header: Option<&[String]>, width: usize) -> Vec<String> {
        let mut names: Vec<String> = Vec::with_capacity(width);
        for i in 0..width {
            let written = header.and_then(|header| header.get(i)).map_or("", |name| name.trim());
            let wanted = match written {
                "" if width == 1 => "email".to_owned(),
                "" => format!("Column {}", i + 1),
                name => name.to_owned(),
            };
            let mut name = wanted.clone();
            let mut again = 2;
            while names.contains(&name) {
                name = format!("{wanted} {again}");
                again += 1;
            }
            if name != wanted {
                self.diagnostics.push(
                    Diagnostic::warning(
                        "file-column-twice",
                        format!("found two columns named {wanted:?}; the second is now {name:?}"),
                    )
                    .hint("give each column a name of its own")
                    .in_row(1),
                );
            }
            names.push(name);
        }
        names
    }

    fn finish_scan(&mut self, scan: Scan) -> State {
        let table = Table::new(scan.base);
        let stray = &table.base().stray_quotes;
        for row in stray.iter().take(TOLD) {
            self.diagnostics.push(stray_quote(table.record_number(*row as usize)));
        }
        if stray.len() > TOLD {
            self.diagnostics.push(Diagnostic::warning(
                "row-stray-quote",
                format!("found {} more rows with a quotation mark out of place", stray.len() - TOLD),
            ));
        }
        if table.rows() == 0 {
            self.diagnostics.push(
                Diagnostic::warning("file-no-rows", "expected rows below the header, but found none")
                    .hint("if the first line is a recipient, say that the list has no header"),
            );
        }
        State::Done(table)
    }
}

/// Reads a whole file at once. A file that is no list gives an empty table and an error.
pub fn read(bytes: Vec<u8>, options: &ReadOptions) -> Report<Table> {
    Reader::new(bytes, options).finish()
}

pub(crate) fn stray_quote(number: u32) -> Diagnostic {
    Diagnostic::warning(
        "row-stray-quote",
        "expected each quotation mark to open or close a whole cell, but found one that does not",
    )
    .hint("close the quotation mark, or double it where it is part of the text")
    .in_row(number)
}

fn too_large(octets: usize) -> Diagnostic {
    Diagnostic::error("file-too-large", format!("expected at most 2 GB, but found {octets} octets"))
        .hint("split the list into several files")
}

/// The header's cells, the blank lines before it, and where the rows begin.
fn header(text: &str, start: usize, dialect: Dialect) -> (Option<Vec<String>>, u32, usize) {
    let mut at = start;
    let mut blanks = 0;
    while at < text.len() {
        let (cells, next) = scan::record(text, at, dialect);
        at = next;
        if !sniff::is_blank(&cells) {
            return (Some(cells), blanks, at);
        }
        blanks += 1;
    }
    (None, 0, start)
}
