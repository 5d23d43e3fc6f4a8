//! The fields of other tools: `*|FNAME|*`, `[[name]]`, `%%name%%`, `«name»`, `{{name}}` and their like.

use super::Change;
use crate::distance::nearest;
use crate::names::{Names, is_variable, slug};
use crate::tags::{self, Kind};
use diag::Span;

/// What opens and what closes a field elsewhere. The order counts: the longer form comes first.
const FORMS: &[(&str, &str)] = &[
    ("*|", "|*"),
    ("[[", "]]"),
    ("%%", "%%"),
    ("«", "»"),
    ("<<", ">>"),
    ("${", "}"),
    ("%recipient.", "%"),
    ("-%", "%-"),
];

/// What other tools call the usual columns.
const SYNONYMS: &[(&str, &str)] = &[
    ("fname", "first_name"),
    ("firstname", "first_name"),
    ("givenname", "first_name"),
    ("vorname", "first_name"),
    ("prenom", "first_name"),
    ("lname", "last_name"),
    ("lastname", "last_name"),
    ("surname", "last_name"),
    ("familyname", "last_name"),
    ("nachname", "last_name"),
    ("email", "email"),
    ("emailaddress", "email"),
    ("mail", "email"),
];

/// The fields of a text.
pub(super) fn find(text: &str, names: &Names) -> Vec<Change> {
    let mut out = Vec::new();
    for (open, close) in FORMS {
        let mut at = 0;
        while let Some(start) = text.get(at..).and_then(|rest| rest.find(open)).map(|i| at + i) {
            let inner = start + open.len();
            at = inner;
            let Some(length) = text.get(inner..).and_then(|rest| rest.find(close)) else { break };
            let name = text.get(inner..inner + length).unwrap_or("");
            if is_name(name) {
                at = inner + length + close.len();
                out.push(Change {
                    span: Span::new(start, at),
                    ours: format!("{{{{ {} }}}}", column(name, names)),
                    warning: None,
                });
            }
        }
    }
    out.extend(braces(text, names));
    out
}

/// `{{First name}}`, `{{firstName}}`, `{{contact.FIRSTNAME}}`: in our braces, but no expression of ours.
fn braces(text: &str, names: &Names) -> impl Iterator<Item = Change> {
    tags::find(text).into_iter().filter(|tag| tag.kind == Kind::Expression).filter_map(move |tag| {
        let inner = tag.inner(text).0.trim();
        let theirs = inner.strip_prefix('.').unwrap_or(inner);
        let known = names.variable(theirs).is_some();
        let plain = is_variable(theirs) && inner == theirs;
        if known && plain || !is_name(theirs) || theirs == "this" {
            return None;
        }
        let column = column(theirs, names);
        // A name that no column is near to is left for the author, if it can be read at all.
        if plain && names.variable(&column).is_none() {
            return None;
        }
        let span = Span::from(tag.span);
        (column != inner).then(|| Change { span, ours: format!("{{{{ {column} }}}}"), warning: None })
    })
}

/// Whether a text is a name or a few words, and nothing else.
pub(super) fn is_name(name: &str) -> bool {
    (1..=40).contains(&name.len())
        && name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '))
        && !name.ends_with(' ')
}

/// The variable of the column that another tool's name means.
pub(super) fn column(name: &str, names: &Names) -> String {
    let last = name.rsplit('.').next().unwrap_or(name);
    let bare = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let wanted = bare(last);
    let same = |wanted: &str| names.variables().iter().find(|variable| bare(variable) == wanted);
    let synonym = SYNONYMS.iter().find(|(theirs, _)| *theirs == wanted).map(|(_, ours)| *ours);
    let found = same(&wanted).or_else(|| same(&bare(synonym?)));
    let slug = slug(last);
    match (found, synonym) {
        (Some(variable), _) => variable.clone(),
        (None, Some(ours)) => ours.to_string(),
        (None, None) => match nearest(&slug, names.variables().iter().map(String::as_str)) {
            Some(near) => near.to_string(),
            None => slug,
        },
    }
}
