//! Telling apart what was pasted, and the readers of each kind.

mod csv;
mod log;
pub(crate) mod mail;
mod mbox;
mod reply;
pub(crate) mod webhook;

use crate::decide::judge;
use crate::fact::Fact;
use crate::verdict::Explanation;
use mail::mime::{decode_guessing, normalize_lines};

/// Decodes, tells the kind, reads and judges.
pub(crate) fn explain(input: &[u8], _name: Option<&str>) -> Explanation {
    let mut bytes = input.to_vec();
    normalize_lines(&mut bytes);
    // A blank line or two before a pasted mail are the clipboard's.
    let whole = &bytes[..];
    let bytes = whole.trim_ascii_start();
    if let Some(starts) = mbox::starts(bytes) {
        let mut text = String::with_capacity(bytes.len());
        let (label, facts) = mbox::read(bytes, &starts, &mut text);
        return finish(label, text, facts);
    }
    if mail::looks_like_mail(bytes) {
        let mut text = String::with_capacity(bytes.len());
        let reading = mail::read(bytes, &mut text);
        return finish(reading.label.to_owned(), text, reading.facts);
    }
    let text = decode_guessing(whole, None).into_owned();
    let (label, facts) = webhook::read(&text)
        .or_else(|| csv::read(&text))
        .or_else(|| mail::read_body(&text))
        .or_else(|| log::read(&text))
        .unwrap_or_else(|| reply::read(&text));
    finish(label, text, facts)
}

fn finish(input_label: String, text: String, facts: Vec<Fact>) -> Explanation {
    let verdicts = facts.iter().map(|fact| judge(&text, fact)).collect();
    Explanation { input_label, text, verdicts }
}
