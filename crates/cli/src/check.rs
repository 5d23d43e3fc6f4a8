//! `postroom check`: every row of a list with what became of it, and the letter if one is given.

use crate::fail::{Ended, Verdict};
use crate::findings::{self, Finding};
use crate::letter::Letter;
use crate::list::{List, reason};
use crate::output::Output;
use compose::Compiled;
use diag::{Diagnostic, Severity};
use recipients::RowState;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// Check a list, and a letter against it
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The list: CSV or the like, or one address a line
    #[arg(value_name = "LIST")]
    list: PathBuf,
    /// Print a line of JSON for each row, then one with the summary
    #[arg(long)]
    json: bool,
    /// A letter to merge with every row
    #[arg(long, value_name = "LETTER")]
    letter: Option<PathBuf>,
    /// The column that holds the addresses
    #[arg(long, value_name = "NAME")]
    address_column: Option<String>,
    /// A list of addresses that get nothing
    #[arg(long, value_name = "FILE")]
    suppression: Option<PathBuf>,
}

/// A row's line of JSON.
#[derive(Debug, Serialize)]
struct RowLine<'a> {
    row: u32,
    address: &'a str,
    status: &'a str,
    normalized: Option<String>,
    diagnostics: Vec<Finding<'a>>,
}

/// The letter's line of JSON.
#[derive(Debug, Serialize)]
struct LetterLine<'a> {
    file: &'a str,
    diagnostics: Vec<LetterFinding<'a>>,
}

#[derive(Debug, Serialize)]
struct LetterFinding<'a> {
    #[serde(flatten)]
    finding: Finding<'a>,
    field: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
}

/// The last line of JSON.
#[derive(Debug, Serialize)]
struct Summary<'a> {
    rows: usize,
    kept: usize,
    excluded: usize,
    rejected: usize,
    by_code: BTreeMap<String, usize>,
    encoding: &'a str,
    delimiter: Option<char>,
    columns: &'a [String],
    diagnostics: Vec<Finding<'a>>,
}

/// Checks the list and the letter. Ends with problems where a row is rejected or anything has an error.
///
/// # Errors
/// A file that can't be read.
pub fn run(args: &Args) -> Ended {
    let list = List::read(&args.list, args.address_column.as_deref(), args.suppression.as_deref())?;
    let mut letter = args.letter.as_deref().map(Letter::read).transpose()?;
    let compiled = letter.as_mut().and_then(|letter| letter.compile(list.table().columns()));
    // A letter that has an error of its own would only repeat it in every row.
    let compiled = compiled.filter(|_| letter.as_ref().is_some_and(|letter| !letter.has_errors()));
    let mut check = Check { list: &list, compiled, by_code: BTreeMap::new(), worst: Severity::Info };
    let mut output = Output::new();
    for row in 0..list.table().rows() {
        let diagnostics = check.row(row, letter.as_mut());
        if args.json {
            output.json(&check.line(row, &diagnostics))?;
        } else {
            check.say(&mut output, row, &diagnostics)?;
        }
    }
    for found in list.diagnostics.iter().chain(letter.iter().flat_map(|letter| &letter.diagnostics)) {
        check.worst = check.worst.min(found.severity);
    }
    if args.json {
        if let (Some(letter), Some(path)) = (&letter, &args.letter) {
            let diagnostics = letter.diagnostics.iter().map(|found| letter_finding(letter, found)).collect();
            let line = LetterLine { file: &path.to_string_lossy(), diagnostics };
            output.json(&BTreeMap::from([("letter", line)]))?;
        }
        output.json(&BTreeMap::from([("summary", check.summary())]))?;
    } else {
        for found in &list.diagnostics {
            output.line(&findings::show(found, &list.name, "", None))?;
        }
        for found in
            letter.iter().flat_map(|letter| letter.diagnostics.iter().map(|found| letter.show(found)))
        {
            output.line(&found)?;
        }
        for group in list.roster.groups(list.table()) {
            output.line(&format!("{:>7} × {} ({})", group.count, group.title, group.code))?;
        }
        output.line(&check.words())?;
    }
    output.end()?;
    let problems = check.worst == Severity::Error || list.roster.counts().rejected > 0;
    Ok(if problems { Verdict::Problems } else { Verdict::Fine })
}

