//! The subject line: there, short enough, and written in a normal voice.

use crate::Look;
use diag::{Diagnostic, Span};

/// RFC 5322 §2.1.1 asks for lines of at most 78 characters; mail programs show 30 to 70 of a subject.
const LONG: usize = 78;

/// No subject.
pub(crate) fn empty(look: &Look<'_>) -> Vec<Diagnostic> {
    if !look.merged.fields.subject.is_empty() {
        return Vec::new();
    }
    vec![
        Diagnostic::warning("subject-empty", "the letter has no subject")
            .in_field("subject")
            .hint("say in one line what the letter is about"),
    ]
}

/// More than 78 characters.
pub(crate) fn long(look: &Look<'_>) -> Vec<Diagnostic> {
    let subject = &look.merged.fields.subject;
    let length = subject.chars().count();
    if length <= LONG {
        return Vec::new();
    }
    let cut = subject.char_indices().nth(LONG).map_or(subject.len(), |(i, _)| i);
    let mut out =
        Diagnostic::warning("subject-long", format!("the subject has {length} characters, {LONG} are fine"))
            .in_field("subject")
            .hint("mail programs cut it; put what matters into the first 40");
    if *subject == look.letter.subject {
        out = out.at(Span::new(cut, subject.len()));
    }
    vec![out]
}

/// Capital letters only.
pub(crate) fn shouting(look: &Look<'_>) -> Vec<Diagnostic> {
    let subject = &look.merged.fields.subject;
    let capitals = subject.chars().filter(|c| c.is_uppercase()).count();
    if capitals < 8 || subject.chars().any(char::is_lowercase) {
        return Vec::new();
    }
    vec![
        Diagnostic::warning("subject-capitals", "the subject is in capital letters")
            .in_field("subject")
            .at(Span::new(0, look.letter.subject.len()))
            .hint("write it as a sentence; filters and readers take capitals for shouting"),
    ]
}

/// `Re:` or `Fwd:` on a letter that answers nothing; Google's sender rules forbid it.
pub(crate) fn fake_reply(look: &Look<'_>) -> Vec<Diagnostic> {
    let subject = look.merged.fields.subject.to_ascii_lowercase();
    let Some(mark) = ["re:", "fwd:", "fw:", "aw:", "wg:"].into_iter().find(|m| subject.starts_with(m)) else {
        return Vec::new();
    };
    let mut out = Diagnostic::warning(
        "subject-fake-reply",
        "the subject looks like an answer or a forwarded letter, but this is neither",
    )
    .in_field("subject")
    .hint("take the mark off; providers count it as deception");
    if look.letter.subject.to_ascii_lowercase().starts_with(mark) {
        let rest = look.letter.subject.get(mark.len()..).unwrap_or("");
        let span = Span::new(0, look.letter.subject.len() - rest.trim_start().len());
        out = out.at(span).fix("Take it off", span, "");
    }
    vec![out]
}
