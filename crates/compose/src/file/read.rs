//! Reading a letter file: whatever can be read is read, and all else is told with its place in the file.

mod reader;
mod values;

use super::LetterFile;
use crate::letter::Letter;
use diag::{Diagnostic, Report};
use reader::Reader;
use std::ops::Range;
use toml::de::DeTable;

/// Reads a letter file. Spans count in the whole file.
pub fn read(text: &str) -> Report<LetterFile> {
    let Some(front) = front_matter(text) else {
        let letter = Letter { body: text.to_string(), ..Letter::default() };
        let mut report = Report::clean(LetterFile { letter, body_start: 0 });
        if let Some(line) = fence(text, 0) {
            report.diagnostics.push(
                Diagnostic::error("front-matter-open", "the front matter starts with `+++` and never ends")
                    .at(line.start..line.start + 3)
                    .hint("put a line `+++` between the last setting and the letter's text"),
            );
        }
        return report;
    };
    let (settings, body_start) = front;
    let mut reader = Reader { offset: settings.start, diagnostics: Vec::new() };
    let source = &text[settings];
    let (table, errors) = DeTable::parse_recoverable(source);
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        reader.say(
            Diagnostic::error("front-matter-syntax", error.message().to_lowercase())
                .hint("a setting is written `name = \"value\"`, one a line"),
            span,
        );
    }
    let mut letter = reader.letter(table.get_ref());
    letter.body = text[body_start..].to_string();
    reader.diagnostics.sort_by_key(|d| d.span);
    Report::new(LetterFile { letter, body_start }, reader.diagnostics)
}

/// The range of the settings, and where the body starts.
fn front_matter(text: &str) -> Option<(Range<usize>, usize)> {
    let open = fence(text, 0)?;
    let mut at = open.end;
    while at < text.len() {
        if let Some(close) = fence(text, at) {
            return Some((open.end..close.start, close.end));
        }
        at = next_line(text, at);
    }
    None
}

/// The line at `at`, with its break, if it is a `+++` line. A byte order mark before the first one is passed over.
fn fence(text: &str, at: usize) -> Option<Range<usize>> {
    let start = if at == 0 && text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { at };
    let end = next_line(text, start);
    (text.get(start..end)?.trim_end() == "+++").then_some(start..end)
}

fn next_line(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |i| at + i + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_front_matter_is_a_body() {
        let report = read("# Hello\n");
        assert_eq!(report.diagnostics, []);
        assert_eq!((report.value.letter.body.as_str(), report.value.body_start), ("# Hello\n", 0));
    }

    #[test]
    fn windows_line_ends_and_a_byte_order_mark_are_read() {
        let report = read("\u{feff}+++\r\nsubject = \"Hi\"\r\n+++\r\nbody\r\n");
        assert_eq!(report.diagnostics, []);
        assert_eq!(report.value.letter.subject, "Hi");
        assert_eq!(report.value.letter.body, "body\r\n");
    }

    #[test]
    fn headers_keep_their_order() {
        let report = read("+++\nheaders = { Z = \"1\", A = \"2\" }\n+++\n");
        assert_eq!(report.value.letter.headers, [("Z".into(), "1".into()), ("A".into(), "2".into())]);
    }

    #[track_caller]
    fn check(file: &str, code: &str, under: &str) {
        let report = read(file);
        let [diagnostic] = &report.diagnostics[..] else { panic!("{:?}", report.diagnostics) };
        assert_eq!(diagnostic.code, code);
        assert_eq!(diagnostic.span.unwrap().of(file), Some(under));
    }

    #[test]
    fn what_can_not_be_read_is_told_with_its_place() {
        check("+++\nsubjekt = \"Hi\"\n+++\n", "letter-key-unknown", "subjekt");
        check("+++\nsubject = 3\n+++\n", "letter-key-type", "3");
        check("+++\nformat = \"markdwon\"\n+++\n", "letter-format-unknown", "\"markdwon\"");
        check("+++\ntheme = { widht = 600 }\n+++\n", "letter-key-unknown", "widht");
        check("+++\ntheme = { width = \"600\" }\n+++\n", "letter-key-type", "\"600\"");
        check("+++\nunsubscribe = { urll = \"x\" }\n+++\n", "letter-key-unknown", "urll");
        check("+++\nsubject = \"Hi\"\n", "front-matter-open", "+++");
    }

    #[test]
    fn a_broken_line_leaves_the_others() {
        let report = read("+++\nsubject = \"Hi\nfrom = \"a@b.example\"\n+++\nbody");
        assert!(report.has_errors());
        assert_eq!(report.value.letter.from, "a@b.example");
        assert_eq!(report.value.letter.body, "body");
    }
}
