//! The reference: every cause and every code, with its texts. The data lie in `data/` and are read once.

mod digits;

use digits::{CLASSES, FIRST, SECOND, SUBJECTS};
use mail::{EnhancedStatusCode, ReplyCode};
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// One cause of a bounce, written for the person who reads the verdict.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// The stable id, such as `no-such-address`.
    pub id: String,
    /// One sentence that names it.
    pub title: String,
    /// What happened.
    pub what: String,
    /// Why it happens.
    pub why: String,
    /// What to do, step by step.
    pub advice: Vec<String>,
    /// Whose fault it is.
    pub fault: String,
    /// Whom it hits.
    pub scope: String,
    /// What to do with the address.
    pub action: String,
    /// `permanent`, `temporary`, `until-mended`, or `as-code` where the code's first digit decides.
    pub permanence: String,
    /// A reply that shows it.
    pub example: String,
    /// Where it is written.
    pub references: Vec<String>,
}

/// One reply code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReplyEntry {
    /// The three digits.
    pub code: ReplyCode,
    /// One sentence.
    pub title: &'static str,
    /// What it means and how it is used.
    pub meaning: &'static str,
    /// The cause that it stands for when nothing else is known.
    pub cause: &'static str,
    /// The documents that define it; empty for codes outside the standards.
    pub reference: &'static str,
    /// Whether a standard or the registry knows it.
    pub standard: bool,
}

/// One enhanced status code; the first digit may be 2, 4 or 5.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EnhancedEntry {
    /// The code as registered, such as `X.1.1`.
    pub code: &'static str,
    /// The second number.
    pub subject: u16,
    /// The third number.
    pub detail: u16,
    /// One sentence.
    pub title: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// The cause that it stands for when nothing else is known.
    pub cause: &'static str,
    /// The documents that define it.
    pub reference: &'static str,
    /// The reply codes that it is registered with, as the registry writes them.
    pub reply_codes: &'static str,
}

/// What one digit says in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Digit {
    /// The digit.
    pub digit: u8,
    /// Its name.
    pub title: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

/// Everything there is to look up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Catalogue {
    /// The causes, in the order of the manual.
    pub causes: Vec<Cause>,
    /// The reply codes, ascending.
    pub replies: Vec<ReplyEntry>,
    /// The enhanced codes, ascending.
    pub enhanced: Vec<EnhancedEntry>,
    /// The first digit of a reply code (RFC 5321 §4.2.1).
    pub first_digits: &'static [Digit],
    /// The second digit of a reply code (RFC 5321 §4.2.1).
    pub second_digits: &'static [Digit],
    /// What the third digit is for.
    pub third_digit: &'static str,
    /// The first number of an enhanced code (RFC 3463 §3.1).
    pub classes: &'static [Digit],
    /// The second number of an enhanced code (RFC 3463 §2), another scheme than the reply's second digit.
    pub subjects: &'static [Digit],
}

impl Catalogue {
    /// The cause of this id.
    pub fn cause(&self, id: &str) -> Option<&Cause> {
        self.causes.iter().find(|cause| cause.id == id)
    }

    /// The entry of a reply code.
    pub fn reply(&self, code: ReplyCode) -> Option<&ReplyEntry> {
        self.replies.binary_search_by_key(&code, |entry| entry.code).ok().and_then(|i| self.replies.get(i))
    }

    /// The entry of an enhanced code, whatever its class.
    pub fn enhanced(&self, code: EnhancedStatusCode) -> Option<&EnhancedEntry> {
        let key = (code.subject(), code.detail());
        let found = self.enhanced.binary_search_by_key(&key, |entry| (entry.subject, entry.detail));
        found.ok().and_then(|i| self.enhanced.get(i))
    }

    /// What the three digits of a reply code say, first to third.
    pub fn digits(&self, code: ReplyCode) -> [String; 3] {
        let say = |table: &[Digit], digit: u16| {
            table.iter().find(|entry| u16::from(entry.digit) == digit).map_or_else(
                || format!("{digit}: not specified"),
                |entry| format!("{digit}: {}", entry.title),
            )
        };
        let number = code.get();
        [
            say(self.first_digits, number / 100),
            say(self.second_digits, number / 10 % 10),
            format!("{}: {}", number % 10, self.third_digit),
        ]
    }
}

