//! Columns side by side, which Markdown has no word for:
//!
//! ```text
//! ::: columns
//! On the left.
//! ::: column
//! On the right.
//! :::
//! ```

use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::BTreeMap;

/// A mark of columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Columns {
    /// The first of so many columns starts.
    Open(usize),
    /// The next one starts.
    Next,
    /// The last one ends.
    Close,
}

impl Columns {
    /// The mark that a line is; the number of columns is not known yet.
    pub(super) fn of(line: &str) -> Option<Columns> {
        let word = line.trim().strip_prefix(":::")?.trim_matches([':', ' ', '\t']);
        match word {
            "columns" => Some(Columns::Open(1)),
            "column" => Some(Columns::Next),
            "" => Some(Columns::Close),
            _ => None,
        }
    }
}

/// The marks among the events that have their opening and their end, by where their paragraphs start. All others are
/// text like any other.
pub(super) fn find(events: &[Event<'_>]) -> BTreeMap<usize, Columns> {
    let mut found = BTreeMap::new();
    let mut open: Option<Vec<usize>> = None;
    let mut depth = 0usize;
    for (i, event) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::Paragraph) if depth == 0 => {
                let mark = match events.get(i..i + 3) {
                    Some([_, Event::Text(text), Event::End(TagEnd::Paragraph)]) => Columns::of(text),
                    _ => None,
                };
                match (mark, &mut open) {
                    (Some(Columns::Open(_)), _) => open = Some(vec![i]),
                    (Some(Columns::Next), Some(places)) => places.push(i),
                    (Some(Columns::Close), Some(places)) => {
                        let count = places.len();
                        for (number, place) in places.iter().enumerate() {
                            let mark = if number == 0 { Columns::Open(count) } else { Columns::Next };
                            found.insert(*place, mark);
                        }
                        found.insert(i, Columns::Close);
                        open = None;
                    }
                    _ => {}
                }
                depth += 1;
            }
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    found
}
