//! The letter's file: read, compiled, and its problems shown where they stand in it.

use crate::beside::Beside;
use crate::fail::Fail;
use crate::{campaign, findings, input};
use compose::{Compiled, LetterFile};
use diag::{Diagnostic, Severity, Span};
use engine::campaign::Campaign;
use engine::files::Pool;
use outbox::Files;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A letter with its file.
#[derive(Debug)]
pub struct Letter {
    /// The file, as the user named it.
    name: String,
    /// The file's text.
    text: String,
    /// The letter in it.
    file: LetterFile,
    /// What is wrong with it so far.
    pub diagnostics: Vec<Diagnostic>,
    /// Where its files are.
    place: Place,
}

/// Where the files of a letter are.
#[derive(Debug)]
enum Place {
    /// In the folder of the letter's file.
    Beside(PathBuf),
    /// In the campaign file that the letter comes out of.
    Campaign(Arc<Pool>),
}

impl Letter {
    /// Reads a letter.
    ///
    /// # Errors
    /// The file can't be read, or is no text at all.
    pub fn read(path: &Path) -> Result<Letter, Fail> {
        let bytes = input::read(path)?;
        let name = path.display().to_string();
        if campaign::is_archive(&bytes) {
            let Campaign { letter, files, .. } = campaign::read(path, &bytes)?;
            let mut pool = Pool::default();
            files.iter().for_each(|(name, bytes)| pool.take(name, bytes));
            let text = compose::write(&letter);
            let report = compose::read(&text);
            let place = Place::Campaign(Arc::new(pool));
            return Ok(Letter { name, text, file: report.value, diagnostics: report.diagnostics, place });
        }
        let text = String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'));
        let text =
            text.ok_or_else(|| Fail::new(format!("{name} is not a letter: it should be text in UTF-8")))?;
        let report = compose::read(&text);
        let place = Place::Beside(path.to_owned());
        Ok(Letter { name, text, file: report.value, diagnostics: report.diagnostics, place })
    }

    /// The files that it attaches and shows.
    pub fn files(&self) -> Arc<dyn Files> {
        match &self.place {
            Place::Beside(path) => Arc::new(Beside::letter(path)),
            Place::Campaign(pool) => Arc::clone(pool) as Arc<dyn Files>,
        }
    }

    /// The letter itself.
    pub fn letter(&self) -> &compose::Letter {
        &self.file.letter
    }

    /// Compiles it for a list with these columns and keeps what is wrong. `None` where it can't be merged.
    pub fn compile(&mut self, columns: &[String]) -> Option<Arc<Compiled>> {
        let report = compose::compile(&self.file.letter, columns);
        self.diagnostics.extend(report.diagnostics);
        report.value.map(Arc::new)
    }

    /// Whether anything stops it.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|found| found.severity == Severity::Error)
    }

    /// Keeps more problems; what was found before at the same place is said once.
    pub fn add(&mut self, more: Vec<Diagnostic>) {
        for found in more {
            let known = |known: &Diagnostic| {
                (&known.code, &known.field, known.span) == (&found.code, &found.field, found.span)
            };
            if !self.diagnostics.iter().any(known) {
                self.diagnostics.push(found);
            }
        }
    }

    /// How many errors and warnings there are.
    pub fn counts(&self) -> (usize, usize) {
        let count = |severity| self.diagnostics.iter().filter(|found| found.severity == severity).count();
        (count(Severity::Error), count(Severity::Warning))
    }

    /// Shows every problem on standard error, errors first.
    pub fn show_all(&self) {
        let mut all: Vec<&Diagnostic> = self.diagnostics.iter().collect();
        all.sort_by_key(|found| found.severity);
        for found in all {
            eprintln!("{}", self.show(found));
        }
    }

    /// A problem as people read it: its place in the file where it can be told, else in the field's own text.
    pub fn show(&self, found: &Diagnostic) -> String {
        if let Some(place) = self.place(found) {
            return findings::show(found, &self.name, &self.text, Some(place));
        }
        match (found.field.as_deref(), found.span) {
            (Some(field), Some(span)) => {
                let source = self.source(field).unwrap_or_default();
                findings::show(found, &format!("{} [{field}]", self.name), source, Some(span))
            }
            _ => findings::show(found, &self.name, &self.text, None),
        }
    }

    /// Where a problem stands in the file, where that can be told.
    pub fn place(&self, found: &Diagnostic) -> Option<Span> {
        let span = found.span?;
        let front = self.text.get(..self.file.body_start)?;
        match found.field.as_deref() {
            None => Some(span),
            Some("body") => Some(span.shifted(self.file.body_start)),
            Some(field) => {
                // The value stands in the file as it is unless it needed escapes; then its place is only in itself.
                let key = field.rsplit(['.', ':']).next().unwrap_or(field);
                let key = if field.starts_with("attachment:") { "attachments" } else { key };
                let source = self.source(field).filter(|source| !source.is_empty())?;
                let after = key_in(front, key)?;
                let start = after + front.get(after..)?.find(source)?;
                Some(span.shifted(start))
            }
        }
    }

    /// Line and column of a problem, for JSON.
    pub fn line_column(&self, found: &Diagnostic) -> Option<diag::LineColumn> {
        self.place(found).map(|span| diag::line_column(&self.text, span.start))
    }

    /// The text of a field, under the name that diagnostics give it.
    pub fn source(&self, field: &str) -> Option<&str> {
        let letter = &self.file.letter;
        Some(match field {
            "subject" => &letter.subject,
            "preheader" => &letter.preheader,
            "from" => &letter.from,
            "reply_to" => &letter.reply_to,
            "unsubscribe.url" => &letter.unsubscribe.url,
            "unsubscribe.mailto" => &letter.unsubscribe.mailto,
            "postal_address" => &letter.postal_address,
            "text" => &letter.text,
            "body" => &letter.body,
            _ => match field.split_once(':')? {
                ("header", name) => {
                    letter.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value)?
                }
                ("attachment", number) => {
                    letter.attachments.get(number.parse::<usize>().ok()?.checked_sub(1)?)?
                }
                _ => return None,
            },
        })
    }
}

