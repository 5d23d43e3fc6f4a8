//! A letter ready to be merged: parsed, inlined and derived once, then written for each recipient.

mod fields;
mod write;

pub(crate) use fields::{Field, Small};
pub(crate) use write::write_failed;

use crate::cells::Cells;
use crate::letter::{Format, Letter};
use crate::marks::Marks;
use crate::names::Names;
use crate::row::{Context, Lending};
use crate::segments::Segments;
use crate::tags::FieldUse;
use minijinja::Environment;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::Arc;

/// How a part of the letter is made for a recipient.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Part {
    /// The part is a template: its static text is written as it stands.
    Template(Source),
    /// The body is merged first, and then goes through MJML, CSS and the rest for this recipient alone.
    MergeFirst,
}

/// A template's text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Source {
    pub(crate) text: String,
    /// The way without the template engine, where the template is simple enough.
    pub(crate) segments: Option<Arc<Segments>>,
}

impl Source {
    pub(crate) fn new(text: String) -> Source {
        let segments = Segments::parse(&text).map(Arc::new);
        Source { text, segments }
    }
}

/// A compiled letter. It can be shared between threads, and merged any number of times.
#[derive(Debug)]
pub struct Compiled {
    pub(crate) letter: Letter,
    pub(crate) env: Environment<'static>,
    pub(crate) names: Arc<Names>,
    /// In the order of [`Compiled::field_list`].
    pub(crate) fields: Vec<Field>,
    pub(crate) html: Part,
    pub(crate) text: Part,
    pub(crate) uses: Vec<FieldUse>,
    pub(crate) marks: Marks,
    /// The text part as it is derived, a template, where another one is sent.
    pub(crate) derived: Option<String>,
    pub(crate) hash: String,
}

impl Compiled {
    /// The letter that this was compiled from.
    pub fn letter(&self) -> &Letter {
        &self.letter
    }

    /// SHA-256 of the letter's file, in hex: the same letter has the same hash.
    pub fn hash(&self) -> String {
        self.hash.clone()
    }

    /// Every use of a column, with its place, in the order of the fields and their texts.
    pub fn uses(&self) -> &[FieldUse] {
        &self.uses
    }

    /// The text part as it is derived from the letter, a template; `None` for [`Format::Text`] and where it is derived for
    /// each recipient alone.
    pub fn derived_text(&self) -> Option<&str> {
        let sent = match (&self.text, self.letter.format) {
            (_, Format::Text) | (Part::MergeFirst, _) => None,
            (Part::Template(source), _) => Some(source.text.as_str()),
        };
        let by_hand = self.letter.text_by_hand().is_some();
        if by_hand { self.derived.as_deref() } else { sent }
    }

    /// Whether the text part was written by hand and the letter changed since in what is derived from it.
    pub fn text_is_old(&self) -> bool {
        let from = self.letter.text_from.as_str();
        self.letter.text_by_hand().is_some()
            && !from.is_empty()
            && self.derived.as_deref().is_some_and(|derived| derived != from)
    }

    /// Where the blocks of the HTML start in the body, in bytes, each under its number; rising, but for what the author
    /// nested oddly. None for [`Format::Text`] and for a letter that is made one by one.
    pub fn blocks(&self) -> &[usize] {
        &self.marks.starts
    }

    /// Lends a row of the table to the merge; nothing is copied. For many rows of a table, [`Compiled::lend`] it.
    pub fn context(&self, cells: &Arc<dyn Cells>, row: usize) -> Context {
        self.lend(cells).context(row)
    }

    /// Lends a table to the merge; nothing is copied.
    pub fn lend(&self, cells: &Arc<dyn Cells>) -> Lending {
        // The usual case is the table that the letter was compiled for.
        let names = match self.names.columns() == cells.columns() {
            true => self.names.clone(),
            false => Arc::new(Names::new(cells.columns())),
        };
        let parts = [&self.html, &self.text].into_iter().filter_map(|part| match part {
            Part::Template(source) => source.segments.as_ref(),
            Part::MergeFirst => None,
        });
        let fields = self.fields.iter().filter_map(|field| field.source.segments.as_ref());
        Lending::new(names, cells.clone(), parts.chain(fields))
    }

    pub(crate) fn hash_of(letter: &Letter) -> String {
        // What no recipient gets makes no other letter.
        let sent = match letter.text_from.is_empty() {
            true => Cow::Borrowed(letter),
            false => Cow::Owned(Letter { text_from: String::new(), ..letter.clone() }),
        };
        let digest = Sha256::digest(crate::file::write(&sent).as_bytes());
        digest.iter().fold(String::with_capacity(64), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_compiled_letter_can_be_shared() {
        fn shared<T: Send + Sync + 'static>() {}
        shared::<Compiled>();
        shared::<Context>();
    }
}
