//! `postroom check`: every row of a list with what became of it, and the letter if one is given.

mod files;
mod lines;
mod review;

use crate::fail::{Ended, Fail, Verdict};
use crate::findings;
use crate::letter::Letter;
use crate::list::{List, ListArgs};
use crate::output::Output;
use diag::{Diagnostic, Severity};
use engine::list::reason;
use lines::{LetterLine, RowLine, Summary};
use recipients::RowState;
use review::Review;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Check a list, and a letter against it
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The list: CSV or the like, or one address a line. A letter is checked by itself
    #[arg(value_name = "LIST")]
    list: PathBuf,
    /// Print a line of JSON for each row, then one with the summary
    #[arg(long)]
    json: bool,
    /// A letter to merge with every row
    #[arg(long, value_name = "LETTER")]
    letter: Option<PathBuf>,
    #[command(flatten)]
    files: files::FileArgs,
    #[command(flatten)]
    about_list: ListArgs,
}

/// Checks the list and the letter. Ends with problems where a row is rejected or anything has an error.
///
/// # Errors
/// A file that can't be read.
pub fn run(args: &Args) -> Ended {
    if args.letter.is_none() && is_letter(&args.list) {
        return letter_alone(args);
    }
    let list = List::read(&args.list, &args.about_list)?;
    let letter = args.letter.as_deref().map(Letter::read).transpose()?;
    let mut review = letter.map(|letter| Review::new(letter, &list));
    let mut by_code = BTreeMap::new();
    let mut worst = Severity::Info;
    let mut output = Output::new();
    for row in 0..list.judged.table().rows() {
        let mut found = list.judged.diagnostics(row);
        found.extend(review.iter_mut().flat_map(|review| review.row(&list, row)));
        for found in &found {
            *by_code.entry(found.code.to_string()).or_default() += 1;
            worst = worst.min(found.severity);
        }
        if args.json {
            output.json(&RowLine::new(&list, row, &found))?;
        } else {
            say_row(&mut output, &list, row, &found)?;
        }
    }
    let letter = review.map(|review| review.finish(&list));
    let in_letter = letter.iter().flat_map(|letter| &letter.diagnostics);
    worst = list.diagnostics.iter().chain(in_letter).map(|found| found.severity).fold(worst, Severity::min);
    if args.json {
        if let (Some(letter), Some(path)) = (&letter, &args.letter) {
            output.json(&BTreeMap::from([("letter", LetterLine::new(letter, &path.to_string_lossy()))]))?;
        }
        output.json(&BTreeMap::from([("summary", Summary::new(&list, &by_code))]))?;
    } else {
        for found in &list.diagnostics {
            output.line(&findings::show(found, &list.name, "", None))?;
        }
        say_letter(&mut output, letter.as_ref())?;
        say_counts(&mut output, &list)?;
    }
    output.end()?;
    args.files.write(&list, &args.about_list)?;
    let problems = worst == Severity::Error || list.judged.roster.counts().rejected > 0;
    Ok(if problems { Verdict::Problems } else { Verdict::Fine })
}

/// Whether a file opens with a letter's front matter; no list does.
fn is_letter(path: &Path) -> bool {
    let opens = |bytes: Vec<u8>| bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes).starts_with(b"+++");
    path.as_os_str() != "-" && std::fs::read(path).is_ok_and(opens)
}

/// A letter without a list: its own problems, with each field showing its name.
fn letter_alone(args: &Args) -> Ended {
    let letter = Review::alone(Letter::read(&args.list)?);
    let mut output = Output::new();
    if args.json {
        let file = args.list.to_string_lossy();
        output.json(&BTreeMap::from([("letter", LetterLine::new(&letter, &file))]))?;
    } else {
        say_letter(&mut output, Some(&letter))?;
        let (errors, warnings) = letter.counts();
        output.line(&format!("{errors} errors, {warnings} warnings; no list was given"))?;
    }
    output.end()?;
    Ok(if letter.has_errors() { Verdict::Problems } else { Verdict::Fine })
}

/// A row for people; kept rows with nothing to mend stay silent.
fn say_row(output: &mut Output, list: &List, row: usize, found: &[Diagnostic]) -> Result<(), Fail> {
    let state = list.judged.roster.state(row);
    if state == RowState::Kept && found.iter().all(|found| found.severity == Severity::Info) {
        return Ok(());
    }
    let written = list.judged.written(row);
    let status = match state {
        RowState::Excluded(why) => format!("excluded, {}", reason(why)),
        other => lines::status(other).to_owned(),
    };
    output.line(&format!("row {}: {written:?} ({status})", list.judged.table().record_number(row)))?;
    for found in found {
        output.line(&format!("  {}: {}", findings::severity(found.severity), found.message))?;
        if let Some(better) = findings::fixed(found, written) {
            output.line(&format!("    meant: {better}"))?;
        } else if let Some(hint) = &found.hint {
            output.line(&format!("    hint: {hint}"))?;
        }
    }
    Ok(())
}

fn say_letter(output: &mut Output, letter: Option<&Letter>) -> Result<(), Fail> {
    let mut found: Vec<&Diagnostic> = letter.iter().flat_map(|letter| &letter.diagnostics).collect();
    found.sort_by_key(|found| found.severity);
    let shown = found.into_iter().zip(letter.into_iter().cycle()).map(|(found, letter)| letter.show(found));
    shown.into_iter().try_for_each(|text| output.line(&text))
}

fn say_counts(output: &mut Output, list: &List) -> Result<(), Fail> {
    for group in list.judged.roster.groups(list.judged.table()) {
        output.line(&format!("{:>7} × {} ({})", group.count, group.title, group.code))?;
    }
    let counts = list.judged.roster.counts();
    output.line(&format!(
        "{} rows: {} get a letter, {} set aside, {} rejected",
        counts.rows, counts.kept, counts.excluded, counts.rejected
    ))
}
