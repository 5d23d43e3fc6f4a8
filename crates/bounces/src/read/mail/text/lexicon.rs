//! The words of `data/lines.tsv`, by which the lines of a report are read.

use crate::catalogue::rows;
use std::sync::OnceLock;

/// The words, each list in the order of the file.
#[derive(Default)]
pub(super) struct Lexicon {
    /// Lines that say that the returned message follows.
    pub original: Vec<&'static str>,
    /// Beginnings of lines that name no recipient.
    pub other: Vec<&'static str>,
    /// What stands before a recipient.
    pub label: Vec<&'static str>,
    /// What stands before somebody to write to.
    pub contact: Vec<&'static str>,
    /// What stands before the command that was answered.
    pub asked: Vec<&'static str>,
    /// Words that tell the command, and the command.
    pub command: Vec<(&'static str, &'static str)>,
    /// What stands before the host that answered.
    pub host: Vec<&'static str>,
}

/// The words of the program.
pub(super) fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| {
        let mut lexicon = Lexicon::default();
        for row in rows(include_str!("../../../../data/lines.tsv")) {
            let [kind, words, means] = row[..] else { continue };
            match kind {
                "original" => lexicon.original.push(words),
                "other" => lexicon.other.push(words),
                "label" => lexicon.label.push(words),
                "contact" => lexicon.contact.push(words),
                "asked" => lexicon.asked.push(words),
                "command" => lexicon.command.push((words, means)),
                _ => lexicon.host.push(words),
            }
        }
        lexicon
    })
}

/// What follows the first mark that stands as a word of its own in a text in lower case; a mark that ends with a letter
/// needs a blank behind it.
pub(super) fn behind(lower: &str, mark: &str, from: usize) -> Option<usize> {
    let open = mark.ends_with(|c: char| c.is_ascii_alphanumeric());
    let mut from = from;
    while let Some(found) = lower.get(from..)?.find(mark) {
        let end = from + found + mark.len();
        if !open || lower.get(end..)?.starts_with(' ') {
            return Some(end);
        }
        from = end;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read_and_in_lower_case() {
        let known = ["original", "other", "label", "contact", "asked", "command", "host"];
        for row in rows(include_str!("../../../../data/lines.tsv")) {
            assert_eq!(row.len(), 3, "{row:?}");
            assert!(known.contains(&row[0]), "{row:?}");
            assert_eq!(row[1], row[1].trim().to_lowercase(), "{row:?}");
            assert_eq!(row[0] == "command", crate::fact::command(row[2]).is_some(), "{row:?}");
        }
    }

    #[test]
    fn a_mark_is_a_word() {
        assert_eq!(behind("hosts of host mx", "host", 0), Some(13));
        assert_eq!(behind("relay=mx", "relay=", 0), Some(6));
        assert_eq!(behind("nothing", "host", 0), None);
    }
}
