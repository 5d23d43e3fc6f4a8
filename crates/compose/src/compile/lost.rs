//! Which tags did not come through a stage in their place.

use crate::html::{Piece, scan};
use crate::tags::{self, Tags};
use std::collections::BTreeMap;

/// The tags that stand in an element's start tag but not in a value: a parser takes them for attributes.
pub(super) fn among_attributes(page: &str) -> Vec<usize> {
    let mut out = Vec::new();
    for piece in scan(page) {
        let Piece::Open(element) = piece else { continue };
        let text = page.get(element.span.clone()).unwrap_or("");
        for (i, c) in text.char_indices() {
            let at = element.span.start + i;
            let in_value = element.attributes.iter().any(|a| a.span.contains(&at));
            out.extend(tags::number(c).filter(|_| !in_value));
        }
    }
    out
}

/// The tags of the body that a stage lost, doubled or moved. A value may stand more than once (a style that matches
/// several elements), a statement may not.
pub(super) fn lost(body: &str, after: &str, tags: &Tags) -> Vec<usize> {
    let before_counts = tags.counts(body);
    let after_counts = tags.counts(after);
    let mut out: Vec<usize> = (0..tags.len())
        .filter(|n| {
            let before = before_counts.get(*n).copied().unwrap_or(0);
            let after = after_counts.get(*n).copied().unwrap_or(0);
            before > 0 && (after == 0 || (!tags.is_expression(*n) && after != before))
        })
        .collect();
    if out.is_empty() {
        // What matters is on which side of each statement a tag stands: attributes may well change their order.
        let sides = |text: &str| -> BTreeMap<usize, usize> {
            let mut statements = 0;
            let mut sides = BTreeMap::new();
            for n in text.chars().filter_map(tags::number) {
                if before_counts.get(n) == Some(&1) && after_counts.get(n) == Some(&1) {
                    statements += usize::from(!tags.is_expression(n));
                    sides.insert(n, statements);
                }
            }
            sides
        };
        let (before, after) = (sides(body), sides(after));
        out.extend(before.iter().find(|(n, side)| after.get(n) != Some(side)).map(|(n, _)| *n));
    }
    out
}
