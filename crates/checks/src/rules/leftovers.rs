//! Merge tags of other tools, which nobody would fill in here.

use crate::Look;
use compose::slug;
use diag::{Diagnostic, Span};

/// How other tools write a field: what opens it, what closes it, and where that is from.
const FORMS: &[(&str, &str, &str)] = &[
    ("*|", "|*", "Mailchimp"),
    ("[[", "]]", "Mailjet or Mailtrain"),
    ("%%", "%%", "Salesforce or Word"),
    ("«", "»", "Word"),
    ("<<", ">>", "Google Docs add-ons"),
    ("${", "}", "a program's text"),
    ("%recipient.", "%", "Mailgun"),
    ("{$", "}", "a newsletter system"),
];

/// Fields in another tool's form, in subject, preheader and body.
pub(crate) fn tags(look: &Look<'_>) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for (field, text) in [
        ("subject", &look.letter.subject),
        ("preheader", &look.letter.preheader),
        ("body", &look.letter.body),
    ] {
        for (open, close, tool) in FORMS {
            for (span, name) in find(text, open, close) {
                let ours = format!("{{{{ {} }}}}", slug(name));
                out.push(
                    Diagnostic::warning(
                        "leftover-tag",
                        format!("`{}` looks like a merge tag of {tool}", span.of(text).unwrap_or("")),
                    )
                    .in_field(field)
                    .at(span)
                    .hint(format!("here it is written `{ours}`"))
                    .fix(format!("Change to {ours}"), span, ours),
                );
            }
        }
    }
    out.sort_by_key(|found| (found.field.clone(), found.span));
    out
}

/// Each occurrence with the name inside: a word or a few, nothing else.
fn find<'t>(text: &'t str, open: &str, close: &str) -> Vec<(Span, &'t str)> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find(open)).map(|i| at + i) {
        let inner = start + open.len();
        at = inner;
        let Some(length) = text.get(inner..).and_then(|rest| rest.find(close)) else { break };
        let name = text.get(inner..inner + length).unwrap_or("");
        let is_name = (1..=40).contains(&name.len())
            && name.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | ' '))
            && !name.ends_with(' ');
        if is_name {
            at = inner + length + close.len();
            out.push((Span::new(start, at), name.rsplit([':', '.']).next().unwrap_or(name)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_are_tags() {
        for (text, open, close, expected) in [
            ("Hi *|FNAME|*, *|LNAME|*", "*|", "|*", vec!["FNAME", "LNAME"]),
            ("50 %% of 20 %%", "%%", "%%", vec![]),
            ("[[contact:first name]] [[1]](x)", "[[", "]]", vec!["first name"]),
            ("« Bonjour »", "«", "»", vec![]),
        ] {
            let found: Vec<_> = find(text, open, close).into_iter().map(|(_, name)| name).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
