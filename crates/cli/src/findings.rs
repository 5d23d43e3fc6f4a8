//! Diagnostics as JSON and as people read them.

use diag::{Diagnostic, Severity, Span};
use serde::Serialize;

/// A diagnostic in the command's JSON.
#[derive(Debug, Serialize)]
pub struct Finding<'a> {
    code: &'a str,
    severity: Severity,
    message: &'a str,
    hint: Option<&'a str>,
    /// The whole text with the fix made, where there is a certain one.
    suggestion: Option<String>,
}

impl<'a> Finding<'a> {
    /// The diagnostic, found in `text`.
    pub fn new(diagnostic: &'a Diagnostic, text: &str) -> Finding<'a> {
        Finding {
            code: &diagnostic.code,
            severity: diagnostic.severity,
            message: &diagnostic.message,
            hint: diagnostic.hint.as_deref(),
            suggestion: fixed(diagnostic, text),
        }
    }
}

/// The text with the diagnostic's fix made. `None` without a fix, or with one that does not fit the text.
pub fn fixed(diagnostic: &Diagnostic, text: &str) -> Option<String> {
    let fix = diagnostic.fix.as_ref()?;
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for edit in &fix.edits {
        out.push_str(text.get(done..edit.span.start)?);
        out.push_str(&edit.text);
        done = edit.span.end;
    }
    out.push_str(text.get(done..)?);
    Some(out)
}

/// A diagnostic with its place: `letter.md:3:12: error: …`, the line with a mark, the hint.
pub fn show(diagnostic: &Diagnostic, file: &str, text: &str, span: Option<Span>) -> String {
    let severity = severity(diagnostic.severity);
    let field =
        diagnostic.field.as_deref().filter(|_| span.is_none()).map(|f| format!(" [{f}]")).unwrap_or_default();
    let named = |row: &u32| diagnostic.message.ends_with(&format!("row {row}"));
    let row = diagnostic.row.filter(|row| !named(row)).map(|row| format!(" (row {row})")).unwrap_or_default();
    let place = span.map(|span| diag::line_column(text, span.start));
    let place = place.map(|place| format!(":{}:{}", place.line, place.column)).unwrap_or_default();
    let mut out = format!("{file}{place}: {severity}{field}: {}{row}", diagnostic.message);
    if let Some(span) = span {
        out.push('\n');
        out.push_str(&indented(&diag::excerpt(text, span)));
    }
    if let Some(hint) = &diagnostic.hint {
        out.push_str(&format!("\n  hint: {hint}"));
    }
    out
}

/// The word for a severity.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fix_is_shown_as_the_whole_text() {
        let diagnostic = Diagnostic::error("x", "y").fix("z", 0..3, "ann@");
        assert_eq!(fixed(&diagnostic, "annexample.com").as_deref(), Some("ann@example.com"));
        assert_eq!(fixed(&diagnostic, "an"), None);
        assert_eq!(fixed(&Diagnostic::error("x", "y"), "a"), None);
    }

    #[test]
    fn people_see_place_mark_and_hint() {
        let diagnostic = Diagnostic::error("x", "unknown field `nmae`").hint("did you mean `name`?");
        assert_eq!(
            show(&diagnostic, "a.md", "Hi\n{{ nmae }}\n", Some(Span::new(6, 10))),
            "a.md:2:4: error: unknown field `nmae`\n  2 | {{ nmae }}\n    |    ^^^^\n  hint: did you mean `name`?"
        );
    }
}
