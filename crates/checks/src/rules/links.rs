//! Links: they lead somewhere, and by https.

use crate::{Look, on_body, page::Link};
use diag::{Diagnostic, Severity};

/// What people leave in a link that they mean to fill in later.
const PLACEHOLDERS: &[&str] =
    &["todo", "tbd", "link", "url", "xxx", "http://", "https://", "your-link", "insert-link"];

/// A link by http, or by no scheme at all.
pub(crate) fn target(look: &Look<'_>) -> Vec<Diagnostic> {
    each(look, |link| {
        let lower = link.href.to_ascii_lowercase();
        let span = look.in_body(&link.href);
        // The footer's link is the setting's, and has rules of its own.
        if is_empty(link) || link.href == look.merged.fields.unsubscribe.url {
            return None;
        }
        if let Some(rest) = link.href.get(7..).filter(|_| lower.starts_with("http://")) {
            let found = on_body(Severity::Warning, "link-http", "this link is not encrypted".into(), span)
                .hint("use https://; browsers warn of the other, and filters mark it");
            return Some(match span {
                Some(span) => found.fix("Change to https", span, format!("https://{rest}")),
                None => found,
            });
        }
        if ["https:", "mailto:", "tel:", "sms:", "cid:", "#"].iter().any(|s| lower.starts_with(s)) {
            return None;
        }
        if lower.starts_with("javascript:") || lower.starts_with("data:") || lower.starts_with("vbscript:") {
            return Some(
                on_body(
                    Severity::Error,
                    "link-script",
                    "a mail program never follows this link".into(),
                    span,
                )
                .hint("link to a page instead"),
            );
        }
        if let Some((scheme, _)) = lower.split_once(':')
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
            && !scheme.contains('.')
        {
            // An app's own scheme: its author knows.
            return None;
        }
        let found =
            on_body(Severity::Error, "link-relative", format!("`{}` is no whole address", link.href), span)
                .hint("write the address from https:// on");
        Some(match span {
            Some(span) if lower.starts_with("www.") => {
                found.fix("Put https:// before it", span, format!("https://{}", link.href))
            }
            _ => found,
        })
    })
}

/// A link that leads nowhere.
pub(crate) fn empty(look: &Look<'_>) -> Vec<Diagnostic> {
    each(look, |link| {
        if !is_empty(link) {
            return None;
        }
        let words =
            if link.text.is_empty() { "a link".to_string() } else { format!("the link \"{}\"", link.text) };
        Some(
            on_body(
                Severity::Error,
                "link-empty",
                format!("{words} leads nowhere"),
                look.in_body(&link.text),
            )
            .hint("give its address"),
        )
    })
}

fn is_empty(link: &Link) -> bool {
    let lower = link.href.to_ascii_lowercase();
    lower.is_empty() || lower == "#" || PLACEHOLDERS.contains(&lower.as_str())
}

/// The findings of a rule over each link, each one once.
fn each(look: &Look<'_>, rule: impl Fn(&Link) -> Option<Diagnostic>) -> Vec<Diagnostic> {
    let mut out: Vec<Diagnostic> = Vec::new();
    for found in look.page.links.iter().filter_map(rule) {
        if !out.contains(&found) {
            out.push(found);
        }
    }
    out
}
