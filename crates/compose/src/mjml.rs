//! MJML to HTML. What the renderer would spoil in attributes travels as words: tags, and characters that it writes
//! as escapes (a backslash, combining and invisible letters).

use crate::html::{Piece, scan};
use crate::layout::{Failure, mjml_to_html};
use crate::tags::{Tags, Words, is_placeholder, number, placeholder};
use diag::{Diagnostic, Span};

/// Why a body is no MJML.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    message: String,
    /// In the author's body.
    span: Option<Span>,
}

impl Problem {
    /// As an error.
    pub(crate) fn plain(&self) -> Diagnostic {
        let mut out = Diagnostic::error("mjml-syntax", self.message.clone())
            .hint("check that every element is closed, every value is in quotes, and `&` is written `&amp;`");
        out.span = self.span;
        out
    }

    /// As a word to the author that letters are made one by one.
    pub(crate) fn as_info(&self) -> Diagnostic {
        let mut out = Diagnostic::info(
            "tag-moved",
            "MJML can't be compiled with this tag in it, so each letter is made one by one, which is slower",
        )
        .in_field(crate::engine::BODY)
        .hint("put tags between elements, in their text, or in the value of an attribute");
        out.span = self.span;
        out
    }
}

/// Merged MJML as HTML.
pub(crate) fn render(body: &str) -> Result<String, Problem> {
    let (safe, guard) = Guard::new(body, body.len());
    mjml_to_html(&safe)
        .map(|html| guard.back(html))
        .map_err(|failure| problem(failure, |at| guard.source(at)))
}

/// A body with placeholders as HTML with placeholders. `source` is the author's body.
pub(crate) fn render_hidden(body: &str, source: &str, tags: &Tags) -> Result<String, Problem> {
    let (safe, guard) = Guard::new(body, tags.len());
    mjml_to_html(&safe).map(|html| guard.back(html)).map_err(|failure| {
        let mut problem = problem(failure, |at| unhidden(body, source, tags, guard.source(at)));
        if problem.span.is_none() {
            problem.span = unclosed(source);
        }
        problem
    })
}

/// The last element that is opened and never closed.
fn unclosed(source: &str) -> Option<Span> {
    let mut open: Vec<(String, Span)> = Vec::new();
    for piece in scan(source) {
        match piece {
            Piece::Open(e) if !e.self_closing && e.name.starts_with("mj") => {
                open.push((e.name, e.span.into()))
            }
            Piece::Close { name, .. } => {
                if let Some(at) = open.iter().rposition(|(opened, _)| *opened == name) {
                    // What was opened after it and is still open is what went wrong.
                    if let Some((_, span)) = open.get(at + 1) {
                        return Some(*span);
                    }
                    open.truncate(at);
                }
            }
            _ => {}
        }
    }
    open.pop().map(|(_, span)| span)
}

/// Whether the body is sound where its tags are taken out.
pub(crate) fn is_sound_without_tags(body: &str) -> bool {
    let bare: String = body.chars().filter(|c| !is_placeholder(*c)).collect();
    render(&bare).is_ok()
}

/// The failure with its place in the author's text; `place` leads back from the text that was read.
fn problem(failure: Failure, place: impl Fn(usize) -> usize) -> Problem {
    let span = failure.place.map(|range| {
        let start = place(range.start);
        Span::new(start, place(range.end).max(start))
    });
    Problem { message: failure.message, span }
}

/// What travels as words, and where each word came from.
struct Guard {
    words: Words,
    /// The texts of the words past the tags'.
    extra: Vec<String>,
    first_extra: usize,
    /// (place in the safe text, place before), rising: where the two go apart.
    places: Vec<(usize, usize)>,
}

