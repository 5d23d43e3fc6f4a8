//! The size of the HTML part.

use crate::Look;
use diag::{Diagnostic, Severity};

/// Where Gmail cuts a letter and shows "View entire message". Nobody at Google says so; this is what senders see.
const CLIP: usize = 102 * 1024;

/// More than Gmail shows.
pub(crate) fn clipped(look: &Look<'_>) -> Vec<Diagnostic> {
    let size = look.merged.html.as_ref().map_or(0, String::len);
    if size <= CLIP {
        return Vec::new();
    }
    vec![
        crate::on_body(
            Severity::Warning,
            "html-clipped",
            format!("the HTML part has {} KB, and Gmail cuts it after about 102 KB", size.div_ceil(1024)),
            None,
        )
        .hint("shorten the letter, and put long lists on a page of their own; the end of the letter, with the unsubscribe link, is what gets lost"),
    ]
}
