//! Writing a letter file. Its text is also what a letter's hash is taken of.

use super::FORMATS;
use crate::letter::{Letter, Unsubscribe};
use crate::theme::Theme;
use std::collections::BTreeSet;
use std::fmt::Write;

/// The letter as a file. Fields that are empty are left out; `read` of the result gives the same letter.
pub fn write(letter: &Letter) -> String {
    let mut out = String::from("+++\n");
    field(&mut out, "subject", &letter.subject);
    field(&mut out, "preheader", &letter.preheader);
    field(&mut out, "from", &letter.from);
    field(&mut out, "reply_to", &letter.reply_to);
    let format = FORMATS.iter().find(|(_, format)| *format == letter.format).map_or("markdown", |f| f.0);
    field(&mut out, "format", format);
    field(&mut out, "language", &letter.language);
    if !letter.headers.is_empty() {
        let _ = writeln!(out, "headers = {}", headers(&letter.headers));
    }
    if !letter.attachments.is_empty() {
        let names: Vec<String> = letter.attachments.iter().map(|name| quoted(name)).collect();
        let _ = writeln!(out, "attachments = [{}]", names.join(", "));
    }
    if letter.unsubscribe != Unsubscribe::default() {
        let _ = writeln!(out, "unsubscribe = {{ {} }}", unsubscribe(&letter.unsubscribe));
    }
    field(&mut out, "postal_address", &letter.postal_address);
    if letter.theme != Theme::default() {
        let _ = writeln!(out, "theme = {}", theme(&letter.theme));
    }
    lines(&mut out, "text", &letter.text);
    lines(&mut out, "text_from", &letter.text_from);
    out.push_str("+++\n");
    out.push_str(&letter.body);
    out
}

fn field(out: &mut String, key: &str, value: &str) {
    if !value.is_empty() {
        let _ = writeln!(out, "{key} = {}", quoted(value));
    }
}

/// A text of several lines as such, where that needs no escapes; it must not end the front matter either.
fn lines(out: &mut String, key: &str, value: &str) {
    let plain = value.contains('\n')
        && !value.contains("'''")
        && !value.ends_with('\'')
        && !value.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t'))
        && !value.lines().any(|line| line.trim_end() == "+++");
    match plain {
        true => {
            // The first line break is not the text's.
            let _ = writeln!(out, "{key} = '''\n{value}'''");
        }
        false => field(out, key, value),
    }
}

/// A table where each name stands once, as people expect it; a list of pairs where a name stands twice.
fn headers(headers: &[(String, String)]) -> String {
    let names: BTreeSet<&str> = headers.iter().map(|(name, _)| name.as_str()).collect();
    let unique = names.len() == headers.len();
    let (open, close) = if unique { ("{ ", " }") } else { ("[", "]") };
    let all: Vec<String> = headers
        .iter()
        .map(|(name, value)| match unique {
            true => format!("{} = {}", quoted(name), quoted(value)),
            false => format!("[{}, {}]", quoted(name), quoted(value)),
        })
        .collect();
    format!("{open}{}{close}", all.join(", "))
}

fn unsubscribe(value: &Unsubscribe) -> String {
    let mut parts = Vec::new();
    if !value.url.is_empty() {
        parts.push(format!("url = {}", quoted(&value.url)));
    }
    if !value.mailto.is_empty() {
        parts.push(format!("mailto = {}", quoted(&value.mailto)));
    }
    if value.one_click {
        parts.push("one_click = true".to_string());
    }
    parts.join(", ")
}

/// The name alone where nothing of it is changed.
fn theme(value: &Theme) -> String {
    if *value == (Theme { preset: value.preset.clone(), ..Theme::default() }) {
        return quoted(&value.preset);
    }
    let mut parts = Vec::new();
    let mut text = |key: &str, value: &str| {
        if !value.is_empty() {
            parts.push(format!("{key} = {}", quoted(value)));
        }
    };
    text("preset", &value.preset);
    text("head", &value.head);
    text("font", &value.font);
    text("heading_font", &value.heading_font);
    text("logo", &value.logo);
    text("logo_alt", &value.logo_alt);
    let numbers = [
        ("width", value.width),
        ("size", value.size),
        ("spacing", value.spacing),
        ("corner", value.corner),
        ("logo_width", value.logo_width),
    ];
    parts.extend(numbers.iter().filter_map(|(key, number)| Some(format!("{key} = {}", (*number)?))));
    for (key, colours) in [("light", &value.light), ("dark", &value.dark)] {
        if !colours.is_empty() {
            parts.push(format!("{key} = {}", headers(colours)));
        }
    }
    format!("{{ {} }}", parts.join(", "))
}

/// A TOML string on one line: a literal one where that saves escapes, else a basic one.
fn quoted(value: &str) -> String {
    let plain = !value.chars().any(|c| c.is_control() || c == '\'');
    if plain && value.contains(['"', '\\']) {
        return format!("'{value}'");
    }
    let mut out = String::with_capacity(value.len() + 2);
    out.push('"');
    for c in value.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
