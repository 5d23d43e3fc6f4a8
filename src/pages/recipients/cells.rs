//! What stands in the cells of a row: the address with its marks, and the state in words.

use crate::components::{Kind, tag};
use diag::{Diagnostic, Fix, Severity};
use recipients::{CodeCount, RowState, RowView, SetAside};
use yew::prelude::*;

/// The diagnostic that decides about a row.
pub fn worst(row: &RowView) -> Option<&Diagnostic> {
    row.diagnostics.iter().min_by_key(|diagnostic| diagnostic.severity)
}

/// The first certain repair of a row.
pub fn repair(row: &RowView) -> Option<&Fix> {
    row.diagnostics.iter().find_map(|diagnostic| diagnostic.fix.as_ref())
}

/// A text after a repair.
pub fn repaired(text: &str, fix: &Fix) -> String {
    let mut out = String::new();
    let mut from = 0;
    for edit in &fix.edits {
        out.push_str(text.get(from..edit.span.start).unwrap_or_default());
        out.push_str(&edit.text);
        from = edit.span.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

/// The address as it is written, with what is wrong in it marked.
pub fn address(text: &str, diagnostics: &[Diagnostic]) -> Html {
    if text.is_empty() {
        return html! { <span class="muted">{ "empty" }</span> };
    }
    let mut spans: Vec<_> = diagnostics
        .iter()
        .filter_map(|diagnostic| Some((diagnostic.span?, diagnostic.severity)))
        // What is only good to know is said, but not marked: the address is in order.
        .filter(|(span, severity)| *severity != Severity::Info && !span.is_empty() && span.of(text).is_some())
        .collect();
    spans.sort_by_key(|(span, _)| span.start);
    let mut parts = Vec::new();
    let mut from = 0;
    for (span, severity) in spans.into_iter() {
        if span.start < from {
            continue;
        }
        parts.push(html! { { text.get(from..span.start).unwrap_or_default().to_owned() } });
        // A space that is too much has to be seen.
        let marked = span.of(text).unwrap_or_default().replace([' ', '\u{a0}'], "␠");
        parts.push(html! { <mark class={(severity != Severity::Error).then_some("soft")}>{ marked }</mark> });
        from = span.end;
    }
    parts.push(html! { { text.get(from..).unwrap_or_default().to_owned() } });
    html! { <span class="addr">{ for parts }</span> }
}

/// The state of a row.
pub fn state(row: &RowView, groups: &[CodeCount]) -> Html {
    let title = || {
        let worst = worst(row)?;
        let group = groups.iter().find(|group| group.code == worst.code);
        Some(group.map_or_else(|| crate::text::sentence(&worst.message), |group| group.title.clone()))
    };
    let said = |kind: Kind, icon: &'static str, before: &'static str, words: String| {
        html! {
            <span class={classes!("tag", kind.class())} title={words.clone()}>
                { crate::components::icon(icon) }
                <span><span class="vh">{ before }</span>{ words }</span>
            </span>
        }
    };
    match row.state {
        RowState::Kept => match worst(row).filter(|worst| worst.severity != Severity::Info) {
            Some(_) => said(Kind::Warn, "warn", "Warning: ", title().unwrap_or_default()),
            None => tag(Kind::Ok, "ok", "Ready"),
        },
        RowState::Rejected => {
            said(Kind::Stop, "stop", "Rejected: ", title().unwrap_or_else(|| "Rejected".into()))
        }
        RowState::Excluded(SetAside::Duplicate { of }) => {
            said(Kind::Plain, "dup", "Duplicate: ", ["Same as row ", &of.to_string()].concat())
        }
        RowState::Excluded(SetAside::Suppressed) => tag(Kind::Plain, "block", "Suppressed"),
        RowState::Excluded(SetAside::Segment) => tag(Kind::Plain, "block", "Not in the segment"),
        RowState::Excluded(SetAside::ByHand) => tag(Kind::Plain, "block", "Set aside by hand"),
    }
}
