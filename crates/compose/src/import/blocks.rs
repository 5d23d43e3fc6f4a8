//! The blocks of other tools: Handlebars, Mustache and Mailchimp's conditions.

use super::Change;
use super::fields::{column, is_name};
use crate::names::Names;
use diag::Span;

/// An open block.
enum Open {
    If,
    /// A loop, with the names that its items have.
    Each(Vec<String>),
}

/// The blocks of a text, and what stands in its loops.
pub(super) fn find(text: &str, names: &Names) -> Vec<Change> {
    let mut out = mailchimp(text, names);
    let mut open: Vec<Open> = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find("{{")).map(|i| at + i) {
        let triple = text.get(start..).is_some_and(|rest| rest.starts_with("{{{"));
        let (inner, close) = if triple { (start + 3, "}}}") } else { (start + 2, "}}") };
        let Some(length) = text.get(inner..).and_then(|rest| rest.find(close)) else { break };
        let body = text.get(inner..inner + length).unwrap_or("").trim();
        at = inner + length + close.len();
        if let Some((ours, warning)) = tag(body, triple, &mut open, names) {
            out.push(Change { span: Span::new(start, at), ours, warning });
        }
    }
    out
}

fn tag(body: &str, triple: bool, open: &mut Vec<Open>, names: &Names) -> Option<(String, Option<String>)> {
    let plain = |ours: String| Some((ours, None));
    let word = |rest: &str| column(rest.trim(), names);
    if triple {
        return is_name(body).then(|| (format!("{{{{ {} | safe }}}}", word(body)), None));
    }
    if let Some(note) = body.strip_prefix('!') {
        let note = note.trim_matches(|c: char| c == '-' || c.is_whitespace()).replace("#}", "");
        return plain(format!("{{# {note} #}}"));
    }
    if let Some(partial) = body.strip_prefix('>') {
        let warning = format!("put the text of the part `{}` there", partial.trim());
        return Some((String::new(), Some(warning)));
    }
    if let Some(condition) = body.strip_prefix('^').filter(|rest| is_name(rest.trim())) {
        open.push(Open::If);
        return plain(format!("{{% if not {} %}}", word(condition)));
    }
    if let Some(block) = body.strip_prefix('#') {
        let (keyword, rest) = block.split_once(' ').unwrap_or((block, ""));
        return match (keyword, rest.trim()) {
            ("if", name) if is_name(name) => {
                open.push(Open::If);
                plain(format!("{{% if {} %}}", word(name)))
            }
            ("unless", name) if is_name(name) => {
                open.push(Open::If);
                plain(format!("{{% if not {} %}}", word(name)))
            }
            ("each", name) if is_name(name) => {
                open.push(Open::Each(Vec::new()));
                let list = word(name);
                let warning = format!(
                    "a cell is text: write the items of `{list}` parted by `;`, and the values of an item by `|`"
                );
                Some((format!("{{% for item in {list}.split(\";\") %}}"), Some(warning)))
            }
            (name, "") if is_name(name) => {
                open.push(Open::If);
                plain(format!("{{% if {} %}}", word(name)))
            }
            _ => None,
        };
    }
    if body.starts_with('/') {
        return match open.pop()? {
            Open::If => plain("{% endif %}".into()),
            Open::Each(_) => plain("{% endfor %}".into()),
        };
    }
    if body == "else" {
        return if open.is_empty() { None } else { plain("{% else %}".into()) };
    }
    let inside = open.iter_mut().rev().find_map(|block| match block {
        Open::Each(items) => Some(items),
        Open::If => None,
    });
    match (body, inside) {
        ("this" | ".", Some(_)) => plain("{{ item }}".into()),
        ("@index", Some(_)) => plain("{{ loop.index0 }}".into()),
        (name, Some(items)) if is_name(name) => {
            let number = items.iter().position(|item| item == name).unwrap_or_else(|| {
                items.push(name.to_string());
                items.len() - 1
            });
            plain(format!("{{{{ item.split(\"|\")[{number}] }}}}"))
        }
        _ => None,
    }
}

/// `*|IF:NAME|*`, `*|ELSE:|*`, `*|END:IF|*`.
fn mailchimp(text: &str, names: &Names) -> Vec<Change> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find("*|")).map(|i| at + i) {
        let Some(length) = text.get(start + 2..).and_then(|rest| rest.find("|*")) else { break };
        let body = text.get(start + 2..start + 2 + length).unwrap_or("");
        at = start + 2 + length + 2;
        let ours = match body.split_once(':') {
            Some(("IF", name)) if is_name(name) => format!("{{% if {} %}}", column(name, names)),
            Some(("IFNOT", name)) if is_name(name) => format!("{{% if not {} %}}", column(name, names)),
            Some(("ELSE", _)) => "{% else %}".to_string(),
            Some(("END", _)) => "{% endif %}".to_string(),
            _ => continue,
        };
        out.push(Change { span: Span::new(start, at), ours, warning: None });
    }
    out
}
