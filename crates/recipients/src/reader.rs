//! Bytes to a [`Table`], in steps or at once.

mod early;
mod head;
mod pieces;
mod source;

pub use self::early::Early;
use self::early::Judge;
use self::pieces::Pieces;
use crate::encoding::{self, Guess};
use crate::rows::{Scan, Scanned};
use crate::table::Table;
use crate::{Progress, ReadOptions};
use diag::{Diagnostic, Report};

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
    /// Judges the rows as they come, where that is wanted.
    judge: Option<Judge>,
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
            judge: None,
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
                if let Some(judge) = &mut self.judge {
                    judge.judge(&scan);
                }
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
    pub fn finish(self) -> Report<Table> {
        self.finish_judged().0
    }

    /// The same, and what was judged of it where [`Reader::judging`] asked for that and the file could be read as it came.
    pub fn finish_judged(mut self) -> (Report<Table>, Option<Early>) {
        self.end();
        while !self.step(STEP).finished {}
        let table = if let State::Done(table) = self.state { table } else { Table::default() };
        let early = self.judge.and_then(Judge::finish).filter(|early| early.rows() == table.rows());
        (Report::new(table, self.diagnostics), early)
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