/// A check on its way.
struct Check<'l> {
    list: &'l List,
    compiled: Option<Arc<Compiled>>,
    by_code: BTreeMap<String, usize>,
    worst: Severity,
}

impl Check<'_> {
    /// The diagnostics of a row: those of the list, and what keeps the letter from being merged with it. A place in
    /// the letter is told once, with the letter, and not with every row.
    fn row(&mut self, row: usize, letter: Option<&mut Letter>) -> Vec<Diagnostic> {
        let mut found = self.list.diagnostics(row);
        if let (Some(compiled), Some(letter), RowState::Kept) =
            (&self.compiled, letter, self.list.roster.state(row))
        {
            let context = compiled.context(&self.list.lent(), row);
            for mut problem in compiled.merge(&context).err().unwrap_or_default() {
                let same = |known: &Diagnostic| {
                    (&known.code, &known.field, known.span) == (&problem.code, &problem.field, problem.span)
                };
                if !letter.diagnostics.iter().any(same) {
                    let number = self.list.table().record_number(row);
                    letter.diagnostics.push(problem.clone().in_row(number));
                }
                problem.span = None;
                problem.fix = None;
                found.push(problem);
            }
        }
        for code in found.iter().map(|found| &found.code) {
            *self.by_code.entry(code.to_string()).or_default() += 1;
        }
        self.worst = found.iter().map(|found| found.severity).fold(self.worst, Severity::min);
        found
    }

    fn line<'a>(&'a self, row: usize, diagnostics: &'a [Diagnostic]) -> RowLine<'a> {
        let written = self.list.written(row);
        RowLine {
            row: self.list.table().record_number(row),
            address: written,
            status: status(self.list.roster.state(row)),
            normalized: self.list.roster.address(row),
            diagnostics: diagnostics.iter().map(|found| Finding::new(found, written)).collect(),
        }
    }

    /// A row for people; kept rows with nothing to mend stay silent.
    fn say(
        &self,
        output: &mut Output,
        row: usize,
        diagnostics: &[Diagnostic],
    ) -> Result<(), crate::fail::Fail> {
        let state = self.list.roster.state(row);
        if state == RowState::Kept && diagnostics.iter().all(|found| found.severity == Severity::Info) {
            return Ok(());
        }
        let written = self.list.written(row);
        let status = match state {
            RowState::Excluded(why) => format!("excluded, {}", reason(why)),
            other => status(other).to_owned(),
        };
        output.line(&format!("row {}: {written:?} ({status})", self.list.table().record_number(row)))?;
        for found in diagnostics {
            output.line(&format!("  {}: {}", findings::severity(found.severity), found.message))?;
            if let Some(better) = findings::fixed(found, written) {
                output.line(&format!("    meant: {better}"))?;
            } else if let Some(hint) = &found.hint {
                output.line(&format!("    hint: {hint}"))?;
            }
        }
        Ok(())
    }

    fn summary(&self) -> Summary<'_> {
        let counts = self.list.roster.counts();
        let table = self.list.table();
        Summary {
            rows: counts.rows,
            kept: counts.kept,
            excluded: counts.excluded,
            rejected: counts.rejected,
            by_code: self.by_code.clone(),
            encoding: table.encoding(),
            delimiter: table.delimiter(),
            columns: table.columns(),
            diagnostics: self.list.diagnostics.iter().map(|found| Finding::new(found, "")).collect(),
        }
    }

    fn words(&self) -> String {
        let counts = self.list.roster.counts();
        format!(
            "{} rows: {} get a letter, {} set aside, {} rejected",
            counts.rows, counts.kept, counts.excluded, counts.rejected
        )
    }
}

fn status(state: RowState) -> &'static str {
    match state {
        RowState::Kept => "kept",
        RowState::Excluded(_) => "excluded",
        RowState::Rejected => "rejected",
    }
}

fn letter_finding<'a>(letter: &'a Letter, found: &'a Diagnostic) -> LetterFinding<'a> {
    let place = letter.line_column(found);
    let source = found.field.as_deref().and_then(|field| letter.source(field)).unwrap_or_default();
    LetterFinding {
        finding: Finding::new(found, source),
        field: found.field.as_deref(),
        line: place.map(|place| place.line),
        column: place.map(|place| place.column),
    }
}
