//! `postroom verify`: a batch read back, and every hash, size, count and header of its manifest proved.

use crate::fail::{Ended, Fail, Verdict};
use crate::output::Output;
use diag::Diagnostic;
use outbox::Batch;
use serde::Serialize;
use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::{Path, PathBuf};

/// Problems that are shown.
const SHOWN: usize = 20;

/// Prove a batch: every message is the one that its manifest tells of
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The batch, a zip of `postroom export` or of the app
    #[arg(value_name = "BATCH.zip")]
    batch: PathBuf,
    /// Print one line of JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Line<'a> {
    rows: u64,
    messages: u64,
    date: &'a str,
    letter_sha256: &'a str,
    problems: &'a [Diagnostic],
}

/// Proves the batch. Ends with problems where something in it is not as its manifest says.
///
/// # Errors
/// A file that is no batch.
pub fn run(args: &Args) -> Ended {
    let mut batch = open(&args.batch)?;
    let problems = batch.verify().finish();
    let manifest = batch.manifest();
    let counts = manifest.counts;
    let (date, letter_sha256) = (manifest.date.as_str(), manifest.letter_sha256.as_str());
    if args.json {
        let mut output = Output::new();
        output.json(&Line {
            rows: counts.rows,
            messages: counts.kept,
            date,
            letter_sha256,
            problems: &problems,
        })?;
        output.end()?;
    } else {
        for problem in problems.iter().take(SHOWN) {
            eprintln!("{}", said(problem));
        }
        if problems.len() > SHOWN {
            eprintln!("… and {} more", problems.len() - SHOWN);
        }
    }
    let what = match problems.is_empty() {
        true => "is whole and unchanged".to_owned(),
        false if problems.len() == 1 => "has 1 problem".to_owned(),
        false => format!("has {} problems", problems.len()),
    };
    eprintln!(
        "postroom: {} {what}: {} messages from {} rows, of {date}",
        args.batch.display(),
        counts.kept,
        counts.rows
    );
    Ok(if problems.is_empty() { Verdict::Fine } else { Verdict::Problems })
}

/// Opens a batch.
///
/// # Errors
/// A file that can't be read, or is none.
pub fn open(path: &Path) -> Result<Batch<BufReader<File>>, Fail> {
    let file = File::open(path).map_err(|error| Fail::file("read", path, &error))?;
    Batch::open(BufReader::new(file))
        .map_err(|error| Fail::new(format!("{} is no batch: {error}", path.display())))
}

/// Every hash and header is right before the first message goes out: a damaged batch is not sent by halves.
///
/// # Errors
/// The first problem; further ones are shown.
pub fn prove<R: Read + Seek>(batch: &mut Batch<R>, path: &Path) -> Result<(), Fail> {
    let problems = batch.verify().finish();
    let Some(first) = problems.first() else { return Ok(()) };
    for problem in problems.iter().skip(1).take(SHOWN) {
        eprintln!("{}", said(problem));
    }
    Err(Fail::new(format!("{} is damaged, so nothing was sent: {}", path.display(), said(first))))
}

fn said(problem: &Diagnostic) -> String {
    let row = problem.row.map(|row| format!("row {row}: ")).unwrap_or_default();
    format!("{row}{}", problem.message)
}