/// Where the value of a key begins: after its `=`, on the first line that has the key.
fn key_in(front: &str, key: &str) -> Option<usize> {
    front.match_indices(key).find_map(|(at, _)| {
        let before = front.get(..at)?.chars().next_back();
        let rest = front.get(at + key.len()..)?;
        let value = rest.trim_start_matches(['"', '\'', ' ', '\t']).strip_prefix('=')?;
        let whole = before.is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '\'' | '{' | ',' | '.'));
        whole.then(|| front.len() - value.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(text: &str) -> Letter {
        let report = compose::read(text);
        let place = Place::Beside("a.md".into());
        Letter {
            name: "a.md".into(),
            text: text.into(),
            file: report.value,
            diagnostics: report.diagnostics,
            place,
        }
    }

    #[track_caller]
    fn check(text: &str, field: &'static str, marked: &str) {
        let letter = letter(text);
        let start = letter.source(field).unwrap().find(marked).unwrap();
        let found = Diagnostic::error("x", "y").in_field(field).at(start..start + marked.len());
        let place = letter.place(&found).unwrap();
        assert_eq!(place.of(text), Some(marked));
        assert_eq!(place.start, text.rfind(marked).unwrap());
    }

    #[test]
    fn problems_stand_at_their_place_in_the_file() {
        check("+++\nsubject = \"Hi {{ a }}\"\n+++\nx", "subject", "{{ a }}");
        check("+++\npreheader = \"p\"\nsubject = 'p {{ b }}'\n+++\n", "subject", "{{ b }}");
        check(
            "+++\nunsubscribe = { url = \"https://x/{{ id }}\", one_click = true }\n+++\n",
            "unsubscribe.url",
            "{{ id }}",
        );
        check("+++\n[unsubscribe]\nmailto = \"u-{{ id }}@x\"\n+++\n", "unsubscribe.mailto", "{{ id }}");
        check("+++\nheaders = { \"X-Campaign\" = \"s {{ c }}\" }\n+++\n", "header:X-Campaign", "{{ c }}");
        check("+++\nattachments = [\"a.pdf\", \"{{ file }}\"]\n+++\n", "attachment:2", "{{ file }}");
        check("+++\nsubject = \"x\"\n+++\n# Hi {{ d }}\n", "body", "{{ d }}");
    }

    #[test]
    fn a_value_with_escapes_is_shown_by_itself() {
        let letter = letter("+++\nsubject = \"a \\\" {{ b }}\"\n+++\n");
        let found = Diagnostic::error("x", "what").in_field("subject").at(4..11);
        assert_eq!(
            letter.show(&found),
            "a.md [subject]:1:5: error: what\n  1 | a \" {{ b }}\n    |     ^^^^^^^"
        );
    }
}
