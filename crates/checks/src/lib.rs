//! What is worth knowing about a letter before it is sent: one rule a file, each finding with a code that the
//! catalogue explains.
//!
//! The rules look at the compiled letter and at what one recipient gets. They know nothing of lists beyond the cells,
//! and they ask no server: what only a server can tell (SPF, DKIM, whether a link works) is not checked here.

mod catalogue;
mod gaps;
mod page;
mod rules;

pub use catalogue::{Entry, catalogue, entry};
pub use gaps::Gaps;

use compose::{Branches, Compiled, Letter, Merged};
use diag::{Diagnostic, Severity, Span};
use page::Page;

/// How many rules there are.
pub fn rules() -> usize {
    // The two over all rows are not in the list.
    rules::ALL.len() + 2
}

/// What the rules say about one recipient's letter: errors first, then in the order of the rules.
pub fn check_letter(compiled: &Compiled, merged: &Merged) -> Vec<Diagnostic> {
    let look = Look {
        letter: compiled.letter(),
        merged,
        text_is_old: compiled.text_is_old(),
        page: merged.html.as_deref().map(Page::read).unwrap_or_default(),
    };
    let mut out: Vec<Diagnostic> = rules::ALL.iter().flat_map(|rule| rule(&look)).collect();
    out.sort_by_key(|found| found.severity);
    out
}

/// Columns that the letter needs and that are empty in some of the kept rows. `gaps` tells where a column is empty.
pub fn check_fields<'g>(compiled: &Compiled, gaps: impl Fn(usize) -> &'g Gaps) -> Vec<Diagnostic> {
    rules::fields::check(compiled, gaps)
}

/// Branches that no row took, and loops that ran for none, once every kept row was watched.
pub fn check_branches(branches: &Branches) -> Vec<Diagnostic> {
    rules::branches::check(branches)
}

/// What a rule looks at.
struct Look<'l> {
    letter: &'l Letter,
    merged: &'l Merged,
    /// Whether the text part by hand is older than the letter.
    text_is_old: bool,
    /// The links and images of the HTML part; empty without one.
    page: Page,
}

impl Look<'_> {
    /// A text of the HTML part in the author's own body, if it stands there just so.
    fn in_body(&self, text: &str) -> Option<Span> {
        if text.is_empty() {
            return None;
        }
        let start = self.letter.body.find(text)?;
        Some(Span::new(start, start + text.len()))
    }

    /// The words of a link in the author's own body, as Markdown or HTML has them.
    fn link_words(&self, words: &str) -> Option<Span> {
        let find = |before: &str, after: &str| {
            let span = self.in_body(&format!("{before}{words}{after}"))?;
            Some(Span::new(span.start + before.len(), span.end - after.len()))
        };
        if words.is_empty() { None } else { find("[", "]").or_else(|| find(">", "<")) }
    }
}

/// A finding on the body, with its place where one is known.
fn on_body(severity: Severity, code: &'static str, message: String, span: Option<Span>) -> Diagnostic {
    let mut out = Diagnostic::new(severity, code, message).in_field("body");
    out.span = span;
    out
}
