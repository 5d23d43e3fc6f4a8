//! `postroom render`: one letter, as one recipient gets it.

use crate::campaign;
use crate::fail::{Ended, Fail, Verdict};
use crate::letter::Letter;
use crate::list::{List, ListArgs};
use crate::moment;
use crate::output::Output;
use compose::{Cells, Compiled, Context, Merged};
use diag::Diagnostic;
use engine::list::{Recipient, reason};
use mail::Address;
use outbox::{Composer, Files, Options};
use recipients::RowState;
use serde::Serialize;
use std::path::PathBuf;
use std::sync::Arc;

/// Render a letter for one recipient
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The letter, or a campaign file (.postroom)
    #[arg(value_name = "LETTER")]
    letter: PathBuf,
    /// The list; without it each field shows its own name
    #[arg(long, value_name = "LIST")]
    list: Option<PathBuf>,
    /// The row's number as `check` prints it; without it the first recipient
    #[arg(long, value_name = "N")]
    row: Option<u32>,
    /// What to print [default: html, or text for a letter in plain text]
    #[arg(long = "as", value_name = "FORM")]
    form: Option<Form>,
    #[command(flatten)]
    about_list: ListArgs,
    /// A number from which boundary and Message-ID of an eml are made
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// The date of an eml, such as 2026-03-01T09:30:00Z
    #[arg(long, value_name = "RFC3339")]
    date: Option<String>,
}

/// What is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// The HTML part
    Html,
    /// The text part
    Text,
    /// The whole message
    Eml,
    /// Subject, headers, HTML and text
    Json,
}

/// The row to merge with.
struct Chosen {
    cells: Arc<dyn Cells>,
    index: usize,
    number: u32,
    recipient: Option<Recipient>,
}

/// Renders the letter. Ends with problems where it can't be merged with the row.
///
/// # Errors
/// A file that can't be read, a row that is not there.
pub fn run(args: &Args) -> Ended {
    let mut letter = Letter::read(&args.letter)?;
    let options = Options { now: moment::date(args.date.as_deref())?, seed: moment::seed(args.seed) };
    let inside = || campaign::is_named(&args.letter).then_some(args.letter.as_path());
    let list =
        args.list.as_deref().or_else(inside).map(|path| List::read(path, &args.about_list)).transpose()?;
    if args.row.is_some() && list.is_none() {
        return Err(Fail::new("--row needs a list: --list LIST".to_owned()));
    }
    let chosen = match &list {
        Some(list) => choose(list, args.row)?,
        None => nobody(&letter),
    };
    let compiled = letter.compile(chosen.cells.columns());
    letter.show_all();
    let Some(compiled) = compiled else { return Ok(Verdict::Problems) };
    let context = compiled.context(&chosen.cells, chosen.index);
    let is_text = compiled.html_source().is_none();
    let form = args.form.unwrap_or(if is_text { Form::Text } else { Form::Html });
    if form == Form::Html && is_text {
        return Err(Fail::new(format!(
            "{} is in plain text and has no HTML part; use --as text",
            args.letter.display()
        )));
    }
    let rendered = match form {
        Form::Html => compiled.merge(&context).map(|merged| merged.html.unwrap_or_default().into_bytes()),
        Form::Text => compiled.merge(&context).map(|merged| merged.text.into_bytes()),
        Form::Eml => eml(&compiled, &context, &chosen, options, letter.files()),
        Form::Json => compiled.merge(&context).and_then(|merged| {
            let headers = eml(&compiled, &context, &chosen, options, letter.files())?;
            Ok(as_json(&merged, &chosen, &String::from_utf8_lossy(&headers)))
        }),
    };
    match rendered {
        Ok(bytes) => {
            let mut output = Output::new();
            output.bytes(&bytes)?;
            output.end()?;
            Ok(if letter.has_errors() { Verdict::Problems } else { Verdict::Fine })
        }
        Err(problems) => {
            // What the compiler said of the same place is said already.
            let said = |problem: &Diagnostic| {
                let same = |known: &Diagnostic| (&known.field, known.span) == (&problem.field, problem.span);
                problem.span.is_some() && letter.diagnostics.iter().any(same)
            };
            for problem in problems.iter().filter(|problem| !said(problem)) {
                eprintln!("{}", letter.show(problem));
            }
            Ok(Verdict::Problems)
        }
    }
}

