//! `postroom export`: a batch as one file, or as a folder of messages, with its manifest.

mod place;
mod shape;

use crate::campaign;
use crate::dkim::DkimArgs;
use crate::fail::{Ended, Fail, Verdict};
use crate::findings;
use crate::letter::Letter;
use crate::list::{List, ListArgs};
use crate::moment;
use diag::Diagnostic;
use outbox::{BatchFormat, Composer, Export, Options, Split};
use place::Place;
use shape::Shape;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

/// Bytes of messages in a step: enough that steps cost nothing, little enough that progress moves.
const STEP: usize = 4 * 1024 * 1024;
/// How many kinds of problems are shown.
const SHOWN: usize = 20;

/// Write a batch: a message for each recipient, and a manifest
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The letter, or a campaign file (.postroom)
    #[arg(value_name = "LETTER")]
    letter: PathBuf,
    /// The list; for a campaign file the one in it
    #[arg(long, value_name = "LIST")]
    list: Option<PathBuf>,
    /// eml (a folder of messages), maildir, mbox, zip, jsonl, jsonl:PRESET (as a relay takes it) or csv
    #[arg(long = "as", value_name = "FORMAT")]
    format: String,
    /// The file to write; for eml and maildir a folder
    #[arg(long, value_name = "PATH")]
    out: PathBuf,
    /// Begin a new file after this many messages
    #[arg(long, value_name = "N")]
    batch_size: Option<u64>,
    /// Begin with a file of this many messages, and let each further one, for a day each, have twice as many
    #[arg(long, value_name = "N", conflicts_with_all = ["batch_size", "by_domain"])]
    warm_up: Option<u64>,
    /// Begin a new file before one has more bytes than this
    #[arg(long, value_name = "N")]
    max_bytes: Option<u64>,
    /// A file for each of the large domains, and one for all others
    #[arg(long)]
    by_domain: bool,
    /// A number from which boundaries and Message-IDs are made; the same gives the same bytes
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// The date of all messages, such as 2026-03-01T09:30:00Z
    #[arg(long, value_name = "RFC3339")]
    date: Option<String>,
    #[command(flatten)]
    about_list: ListArgs,
    #[command(flatten)]
    dkim: DkimArgs,
}

/// Writes the batch. Ends with problems where a row that should have a message has none; where the letter can't be
/// sent at all, nothing is written.
///
/// # Errors
/// A file that can't be read or written, an option that is not there.
pub fn run(args: &Args) -> Ended {
    let (format, shape) = read_format(args)?;
    let options = Options { now: moment::date(args.date.as_deref())?, seed: moment::seed(args.seed) };
    let signer = args.dkim.signer()?;
    let mut letter = Letter::read(&args.letter)?;
    let inside = || campaign::is_named(&args.letter).then_some(args.letter.as_path());
    let Some(list) = args.list.as_deref().or_else(inside) else {
        return Err(Fail::new("a letter needs a list to go to: --list LIST".to_owned()));
    };
    let list = List::read(list, &args.about_list)?;
    let compiled = letter.compile(list.judged.table().columns());
    letter.show_all();
    let compiled = match compiled {
        Some(compiled) if !letter.has_errors() => compiled,
        _ => {
            eprintln!("postroom: nothing was written: the letter has an error");
            return Ok(Verdict::Problems);
        }
    };
    let mut place = Place::open(&args.out, format)?;
    let mut composer = Composer::new(compiled, options).with_files(letter.files());
    if let Some(signer) = signer {
        composer = composer.with_signer(Box::new(signer));
    }
    let mut export = Export::new(composer, format, list.judged.lent(), Box::new(list.judged.clone()))
        .in_parts(split(args), &place::stem(&args.out));
    if let Some(shape) = shape {
        export = export.shaped(Box::new(shape));
    }
    let mut progress = Progress::new();
    let parts = loop {
        let chunk = export.step(STEP);
        place.write(&chunk)?;
        progress.say(chunk.done, chunk.total);
        if chunk.finished {
            break chunk.part;
        }
    };
    progress.clear();
    place.finish()?;

    for note in export.notes() {
        eprintln!("{}", letter.show(note));
    }
    let kinds = kinds(export.failed());
    for (found, rows) in kinds.iter().take(SHOWN) {
        eprintln!("{}", letter.show(found));
        if *rows > 1 {
            eprintln!("  the same in {} more rows", rows - 1);
        }
    }
    if kinds.len() > SHOWN {
        eprintln!("… and {} more kinds of problems; the manifest names the rows", kinds.len() - SHOWN);
    }
    let counts = export.counts();
    eprintln!(
        "postroom: {} messages from {} rows ({} set aside, {} rejected) in {}{}",
        counts.kept,
        counts.rows,
        counts.excluded,
        counts.rejected,
        args.out.display(),
        if parts > 1 { format!(", in {parts} parts") } else { String::new() }
    );
    for found in &list.diagnostics {
        eprintln!("{}", findings::show(found, &list.name, "", None));
    }
    Ok(if counts.rejected > 0 { Verdict::Problems } else { Verdict::Fine })
}

/// The same problem at the same place of the letter once, with the number of rows that have it.
fn kinds(failed: &[Diagnostic]) -> Vec<(&Diagnostic, usize)> {
    let mut kinds: Vec<(&Diagnostic, usize)> = Vec::new();
    for found in failed {
        let same = |known: &&mut (&Diagnostic, usize)| {
            (&known.0.code, &known.0.field, known.0.span) == (&found.code, &found.field, found.span)
        };
        match kinds.iter_mut().find(same) {
            Some((_, rows)) => *rows += 1,
            None => kinds.push((found, 1)),
        }
    }
    kinds
}

/// The format, and the shape of JSON lines.
fn read_format(args: &Args) -> Result<(BatchFormat, Option<Shape>), Fail> {
    let (name, preset) = match args.format.split_once(':') {
        Some(("jsonl", preset)) => ("jsonl", Some(preset)),
        _ => (args.format.as_str(), None),
    };
    let format = BatchFormat::from_name(name).ok_or_else(|| {
        let found = &args.format;
        Fail::new(format!(
            "--as expects eml, maildir, mbox, zip, jsonl, jsonl:PRESET or csv, but found {found:?}"
        ))
    })?;
    Ok((format, preset.map(Shape::of).transpose()?))
}

/// How the batch is parted.
fn split(args: &Args) -> Split {
    Split {
        messages: args.warm_up.or(args.batch_size),
        doubling: args.warm_up.is_some(),
        bytes: args.max_bytes,
        by_domain: args.by_domain,
    }
}

/// A line on the terminal that says how far it is; silent elsewhere.
struct Progress {
    shown: bool,
    terminal: bool,
}

impl Progress {
    fn new() -> Progress {
        Progress { shown: false, terminal: std::io::stderr().is_terminal() }
    }

    fn say(&mut self, done: u64, total: u64) {
        if self.terminal {
            let _ = write!(std::io::stderr(), "\r{done} of {total} rows\x1b[K");
            self.shown = true;
        }
    }

    fn clear(&self) {
        if self.shown {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}
