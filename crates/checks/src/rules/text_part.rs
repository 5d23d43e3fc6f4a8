//! The text part.

use crate::{Look, on_body};
use diag::{Diagnostic, Severity};

/// Nothing to read for programs that show text only.
pub(crate) fn missing(look: &Look<'_>) -> Vec<Diagnostic> {
    if !look.merged.text.trim().is_empty() {
        return Vec::new();
    }
    let (code, message) = match look.merged.html {
        Some(_) => ("text-missing", "the letter has no text part"),
        None => ("letter-empty", "the letter is empty"),
    };
    vec![
        on_body(Severity::Warning, code, message.into(), None)
            .hint("the text part is derived from the letter's words; a letter of images alone has none"),
    ]
}

/// A text by hand that the letter has left behind.
pub(crate) fn old(look: &Look<'_>) -> Vec<Diagnostic> {
    if !look.text_is_old {
        return Vec::new();
    }
    vec![
        Diagnostic::warning("text-old", "the text part by hand is older than the letter")
            .in_field("text")
            .hint("the Text view shows what changed; take the new text or keep yours"),
    ]
}