/// The row of a number, or the first that gets a letter.
fn choose(list: &List, number: Option<u32>) -> Result<Chosen, Fail> {
    let table = list.judged.table();
    let index = match number {
        Some(number) => table.row_of_number(number).ok_or_else(|| {
            let last = table.rows().checked_sub(1).map_or(0, |last| table.record_number(last));
            Fail::new(format!("{} has no row {number}; its last row is {last}", list.name))
        })?,
        None => match list.judged.roster.kept().first() {
            Some(first) => *first as usize,
            None => {
                return Err(Fail::new(format!(
                    "nobody on {} can be written to; `postroom check` says why",
                    list.name
                )));
            }
        },
    };
    let number = table.record_number(index);
    match list.judged.roster.state(index) {
        RowState::Kept => {}
        RowState::Excluded(why) => eprintln!("postroom: row {number} gets no letter: {}", reason(why)),
        RowState::Rejected => {
            eprintln!("postroom: row {number} gets no letter: its address can't be written to")
        }
    }
    Ok(Chosen { cells: list.judged.lent(), index, number, recipient: list.judged.recipient_in(index) })
}

/// Without a list the letter is shown as it goes to nobody in particular.
fn nobody(letter: &Letter) -> Chosen {
    // Reserved by RFC 2606; shown, never sent to.
    let address = Address::parse("reader@example.com").ok();
    let recipient = address.map(|address| Recipient { row: 0, number: 0, address, name: None });
    Chosen { cells: engine::placeholders(letter.letter()), index: 0, number: 0, recipient }
}

fn eml(
    compiled: &Arc<Compiled>,
    context: &Context,
    chosen: &Chosen,
    options: Options,
    files: Arc<dyn Files>,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let Some(recipient) = &chosen.recipient else {
        let message = "this row gets no letter, so there is no message to show";
        return Err(vec![Diagnostic::error("row-not-kept", message).in_row(chosen.number)]);
    };
    let mut composer = Composer::new(Arc::clone(compiled), options).with_files(files);
    let mut out = Vec::new();
    composer.message(context, &recipient.address, recipient.name.as_deref(), chosen.number, &mut out)?;
    Ok(out)
}

/// What `--as json` prints.
#[derive(Debug, Serialize)]
struct Rendered<'a> {
    row: u32,
    address: Option<String>,
    subject: &'a str,
    preheader: &'a str,
    headers: Vec<Header>,
    html: Option<&'a str>,
    text: &'a str,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Header {
    name: String,
    value: String,
}

/// Subject, headers, HTML and text, on one line.
fn as_json(merged: &Merged, chosen: &Chosen, message: &str) -> Vec<u8> {
    let rendered = Rendered {
        row: chosen.number,
        address: chosen.recipient.as_ref().map(|recipient| recipient.address.to_string()),
        subject: &merged.fields.subject,
        preheader: &merged.fields.preheader,
        headers: unfolded(message),
        html: merged.html.as_deref(),
        text: &merged.text,
    };
    // Texts and numbers always become JSON.
    let mut out = serde_json::to_vec(&rendered).unwrap_or_default();
    out.push(b'\n');
    out
}

/// The header section with each field on one line (RFC 5322 §2.2.3).
fn unfolded(message: &str) -> Vec<Header> {
    let mut headers: Vec<Header> = Vec::new();
    for line in message.split("\r\n").take_while(|line| !line.is_empty()) {
        match (line.starts_with([' ', '\t']), headers.last_mut(), line.split_once(':')) {
            (true, Some(header), _) => header.value.push_str(line),
            (_, _, Some((name, value))) => {
                headers.push(Header { name: name.to_owned(), value: value.trim_start().to_owned() });
            }
            _ => {}
        }
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded_headers_are_one_line() {
        let headers = unfolded("Subject: a\r\n b\r\nTo: x@example.com\r\n\r\nNot: one\r\n");
        let expected = [("Subject", "a b"), ("To", "x@example.com")];
        assert_eq!(headers, expected.map(|(name, value)| Header { name: name.into(), value: value.into() }));
    }
}
