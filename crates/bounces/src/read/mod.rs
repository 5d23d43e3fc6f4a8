//! Telling apart what was pasted, and the readers of each kind.

pub(crate) mod mail;
mod reply;
pub(crate) mod webhook;

use crate::decide::judge;
use crate::fact::Fact;
use crate::verdict::{Explanation, Verdict};

/// Decodes, tells the kind, reads and judges.
pub(crate) fn explain(input: &[u8], _name: Option<&str>) -> Explanation {
    let mut bytes = input.to_vec();
    mail::mime::normalize_lines(&mut bytes);
    if mail::looks_like_mail(&bytes) {
        let mut text = String::with_capacity(bytes.len());
        let reading = mail::read(&bytes, &mut text);
        let verdicts = verdicts(&text, &reading.facts);
        return Explanation { input_label: reading.label.to_owned(), text, verdicts };
    }
    let text = mail::mime::decode_guessing(&bytes, None).into_owned();
    let (label, facts) = webhook::read(&text).unwrap_or_else(|| reply::read(&text));
    let verdicts = verdicts(&text, &facts);
    Explanation { input_label: label, text, verdicts }
}

fn verdicts(text: &str, facts: &[Fact]) -> Vec<Verdict> {
    facts.iter().map(|fact| judge(text, fact)).collect()
}
