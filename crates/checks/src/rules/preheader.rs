//! The line that mailboxes show after the subject.

use crate::Look;
use diag::Diagnostic;

/// No preheader in a letter that has an HTML part.
pub(crate) fn missing(look: &Look<'_>) -> Vec<Diagnostic> {
    if look.merged.html.is_none() || !look.merged.fields.preheader.is_empty() {
        return Vec::new();
    }
    vec![
        Diagnostic::info("preheader-missing", "the letter has no preheader")
            .in_field("preheader")
            .hint("mailboxes show the letter's first words after the subject; say something better there, in 40 to 90 characters"),
    ]
}
