//! Telling apart what was pasted, and the readers of each kind.

mod archive;
mod csv;
mod log;
pub(crate) mod mail;
mod mbox;
mod recipient;
mod reply;
pub(crate) mod webhook;
pub(crate) mod when;

use crate::decide::judge;
use crate::fact::Fact;
use crate::verdict::Explanation;
use mail::decode::{decode_guessing, normalize_lines};
pub use mail::{ReadMail, ReadPart, mail};

/// Decodes, tells the kind, reads and judges.
pub(crate) fn explain(input: &[u8], _name: Option<&str>) -> Explanation {
    if let Some(files) = archive::files(input) {
        let one = explain_all(files.list.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())));
        let left = if files.left_out > 0 { format!(", {} left out", files.left_out) } else { String::new() };
        return Explanation { input_label: format!("a zip: {}{left}", one.input_label), ..one };
    }
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
        let label = reading.label;
        let explanation = finish(label.to_owned(), text, reading.facts);
        // Words like those of a report, from nobody in particular or about nobody, that no rule and no code
        // confirms.
        let vague =
            |v: &crate::Verdict| v.cause == "unclear" && v.reply_code.is_none() && v.enhanced_code.is_none();
        let about_nobody =
            || label == "a bounce in words" && explanation.verdicts.iter().all(|v| v.recipient.is_none());
        if (reading.by_words || about_nobody()) && explanation.verdicts.iter().all(vague) {
            return Explanation {
                input_label: "an ordinary mail".into(),
                verdicts: Vec::new(),
                ..explanation
            };
        }
        return explanation;
    }
    // What is UTF-8 already needs no second copy.
    let escapes = memchr::memchr(0x1b, &bytes).is_some();
    let text = match String::from_utf8(bytes) {
        Ok(text) if !escapes => text,
        Ok(text) => decode_guessing(text.as_bytes(), None).into_owned(),
        Err(error) => decode_guessing(error.as_bytes(), None).into_owned(),
    };
    let (label, facts, delivered) = webhook::read(&text)
        .or_else(|| csv::read(&text))
        .or_else(|| mail::read_body(&text))
        .map(|(label, facts)| (label, facts, Vec::new()))
        .or_else(|| log::read(&text).map(|log| (log.label, log.facts, log.delivered)))
        .unwrap_or_else(|| {
            let (label, facts) = reply::read(&text);
            (label, facts, Vec::new())
        });
    Explanation { delivered, ..finish(label, text, facts) }
}

/// Explains several files as one: their texts one after another, each under its name.
pub(crate) fn explain_all<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> Explanation {
    let mut whole = Explanation::default();
    let (mut count, mut told) = (0usize, String::new());
    for (name, bytes) in files {
        let one = explain(bytes, Some(name));
        count += 1;
        told.clone_from(&one.input_label);
        if one.verdicts.is_empty() {
            continue;
        }
        whole.text.push_str(&format!("--- {name} ---\n"));
        let offset = whole.text.len();
        whole.text.push_str(&one.text);
        whole.text.push_str("\n\n");
        let known = whole.verdicts.len();
        whole.verdicts.extend(one.verdicts.into_iter().enumerate().map(|(at, mut verdict)| {
            for evidence in &mut verdict.evidence {
                evidence.span = evidence.span.shifted(offset);
            }
            // The texts of the catalogue are kept for so many only.
            if known + at >= IN_FULL {
                shorten(&mut verdict);
            }
            verdict
        }));
        let moved = |got: crate::Delivery| crate::Delivery { after: got.after + known, ..got };
        whole.delivered.extend(one.delivered.into_iter().map(moved));
    }
    whole.input_label = match (count, whole.verdicts.len()) {
        (1, _) => told,
        (count, 0) => format!("{count} files without a bounce"),
        (count, found) => format!("{count} files ({found} answers)"),
    };
    whole
}

/// Leaves what the catalogue says as well to the catalogue.
fn shorten(verdict: &mut crate::Verdict) {
    verdict.why = String::new();
    verdict.advice = Vec::new();
    verdict.references = Vec::new();
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
            shorten(&mut verdict);
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
    Explanation { input_label, text, verdicts, delivered: Vec::new() }
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
