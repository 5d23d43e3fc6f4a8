//! `postroom explain`: what came back, in words or as JSON.

use crate::fail::{Ended, Fail, Verdict};
use crate::input;
use crate::output::Output;
use bounces::{Explanation, Permanent};
use std::path::{Path, PathBuf};

/// Explain what came back: a reply, a transcript, a log, a bounce
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files to read; `-` or none is standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print one JSON array, a verdict for each recipient of each failure
    #[arg(long)]
    json: bool,
    /// Decide as another program's bounce policy would
    #[arg(long, value_name = "NAME")]
    policy: Option<String>,
}

/// Explains every file. Ends with problems where one holds nothing to explain.
///
/// # Errors
/// A file that can't be read.
pub fn run(args: &Args) -> Ended {
    if let Some(policy) = &args.policy {
        return Err(Fail::new(format!(
            "--policy {policy} is not there yet; leave it out for Postroom's own advice"
        )));
    }
    let stdin = [PathBuf::from("-")];
    let files = if args.files.is_empty() { &stdin[..] } else { &args.files };
    // Every file is read first, so that a wrong name costs nothing and no half answer is printed.
    let explained = files.iter().map(|path| read(path)).collect::<Result<Vec<_>, Fail>>()?;
    let mut output = Output::new();
    if args.json {
        let verdicts: Vec<_> = explained.iter().flat_map(|(_, explanation)| &explanation.verdicts).collect();
        output.json(&verdicts)?;
    }
    let mut ended = Verdict::Fine;
    for (path, explanation) in &explained {
        if explanation.verdicts.is_empty() {
            eprintln!("postroom: {} holds nothing to explain ({})", shown(path), explanation.input_label);
            ended = Verdict::Problems;
        }
        if !args.json {
            let heading = (explained.len() > 1).then(|| shown(path));
            output.bytes(words(explanation, heading).as_bytes())?;
        }
    }
    output.end()?;
    Ok(ended)
}

fn read(path: &Path) -> Result<(&Path, Explanation), Fail> {
    let bytes = input::read(path)?;
    Ok((path, bounces::explain(&bytes, input::name(path).as_deref())))
}

fn shown(path: &Path) -> String {
    if path.as_os_str() == "-" { "standard input".to_owned() } else { path.display().to_string() }
}

/// The explanation as a person reads it, a paragraph a verdict.
fn words(explanation: &Explanation, heading: Option<String>) -> String {
    let mut out = String::new();
    if let Some(heading) = heading {
        out.push_str(&format!("== {heading} ({})\n\n", explanation.input_label));
    }
    for verdict in &explanation.verdicts {
        let recipient = verdict.recipient.as_deref().map(|to| format!("{to}: ")).unwrap_or_default();
        out.push_str(&format!("{recipient}{}\n", verdict.title));
        let codes = [verdict.reply_code.map(|c| c.to_string()), verdict.enhanced_code.map(|c| c.to_string())];
        let facts = [
            Some(codes.into_iter().flatten().collect::<Vec<_>>().join(" ")).filter(|codes| !codes.is_empty()),
            Some(verdict.cause.clone()),
            Some(permanence(verdict.permanence.in_practice).to_owned()),
            Some(format!("address: {}", verdict.address_action)),
        ];
        out.push_str(&format!("  [{}]\n", facts.into_iter().flatten().collect::<Vec<_>>().join("; ")));
        out.push_str(&format!("  {}\n", verdict.why));
        for step in &verdict.advice {
            out.push_str(&format!("  - {step}\n"));
        }
        for warning in &verdict.warnings {
            out.push_str(&format!("  ! {warning}\n"));
        }
        for evidence in &verdict.evidence {
            out.push_str(&format!("  > {}\n", evidence.text.replace('\n', "\n  > ")));
        }
        out.push('\n');
    }
    out
}

fn permanence(permanence: Permanent) -> &'static str {
    match permanence {
        Permanent::Permanent => "for good",
        Permanent::Temporary => "for now",
        Permanent::UntilMended => "until mended",
    }
}
