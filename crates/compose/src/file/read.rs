//! Reading a letter file: whatever can be read is read, and all else is told with its place in the file.

use super::{FORMATS, KEYS, LetterFile, THEME_KEYS, UNSUBSCRIBE_KEYS};
use crate::distance::nearest;
use crate::letter::{Letter, Unsubscribe};
use crate::theme::Theme;
use diag::{Diagnostic, Report, Span};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

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

struct Reader {
    offset: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Reader {
    fn say(&mut self, diagnostic: Diagnostic, span: Range<usize>) {
        self.diagnostics.push(diagnostic.at(Span::from(span).shifted(self.offset)));
    }

    fn letter(&mut self, table: &DeTable<'_>) -> Letter {
        let mut letter = Letter::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "subject" => self.string(key, value, &mut letter.subject),
                "preheader" => self.string(key, value, &mut letter.preheader),
                "from" => self.string(key, value, &mut letter.from),
                "reply_to" => self.string(key, value, &mut letter.reply_to),
                "language" => self.string(key, value, &mut letter.language),
                "postal_address" => self.string(key, value, &mut letter.postal_address),
                "text" => self.string(key, value, &mut letter.text),
                "text_from" => self.string(key, value, &mut letter.text_from),
                "format" => self.format(key, value, &mut letter),
                "headers" => letter.headers = self.headers(key, value),
                "attachments" => letter.attachments = self.strings(key, value),
                "unsubscribe" => self.unsubscribe(key, value, &mut letter.unsubscribe),
                "theme" => self.theme(key, value, &mut letter.theme),
                _ => self.unknown(key, KEYS),
            }
        }
        letter
    }

    fn unknown(&mut self, key: &Spanned<toml::de::DeString<'_>>, known: &[&str]) {
        let name = key.get_ref();
        let mut diagnostic = Diagnostic::warning(
            "letter-key-unknown",
            format!("`{name}` is no setting of a letter, so it is ignored"),
        );
        diagnostic = match nearest(name, known.iter().copied()) {
            Some(near) => diagnostic.hint(format!("did you mean `{near}`?")).fix(
                format!("Change to {near}"),
                Span::from(key.span()).shifted(self.offset),
                near,
            ),
            None => diagnostic.hint(format!("the settings are {}", known.join(", "))),
        };
        self.say(diagnostic, key.span());
    }

    fn wrong(
        &mut self,
        key: &Spanned<toml::de::DeString<'_>>,
        value: &Spanned<DeValue<'_>>,
        expected: &str,
        example: &str,
    ) {
        let found = match value.get_ref() {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.say(
            Diagnostic::error(
                "letter-key-type",
                format!("`{}` is {found}, but {expected} was expected", key.get_ref()),
            )
            .hint(format!("write it like `{} = {example}`", key.get_ref())),
            value.span(),
        );
    }

    fn string(
        &mut self,
        key: &Spanned<toml::de::DeString<'_>>,
        value: &Spanned<DeValue<'_>>,
        to: &mut String,
    ) {
        match value.get_ref().as_str() {
            Some(text) => *to = text.to_string(),
            None => self.wrong(key, value, "a text", "\"…\""),
        }
    }

    fn strings(
        &mut self,
        key: &Spanned<toml::de::DeString<'_>>,
        value: &Spanned<DeValue<'_>>,
    ) -> Vec<String> {
        let Some(items) = value.get_ref().as_array() else {
            self.wrong(key, value, "a list of texts", "[\"…\", \"…\"]");
            return Vec::new();
        };
        let mut out = Vec::new();
        for item in items {
            match item.get_ref().as_str() {
                Some(text) => out.push(text.to_string()),
                None => self.wrong(key, item, "a list of texts", "[\"…\", \"…\"]"),
            }
        }
        out
    }

    fn format(
        &mut self,
        key: &Spanned<toml::de::DeString<'_>>,
        value: &Spanned<DeValue<'_>>,
        letter: &mut Letter,
    ) {
        let Some(name) = value.get_ref().as_str() else {
            return self.wrong(key, value, "a text", "\"markdown\"");
        };
        if let Some((_, format)) = FORMATS.iter().find(|(known, _)| *known == name) {
            letter.format = *format;
            return;
        }
        let mut diagnostic = Diagnostic::error(
            "letter-format-unknown",
            format!("`{name}` is no format of a letter, so Markdown is taken"),
        )
        .hint("the formats are markdown, mjml, html and text");
        if let Some(near) = nearest(name, FORMATS.iter().map(|f| f.0)) {
            let span = Span::from(value.span()).shifted(self.offset);
            diagnostic = diagnostic.fix(format!("Change to {near}"), span, format!("\"{near}\""));
        }
        self.say(diagnostic, value.span());
    }

    /// A table, whose order is that of the text, or a list of pairs.
    fn headers(
        &mut self,
        key: &Spanned<toml::de::DeString<'_>>,
        value: &Spanned<DeValue<'_>>,
    ) -> Vec<(String, String)> {
        const EXPECTED: &str = "a table of texts";
        const EXAMPLE: &str = "{ \"X-Campaign\" = \"spring\" }";
        let mut out = Vec::new();
        if let Some(table) = value.get_ref().as_table() {
            let mut entries: Vec<_> = table.iter().collect();
            entries.sort_by_key(|(name, _)| name.span().start);
            for (name, value) in entries {
                match value.get_ref().as_str() {
                    Some(text) => out.push((name.get_ref().to_string(), text.to_string())),
                    None => self.wrong(name, value, "a text", "\"…\""),
                }
            }
        } else if let Some(pairs) = value.get_ref().as_array() {
            for pair in pairs {
                let texts: Vec<&str> = pair
                    .get_ref()
                    .as_array()
                    .map(|items| items.iter().filter_map(|item| item.get_ref().as_str()).collect())
                    .unwrap_or_default();
                match texts[..] {
                    [name, text] => out.push((name.to_string(), text.to_string())),
                    _ => self.wrong(key, pair, EXPECTED, EXAMPLE),
                }
            }
        } else {
            self.wrong(key, value, EXPECTED, EXAMPLE);
        }
        out
    }

    fn unsubscribe(
        &mut self,
        key: &Spanned<toml::de::DeString<'_>>,
        value: &Spanned<DeValue<'_>>,
        to: &mut Unsubscribe,
    ) {
        let Some(table) = value.get_ref().as_table() else {
            return self.wrong(key, value, "a table", "{ url = \"https://…\" }");
        };
        for (name, value) in table {
            match name.get_ref().as_ref() {
                "url" => self.string(name, value, &mut to.url),
                "mailto" => self.string(name, value, &mut to.mailto),
                "one_click" => match value.get_ref().as_bool() {
                    Some(yes) => to.one_click = yes,
                    None => self.wrong(name, value, "true or false", "true"),
                },
                _ => self.unknown(name, UNSUBSCRIBE_KEYS),
            }
        }
    }

    /// A theme's name, or a table with what is changed of it.
    fn theme(&mut self, key: &Spanned<toml::de::DeString<'_>>, value: &Spanned<DeValue<'_>>, to: &mut Theme) {
        if let Some(name) = value.get_ref().as_str() {
            to.preset = name.to_string();
            return;
        }
        let Some(table) = value.get_ref().as_table() else {
            return self.wrong(
                key,
                value,
                "a theme's name or a table",
                "{ preset = \"meadow\", width = 640 }",
            );
        };
        for (name, value) in table {
            match name.get_ref().as_ref() {
                "preset" => self.string(name, value, &mut to.preset),
                "head" => self.string(name, value, &mut to.head),
                "font" => self.string(name, value, &mut to.font),
                "heading_font" => self.string(name, value, &mut to.heading_font),
                "logo" => self.string(name, value, &mut to.logo),
                "logo_alt" => self.string(name, value, &mut to.logo_alt),
                "width" => to.width = self.number(name, value),
                "size" => to.size = self.number(name, value),
                "spacing" => to.spacing = self.number(name, value),
                "corner" => to.corner = self.number(name, value),
                "logo_width" => to.logo_width = self.number(name, value),
                "light" => to.light = self.headers(name, value),
                "dark" => to.dark = self.headers(name, value),
                _ => self.unknown(name, THEME_KEYS),
            }
        }
    }

    fn number(&mut self, key: &Spanned<toml::de::DeString<'_>>, value: &Spanned<DeValue<'_>>) -> Option<u16> {
        let number = value.get_ref().as_integer().and_then(|number| number.to_string().parse().ok());
        if number.is_none() {
            self.wrong(key, value, "a whole number", "600");
        }
        number
    }
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