impl Guard {
    fn new(body: &str, tags: usize) -> (String, Guard) {
        // A merged body has no placeholders, so its words may start anywhere.
        let first_extra = tags.min(60_000);
        let mut guard =
            Guard { words: Words::absent_from(body), extra: Vec::new(), first_extra, places: vec![(0, 0)] };
        let mut out = String::with_capacity(body.len() * 2);
        for piece in scan(body) {
            let range = piece.span();
            let in_tag = matches!(piece, Piece::Open(_));
            let in_text = matches!(piece, Piece::Text(_) | Piece::Raw { .. });
            let text = body.get(range.clone()).unwrap_or("");
            let arrow = in_text && !text.is_ascii() && text.contains('>');
            if !arrow && !text.contains(|c| is_placeholder(c) || in_tag && (c == '\\' || !c.is_ascii())) {
                out.push_str(text);
                continue;
            }
            let mut run = String::new();
            for (i, c) in text.char_indices() {
                let at = range.start + i;
                let odd = in_tag && !is_placeholder(c) && (c == '\\' || !c.is_ascii());
                if odd {
                    run.push(c);
                    continue;
                }
                guard.flush(&mut run, &mut out, at);
                match number(c) {
                    Some(n) => {
                        guard.words.push(&mut out, n);
                        guard.places.push((out.len(), at + c.len_utf8()));
                    }
                    // The reader looks at the two bytes before a `>`, and breaks where a letter lies across them.
                    None if arrow && c == '>' && !out.is_char_boundary(out.len().saturating_sub(2)) => {
                        out.push_str("&gt;");
                        guard.places.push((out.len(), at + 1));
                    }
                    None => out.push(c),
                }
            }
            guard.flush(&mut run, &mut out, range.end);
        }
        (out, guard)
    }

    /// Writes the odd characters as a word; `at` is where they end.
    fn flush(&mut self, run: &mut String, out: &mut String, at: usize) {
        if run.is_empty() {
            return;
        }
        let number = self.first_extra + self.extra.len();
        if placeholder(number).is_some() {
            self.words.push(out, number);
            self.extra.push(std::mem::take(run));
        } else {
            out.push_str(&std::mem::take(run));
        }
        self.places.push((out.len(), at));
    }

    fn back(&self, html: String) -> String {
        // What had nothing odd in it has no word in it either.
        if self.places.len() == 1 {
            return html;
        }
        let html = self.words.back(&html);
        if self.extra.is_empty() {
            return html;
        }
        let mut out = String::with_capacity(html.len());
        for c in html.chars() {
            match number(c).and_then(|n| n.checked_sub(self.first_extra)).and_then(|n| self.extra.get(n)) {
                Some(text) => out.push_str(text),
                None => out.push(c),
            }
        }
        out
    }

    /// The place before in the body that was guarded.
    fn source(&self, at: usize) -> usize {
        let after = self.places.partition_point(|(safe, _)| *safe <= at);
        let (safe, before) = after.checked_sub(1).and_then(|i| self.places.get(i)).copied().unwrap_or((0, 0));
        let next = self.places.get(after).map_or(usize::MAX, |(_, before)| *before);
        (before + (at - safe)).min(next)
    }
}

/// A place in a hidden body as a place in the author's.
fn unhidden(hidden: &str, source: &str, tags: &Tags, at: usize) -> usize {
    let mut shift = (0, 0);
    for (i, c) in hidden.char_indices().take_while(|(i, _)| *i < at) {
        if let Some(span) = number(c).and_then(|n| tags.span(n)) {
            shift = (i + c.len_utf8(), span.end);
        }
    }
    let place = shift.1 + at.saturating_sub(shift.0);
    source.floor_char_boundary(place.min(source.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_arrow_may_follow_any_letter(text in "[a>é€🙂 \u{100000}]{0,12}") {
            let body = format!("<mjml><mj-body>{text}<mj-section><mj-column><mj-text>{text}</mj-text></mj-column></mj-section>{text}</mj-body></mjml>");
            let _ = render(&body);
            prop_assert!(is_sound_without_tags(&body) == render(&body).is_ok());
        }
    }

    #[test]
    fn an_arrow_after_a_letter_stays_one() {
        let body = "<mjml><mj-body><mj-section><mj-column><mj-text>€> é > a></mj-text></mj-column></mj-section></mj-body></mjml>";
        assert_eq!(crate::html::to_text(&render(body).unwrap()), "€> é > a>\n");
    }
}