/// The reference of causes and codes.
pub fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(read)
}

#[derive(Deserialize)]
struct CauseFile {
    cause: Vec<Cause>,
}

fn read() -> Catalogue {
    // The file is part of the program and a test reads it, so the empty list never shows.
    let causes = toml::from_str::<CauseFile>(include_str!("../../data/causes.toml"))
        .map(|file| file.cause)
        .unwrap_or_default();
    Catalogue {
        causes,
        replies: rows(include_str!("../../data/replies.tsv")).filter_map(reply_entry).collect(),
        enhanced: rows(include_str!("../../data/enhanced.tsv")).filter_map(enhanced_entry).collect(),
        first_digits: &FIRST,
        second_digits: &SECOND,
        third_digit: "tells apart the replies that begin with the same two digits; it has no meaning of its own",
        classes: &CLASSES,
        subjects: &SUBJECTS,
    }
}

/// The lines of a table without comments, cut at the tabs.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

fn reply_entry(row: Vec<&'static str>) -> Option<ReplyEntry> {
    let [code, title, meaning, cause, reference, standard] = row.try_into().ok()?;
    let code = code.parse().ok().and_then(ReplyCode::new)?;
    let reference = if reference == "-" { "" } else { reference };
    Some(ReplyEntry { code, title, meaning, cause, reference, standard: standard == "yes" })
}

fn enhanced_entry(row: Vec<&'static str>) -> Option<EnhancedEntry> {
    let [code, title, meaning, cause, reference, reply_codes] = row.try_into().ok()?;
    let (subject, detail) = code.strip_prefix("X.")?.split_once('.')?;
    let (subject, detail) = (subject.parse().ok()?, detail.parse().ok()?);
    Some(EnhancedEntry { code, subject, detail, title, meaning, cause, reference, reply_codes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_tables_is_read_in_order() {
        let all = catalogue();
        assert_eq!(all.causes.len(), 25);
        assert_eq!(all.replies.len(), rows(include_str!("../../data/replies.tsv")).count());
        assert_eq!(all.enhanced.len(), rows(include_str!("../../data/enhanced.tsv")).count());
        assert!(all.replies.len() >= 48 && all.enhanced.len() >= 74);
        assert!(all.replies.is_sorted_by_key(|entry| entry.code));
        assert!(all.enhanced.is_sorted_by_key(|entry| (entry.subject, entry.detail)));
        for id in all.replies.iter().map(|e| e.cause).chain(all.enhanced.iter().map(|e| e.cause)) {
            assert!(all.cause(id).is_some(), "{id}");
        }
    }

    #[test]
    fn causes_use_only_the_known_words() {
        for cause in &catalogue().causes {
            let known = |words: &str, word: &str| words.split(' ').any(|w| w == word);
            assert!(
                known("address reader provider message domain service volume nobody unclear", &cause.fault),
                "{}",
                cause.id
            );
            assert!(known("reader message domain server their-server", &cause.scope), "{}", cause.id);
            assert!(known("keep retry remove never ask", &cause.action), "{}", cause.id);
            assert!(known("permanent temporary until-mended as-code", &cause.permanence), "{}", cause.id);
            assert!(!cause.advice.is_empty() && !cause.references.is_empty(), "{}", cause.id);
        }
    }

    #[test]
    fn the_codes_that_the_old_page_named_are_all_there() {
        for code in [
            421, 450, 451, 452, 500, 501, 502, 503, 504, 550, 551, 552, 553, 554, 211, 214, 220, 221, 250,
            251, 354,
        ] {
            assert!(catalogue().reply(ReplyCode::new(code).unwrap()).is_some(), "{code}");
        }
    }

    #[test]
    fn the_digits_mean_what_rfc_5321_says() {
        let [first, second, third] = catalogue().digits(ReplyCode::new(550).unwrap());
        assert_eq!((first.as_str(), second.as_str()), ("5: no", "5: mail system"));
        assert!(third.starts_with("0: tells apart"));
        let second = |code| catalogue().digits(ReplyCode::new(code).unwrap())[1].clone();
        assert_eq!(second(500), "0: syntax");
        assert_eq!(second(214), "1: information");
        assert_eq!(second(421), "2: connections");
        assert_eq!(second(535), "3: unspecified");
    }
}
