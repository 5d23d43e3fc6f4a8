//! Letter files in and out.

use crate::desk::Desk;
use crate::files::FileCard;
use crate::protocol::{Event, FieldCard, LetterForm};
use charset::Encoding;
use compose::{Format, Letter};
use diag::{Diagnostic, Report, Severity};
use outbox::Opened;
use std::borrow::Cow;

/// Reads a letter, of ours, of another tool or out of a message, for the columns of the list on the desk. The bytes of its
/// files go beside the event, one after another.
pub fn read(desk: &Desk, name: &str, bytes: &[u8]) -> (Event, Option<Vec<u8>>) {
    let columns = columns(desk);
    let report = if is_message(name, bytes) {
        let report = outbox::open_message(bytes, columns);
        // What is no message takes no letter's place.
        if let Some(error) = report.diagnostics.iter().find(|said| said.severity == Severity::Error) {
            return (Event::Failed { message: error.message.to_string() }, None);
        }
        report
    } else {
        let report = ::compose::import(name, &text(bytes), columns);
        Report::new(Opened { letter: report.value, files: Vec::new() }, report.diagnostics)
    };
    let Opened { letter, files } = report.value;
    let cards = files.iter().map(|(name, bytes)| FileCard { name: name.clone(), bytes: bytes.len() as u64 });
    let event =
        Event::Letter { letter: Box::new(letter), files: cards.collect(), diagnostics: report.diagnostics };
    (event, Some(files.into_iter().flat_map(|(_, bytes)| bytes).collect()))
}

/// A file's text: UTF-8 where it is any, else what its bytes look like.
fn text(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or_else(|| (charset::guess(bytes), 0));
    encoding.decode(bytes.get(mark..).unwrap_or_default()).0
}

/// Whether a file is a message: by its name, or by its first lines.
fn is_message(name: &str, bytes: &[u8]) -> bool {
    if name.to_ascii_lowercase().ends_with(".eml") {
        return true;
    }
    let start = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let mut fields = start.split(|byte| *byte == b'\n').take_while(|line| line.len() > 1);
    let is = |line: &[u8], name: &str| {
        line.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
    };
    !name.contains('.') && fields.any(|line| is(line, "mime-version:") || is(line, "subject:"))
}

/// The names that a letter uses.
pub fn fields(desk: &Desk, letter: &Letter) -> Event {
    let found = ::compose::letter_fields(letter, columns(desk));
    let card = |field: ::compose::LetterField| FieldCard {
        name: field.name,
        column: field.column,
        uses: field.uses,
    };
    Event::LetterFields(found.into_iter().map(card).collect())
}

/// The letter with columns in place of names.
pub fn matched(desk: &Desk, mut letter: Letter, matches: &[(String, usize)]) -> Event {
    ::compose::match_fields(&mut letter, columns(desk), matches);
    Event::Letter { letter: Box::new(letter), files: Vec::new(), diagnostics: Vec::new() }
}

fn columns(desk: &Desk) -> &[String] {
    desk.list.as_ref().map(|list| list.judged.table().columns()).unwrap_or_default()
}

/// Writes a letter as a file. Its bytes go beside the event.
pub fn write(desk: &mut Desk, letter: &Letter, form: LetterForm, now: i64) -> (Event, Option<Vec<u8>>) {
    let refuse = |message: &str| (Event::Failed { message: message.into() }, None);
    let done = |end: &str, diagnostics: Vec<Diagnostic>, bytes: Vec<u8>| {
        (Event::File { file_name: end.into(), diagnostics }, Some(bytes))
    };
    match form {
        LetterForm::Letter => done("md", Vec::new(), ::compose::write(letter).into_bytes()),
        LetterForm::Mjml if letter.format == Format::Mjml => {
            done("mjml", Vec::new(), letter.body.clone().into_bytes())
        }
        LetterForm::Mjml => refuse("this letter is not written in MJML"),
        LetterForm::Html => {
            let compiled = desk.letter(letter).compiled;
            let html = compiled.as_ref().and_then(|compiled| compiled.html_source());
            let Some(html) = html.filter(|html| !html.is_empty()) else {
                return refuse("this letter has no HTML before it is merged");
            };
            let shown = outbox::shown_images(html);
            let said = (!shown.is_empty()).then(|| {
                let message =
                    format!("images of the letter's files are not in an HTML file: {}", shown.join(", "));
                Diagnostic::warning("html-without-files", message)
                    .hint("an .eml or .postroom file holds them")
            });
            done("html", said.into_iter().collect(), html.as_bytes().to_vec())
        }
        LetterForm::Message => {
            let Some(compiled) = desk.letter(letter).compiled else {
                return refuse("the letter has an error that stops it");
            };
            let made = outbox::draft(&compiled, &*desk.files, now);
            done("eml", made.diagnostics, made.value)
        }
    }
}
