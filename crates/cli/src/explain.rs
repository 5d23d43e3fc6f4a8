//! `postroom explain`: what came back, in words or as JSON.

use crate::fail::{Ended, Fail, Verdict};
use crate::input;
use crate::output::Output;
use bounces::history;
use bounces::policy::{self, Policy};
use bounces::{Explanation, Permanent};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Explain what came back: a reply, a transcript, a log, a bounce
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files and folders to read; `-` or none is standard input
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
/// A file that can't be read, or a policy that is not known.
pub fn run(args: &Args) -> Ended {
    let policy = args.policy.as_deref().map(policy_named).transpose()?;
    let stdin = [PathBuf::from("-")];
    let files = if args.files.is_empty() { &stdin[..] } else { &args.files };
    // Every file is read first, so that a wrong name costs nothing and no half answer is printed.
    let mut explained = files.iter().map(|path| read(path)).collect::<Result<Vec<_>, Fail>>()?;
    if let Some(policy) = policy {
        decide_by(policy, &mut explained);
    }
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

/// A file, or a folder with all that is in it, as one explanation.
fn read(path: &Path) -> Result<(&Path, Explanation), Fail> {
    if !path.is_dir() {
        let bytes = input::read(path)?;
        return Ok((path, bounces::explain(&bytes, input::name(path).as_deref())));
    }
    let files = input::folder(path)?;
    let files = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    Ok((path, bounces::explain_all(files)))
}

/// A policy by its id or its name.
fn policy_named(name: &str) -> Result<&'static Policy, Fail> {
    let known = policy::policies();
    let wanted =
        |known: &&Policy| known.id.eq_ignore_ascii_case(name) || known.name.eq_ignore_ascii_case(name);
    known.iter().find(wanted).ok_or_else(|| {
        let ids: Vec<&str> = known.iter().map(|policy| policy.id.as_str()).collect();
        Fail::new(format!("there is no policy {name}; there are {}", ids.join(", ")))
    })
}

/// Lets a policy say who is removed: whom it drops by the whole history, and nobody else.
fn decide_by(policy: &Policy, explained: &mut [(&Path, Explanation)]) {
    let mut history: Vec<_> = explained.iter().flat_map(|(_, one)| history::history(one)).collect();
    history.sort_by_key(|event| event.day);
    let dropped: HashSet<String> =
        policy::simulate(policy, &history).into_iter().map(|dropped| dropped.recipient).collect();
    for verdict in explained.iter_mut().flat_map(|(_, one)| &mut one.verdicts) {
        let goes = verdict.recipient.as_ref().is_some_and(|to| dropped.contains(&to.to_lowercase()));
        let action = match (goes, verdict.address_action.as_str()) {
            (true, "never") => "never",
            (true, _) => "remove",
            (false, "remove" | "never") => "keep",
            (false, _) => continue,
        };
        verdict.address_action = action.to_owned();
    }
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
