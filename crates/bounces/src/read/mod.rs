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
use mail::decode::{decode_guessing, normalize_lines};
pub use mail::{ReadMail, ReadPart, mail};

/// Decodes, tells the kind, reads and judges.
pub(crate) fn explain(input: &[u8], _name: Option<&str>) -> Explanation {
    let mut bytes = input.to_vec();
    normalize_lines(&mut bytes);
    // A blank line or two before a pasted mail are the clipboard's.
    let start = bytes.iter().take_while(|b| b.is_ascii_whitespace()).count();
    let mail = &bytes[start..];
    if let Some(starts) = mbox::starts(mail) {
        let mut text = String::with_capacity(mail.len());
        let (label, facts) = mbox::read(mail, &starts, &mut text);
        return finish(label, text, facts);
    }
    if mail::looks_like_mail(mail) {
        let mut text = String::with_capacity(mail.len());
        let reading = mail::read(mail, &mut text);
        return finish(reading.label.to_owned(), text, reading.facts);
    }
    // What is UTF-8 already needs no second copy.
    let escapes = memchr::memchr(0x1b, &bytes).is_some();
    let text = match String::from_utf8(bytes) {
        Ok(text) if !escapes => text,
        Ok(text) => decode_guessing(text.as_bytes(), None).into_owned(),
        Err(error) => decode_guessing(error.as_bytes(), None).into_owned(),
    };
    let (label, facts) = webhook::read(&text)
        .or_else(|| csv::read(&text))
        .or_else(|| mail::read_body(&text))
        .or_else(|| log::read(&text))
        .unwrap_or_else(|| reply::read(&text));
    finish(label, text, facts)
}

/// Verdicts with all their texts; those after them leave `why`, `advice` and `references` to the catalogue.
const IN_FULL: usize = 500;
/// One verdict for so many bytes is the most, so that a file of tiny lines can't fill the memory.
const BYTES_PER_VERDICT: usize = 120;

/// The most verdicts for a text of this length.
pub(crate) fn most(length: usize) -> usize {
    2 * IN_FULL + length / BYTES_PER_VERDICT
}

fn finish(mut input_label: String, text: String, facts: Vec<Fact>) -> Explanation {
    let most = most(text.len());
    if facts.len() >= most {
        input_label.push_str(&format!(", of which the first {most} are shown"));
    }
    let mut verdicts = Vec::with_capacity(facts.len().min(most));
    for (at, fact) in facts.into_iter().take(most).enumerate() {
        let mut verdict = judge(&text, &fact);
        if at >= IN_FULL {
            verdict.why = String::new();
            verdict.advice = Vec::new();
            verdict.references = Vec::new();
        }
        // Words without a code that no rule knows are no reply at all.
        if verdict.input == "reply" && verdict.evidence.is_empty() {
            continue;
        }
        verdict.evidence.shrink_to_fit();
        verdicts.push(verdict);
    }
    if verdicts.is_empty() && (input_label == "one reply" || input_label.ends_with("replies")) {
        input_label = "nothing that was recognised".into();
    }
    Explanation { input_label, text, verdicts }
}

#[cfg(test)]
mod tests {
    #[test]
    fn prose_is_no_reply() {
        for text in
            ["", "\n\n", "hello world", "Dear all,\nplease see the links and the full content of my mailbox."]
        {
            let explanation = super::explain(text.as_bytes(), None);
            assert!(explanation.verdicts.is_empty(), "{explanation:?}");
            assert_eq!(explanation.input_label, "nothing that was recognised");
        }
    }

    #[test]
    fn words_alone_are_a_reply_where_a_rule_knows_them() {
        let verdicts = super::explain(b"User unknown", None).verdicts;
        assert_eq!(verdicts[0].cause, "no-such-address");
    }
}
