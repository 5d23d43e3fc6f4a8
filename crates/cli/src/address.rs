//! `postroom address`: whether Internet mail may be written to an address.

use crate::fail::{Ended, Fail, Verdict};
use crate::findings::Finding;
use crate::output::Output;
use diag::Diagnostic;
use mail::Address;
use serde::Serialize;
use serde::de::IgnoredAny;
use std::io::{self, BufRead};

/// Judge addresses, read as JSON strings, one a line
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print a line of JSON for each address
    #[arg(long)]
    json: bool,
}

/// A line of JSON.
#[derive(Debug, Serialize)]
struct Line<'a> {
    address: Option<&'a str>,
    valid: bool,
    normalized: Option<String>,
    diagnostics: Vec<Finding<'a>>,
}

/// Judges every line of standard input; blank ones are passed over. Ends with problems where an address is not
/// valid.
///
/// # Errors
/// A line that is no JSON string; every other line is judged all the same.
pub fn run(args: &Args) -> Ended {
    let mut output = Output::new();
    let (mut ended, mut unread) = (Verdict::Fine, Vec::new());
    for (number, line) in (1..).zip(io::stdin().lock().split(b'\n')) {
        let line = line.map_err(|error| Fail::new(format!("can't read standard input: {error}")))?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let read = serde_json::from_slice::<String>(&line);
        let (address, judged) = match &read {
            Ok(text) => (Some(text.as_str()), Address::parse(text).map_err(|error| error.to_diagnostic())),
            // A JSON string all the same, with half a surrogate pair in it.
            Err(_)
                if line.trim_ascii().starts_with(b"\"")
                    && serde_json::from_slice::<IgnoredAny>(&line).is_ok() =>
            {
                let message = "expected text, but found half a surrogate pair, which is no character";
                (None, Err(Diagnostic::error("address-no-text", message)))
            }
            Err(error) => {
                unread.push(number);
                let message = format!("expected a JSON string, but found something else: {error}");
                (None, Err(Diagnostic::error("address-no-json", message)))
            }
        };
        if judged.is_err() {
            ended = Verdict::Problems;
        }
        if args.json {
            let text = address.unwrap_or_default();
            // What is only worth a second look is told too; it does not make the address less valid.
            let found = match &judged {
                Ok(valid) => valid.warning_diagnostics(text),
                Err(error) => vec![error.clone()],
            };
            let normalized = judged.as_ref().ok().map(ToString::to_string);
            let line = Line {
                address,
                valid: judged.is_ok(),
                normalized,
                diagnostics: found.iter().map(|found| Finding::new(found, text)).collect(),
            };
            output.json(&line)?;
        } else {
            output.line(&words(address, &judged))?;
        }
    }
    output.end()?;
    match unread.first() {
        Some(line) => Err(Fail::new(format!(
            "line {line} is no JSON string ({} such {})",
            unread.len(),
            if unread.len() == 1 { "line" } else { "lines" }
        ))),
        None => Ok(ended),
    }
}

/// One line for people.
fn words(address: Option<&str>, judged: &Result<Address, Diagnostic>) -> String {
    let address = address.map_or_else(|| "?".to_owned(), |text| format!("{text:?}"));
    match judged {
        Ok(normalized) => format!("{address}: fine ({normalized})"),
        Err(found) => {
            let hint = found.hint.as_deref().map(|hint| format!("; {hint}")).unwrap_or_default();
            format!("{address}: {}{hint}", found.message)
        }
    }
}
