//! The reference of codes and causes, as the page shows it. The texts are the bounce catalogue's.

use bounces::{Catalogue, Digit};
use serde::{Deserialize, Serialize};

/// Everything there is to look up.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reference {
    /// Reply codes ascending, then enhanced codes ascending.
    pub codes: Vec<CodeEntry>,
    /// What each digit says in its place: the three of a reply code, then the first two of an enhanced code.
    pub places: Vec<Place>,
    /// The causes, in the order of the manual.
    pub causes: Vec<CauseEntry>,
}

/// One code.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CodeEntry {
    /// `550`, or `X.1.1` where X is the class.
    pub code: String,
    /// One sentence.
    pub title: String,
    /// What it means and how it is used.
    pub meaning: String,
    /// The id of the cause that it stands for when nothing else is known; may be empty.
    pub cause: String,
    /// The documents that define it; empty for codes outside the standards.
    pub reference: String,
    /// Codes of the other kind that it is registered with; may be empty.
    pub beside: String,
    /// Whether a standard or the registry knows it.
    pub standard: bool,
    /// Each digit and what it says.
    pub digits: Vec<(String, String)>,
}

/// What the digits in one place say.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Place {
    /// The place in words.
    pub name: String,
    /// The digit, its name, what it means.
    pub digits: Vec<(String, String, String)>,
}

/// One cause.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CauseEntry {
    /// The id.
    pub id: String,
    /// One sentence.
    pub title: String,
    /// What happened.
    pub what: String,
    /// Why it happens.
    pub why: String,
    /// What to do, step by step.
    pub advice: Vec<String>,
    /// A reply that shows it.
    pub example: String,
    /// Where it is written.
    pub references: Vec<String>,
}

/// The whole reference.
pub fn reference() -> Reference {
    let catalogue = bounces::catalogue();
    Reference {
        codes: replies(catalogue).chain(enhanced(catalogue)).collect(),
        places: places(catalogue),
        causes: causes(catalogue),
    }
}

fn replies(catalogue: &Catalogue) -> impl Iterator<Item = CodeEntry> + '_ {
    catalogue.replies.iter().map(|entry| {
        let said = catalogue.digits(entry.code);
        let digits = said.iter().map(|said| split(said)).collect();
        CodeEntry {
            code: entry.code.to_string(),
            title: entry.title.into(),
            meaning: entry.meaning.into(),
            cause: entry.cause.into(),
            reference: entry.reference.into(),
            beside: String::new(),
            standard: entry.standard,
            digits,
        }
    })
}

/// A digit and its words, from `5: mail system`.
fn split(said: &str) -> (String, String) {
    let (digit, words) = said.split_once(": ").unwrap_or((said, ""));
    (digit.into(), words.into())
}

fn enhanced(catalogue: &Catalogue) -> impl Iterator<Item = CodeEntry> + '_ {
    let named = |table: &[Digit], digit: u16| {
        let found = table.iter().find(|entry| u16::from(entry.digit) == digit);
        found.map_or_else(|| "not registered".into(), |entry| entry.title.into())
    };
    catalogue.enhanced.iter().map(move |entry| CodeEntry {
        code: entry.code.into(),
        title: entry.title.into(),
        meaning: entry.meaning.into(),
        cause: entry.cause.into(),
        reference: entry.reference.into(),
        beside: if entry.reply_codes == "-" { String::new() } else { entry.reply_codes.into() },
        standard: true,
        digits: vec![
            ("X".into(), "2 done, 4 not now, 5 no".into()),
            (entry.subject.to_string(), named(catalogue.subjects, entry.subject)),
            (entry.detail.to_string(), entry.title.into()),
        ],
    })
}

fn places(catalogue: &Catalogue) -> Vec<Place> {
    let place = |name: &str, digits: &[Digit]| Place {
        name: name.into(),
        digits: digits.iter().map(|d| (d.digit.to_string(), d.title.into(), d.meaning.into())).collect(),
    };
    vec![
        place("First digit of a reply code", catalogue.first_digits),
        place("Second digit of a reply code", catalogue.second_digits),
        place("First number of an enhanced code", catalogue.classes),
        place("Second number of an enhanced code", catalogue.subjects),
    ]
}

fn causes(catalogue: &Catalogue) -> Vec<CauseEntry> {
    let cause = |cause: &bounces::Cause| CauseEntry {
        id: cause.id.clone(),
        title: cause.title.clone(),
        what: cause.what.clone(),
        why: cause.why.clone(),
        advice: cause.advice.clone(),
        example: cause.example.clone(),
        references: cause.references.clone(),
    };
    catalogue.causes.iter().map(cause).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_digit_is_what_rfc_5321_says() {
        let reference = reference();
        let digits = |code: &str| {
            let entry = reference.codes.iter().find(|entry| entry.code == code).unwrap();
            entry
                .digits
                .iter()
                .map(|(digit, words)| format!("{digit} {words}").to_lowercase())
                .collect::<Vec<_>>()
        };
        assert!(digits("500")[1].contains("syntax") && digits("211")[1].contains("information"));
        assert!(digits("421")[1].contains("connection") && digits("550")[1].contains("mail system"));
        assert_eq!(digits("550").len(), 3);
    }

    #[test]
    fn each_code_names_a_known_cause_or_none() {
        let reference = reference();
        for entry in &reference.codes {
            let known = reference.causes.iter().any(|cause| cause.id == entry.cause);
            assert!(known || entry.cause.is_empty() || entry.cause == "-", "{entry:?}");
        }
    }
}
