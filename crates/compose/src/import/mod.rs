//! Letters of other tools: a file becomes a letter, and other tools' merge tags become ours. Whatever is not carried over
//! as it was is told.

mod blocks;
mod fields;

use crate::compile::TEXT_FIELD;
use crate::file;
use crate::html::{Piece, scan};
use crate::letter::{Format, Letter};
use crate::names::Names;
use diag::{Diagnostic, Report, Severity, Span};
use std::borrow::Cow;

/// A tag of another tool as it is written here.
struct Change {
    /// Where it stands in the text.
    span: Span,
    /// What takes its place.
    ours: String,
    /// What there is to say beside that.
    warning: Option<String>,
}

/// Reads a file as a letter: one of ours, Markdown, MJML, HTML or text, by its name and by what stands in it. Merge tags
/// of other tools are written as ours, with the names of these columns where they are near enough.
///
/// The spans of the diagnostics are those of the letter's fields.
pub fn import(name: &str, text: &str, columns: &[String]) -> Report<Letter> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.starts_with("+++") {
        let report = file::read(text);
        return Report::new(report.value.letter, report.diagnostics);
    }
    let mut letter =
        Letter { format: format(name, text), body: text.replace("\r\n", "\n"), ..Letter::default() };
    if letter.format == Format::Html {
        head(&mut letter);
    }
    let diagnostics = translate(&mut letter, columns);
    Report::new(letter, diagnostics)
}

/// Writes other tools' merge tags in subject, preheader, body and text part by hand as ours, and says which.
pub fn translate(letter: &mut Letter, columns: &[String]) -> Vec<Diagnostic> {
    let names = Names::new(columns);
    let fields: [(&'static str, &mut String); 4] = [
        ("subject", &mut letter.subject),
        ("preheader", &mut letter.preheader),
        ("body", &mut letter.body),
        (TEXT_FIELD, &mut letter.text),
    ];
    let mut out = Vec::new();
    for (field, text) in fields {
        let mut changes = blocks::find(text, &names);
        changes.extend(fields::find(text, &names));
        changes.sort_by_key(|change| change.span.start);
        *text = apply(text, &changes, field, &mut out);
    }
    out
}

fn apply(text: &str, changes: &[Change], field: &'static str, out: &mut Vec<Diagnostic>) -> String {
    let mut written = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for change in changes.iter() {
        // Two forms may claim one place; the first has it.
        let Some(before) = text.get(at..change.span.start) else { continue };
        written.push_str(before);
        let start = written.len();
        written.push_str(&change.ours);
        at = change.span.end;
        let theirs = change.span.of(text).unwrap_or("");
        let message = match change.ours.as_str() {
            "" => format!("`{theirs}` was left out"),
            ours => format!("`{theirs}` became `{ours}`"),
        };
        let severity = if change.warning.is_some() { Severity::Warning } else { Severity::Info };
        let mut told = Diagnostic::new(severity, "letter-imported-tag", message)
            .in_field(Cow::Borrowed(field))
            .at(Span::new(start, written.len()));
        told.hint.clone_from(&change.warning);
        out.push(told);
    }
    written.push_str(text.get(at..).unwrap_or(""));
    written
}

/// The format of a file, by the end of its name, or else by its start.
fn format(name: &str, text: &str) -> Format {
    let end = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default();
    let start = text.trim_start();
    match end.as_str() {
        "md" | "markdown" => Format::Markdown,
        "mjml" => Format::Mjml,
        "txt" => Format::Text,
        _ if start.contains("<mjml") => Format::Mjml,
        "htm" | "html" | "xhtml" => Format::Html,
        _ if start.starts_with('<') => Format::Html,
        _ => Format::Markdown,
    }
}

/// Title and language of a page are subject and language of the letter.
fn head(letter: &mut Letter) {
    let mut title = None;
    for piece in scan(&letter.body) {
        match piece {
            Piece::Raw { element, span } if element == "title" && title.is_none() => {
                title = letter.body.get(span).map(|text| crate::html::decode(text).trim().to_string());
            }
            Piece::Open(e) if e.name == "html" && letter.language.is_empty() => {
                letter.language = e.value("lang").unwrap_or("").to_string();
            }
            _ => {}
        }
    }
    letter.subject = title.unwrap_or_default();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(theirs: &str, ours: &str) {
        let columns = ["Email".into(), "First name".into(), "plan".into(), "items".into()];
        let report = import("letter.html", theirs, &columns);
        assert_eq!(report.value.body, ours);
        for told in report.diagnostics.iter().filter(|d| d.severity == Severity::Info) {
            assert!(told.span.unwrap().of(&report.value.body).is_some());
        }
    }

    #[test]
    fn fields_of_other_tools_become_ours() {
        check("<p>Hi *|FNAME|*, *|FIRST_NAME|*", "<p>Hi {{ first_name }}, {{ first_name }}");
        check("<p>%recipient.first_name% %%First Name%%", "<p>{{ first_name }} {{ first_name }}");
        check("<p>«First name» [[plan]] ${plan}", "<p>{{ first_name }} {{ plan }} {{ plan }}");
        check(
            "<p>{{First name}} {{firstName}} {{{plan}}}",
            "<p>{{ first_name }} {{ first_name }} {{ plan | safe }}",
        );
        check("<p>{{ .Subscriber.Email }} {{contact.FIRSTNAME}}", "<p>{{ Email }} {{ first_name }}");
    }

    #[test]
    fn what_is_ours_already_stays() {
        let ours =
            "<p>{{ first_name | default(\"you\") }}{% if plan %}x{% endif %} 50 %% of {{ row[\"plan\"] }}";
        check(ours, ours);
    }

    #[test]
    fn blocks_of_other_tools_become_ours() {
        check("{{#if plan}}a{{else}}b{{/if}}", "{% if plan %}a{% else %}b{% endif %}");
        check("{{#unless plan}}a{{/unless}}{{! note }}", "{% if not plan %}a{% endif %}{# note #}");
        check(
            "{{^plan}}a{{/plan}}{{#plan}}b{{/plan}}",
            "{% if not plan %}a{% endif %}{% if plan %}b{% endif %}",
        );
        check("*|IF:PLAN|*a*|ELSE:|*b*|END:IF|*", "{% if plan %}a{% else %}b{% endif %}");
        check(
            "{{#each items}}{{name}} {{price}} {{plan}}{{@index}}{{/each}}",
            "{% for item in items.split(\";\") %}{{ item.split(\"|\")[0] }} {{ item.split(\"|\")[1] }} \
             {{ item.split(\"|\")[2] }}{{ loop.index0 }}{% endfor %}",
        );
    }

    #[test]
    fn the_text_part_by_hand_is_translated_too() {
        let mut letter = Letter { text: "Hi *|FNAME|*".into(), ..Letter::default() };
        let said = translate(&mut letter, &["First name".into()]);
        assert_eq!(letter.text, "Hi {{ first_name }}");
        assert_eq!(said[0].field.as_deref(), Some("text"));
    }

    #[test]
    fn a_page_brings_its_title_and_its_language() {
        let letter = import("a.html", "<html lang=de><title>Neues &amp; Altes</title><p>x", &[]).value;
        assert_eq!((letter.subject.as_str(), letter.language.as_str()), ("Neues & Altes", "de"));
        assert_eq!(import("a", "<mjml><mj-body></mj-body></mjml>", &[]).value.format, Format::Mjml);
        assert_eq!(import("a.txt", "Hi", &[]).value.format, Format::Text);
        assert_eq!(import("a.md", "+++\nsubject = \"S\"\n+++\nHi", &[]).value.subject, "S");
    }
}
