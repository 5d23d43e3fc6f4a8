//! A letter ready to be merged: parsed, inlined and derived once, then written for each recipient.

use crate::cells::Cells;
use crate::compile::TEXT_FIELD;
use crate::engine::{BODY, HTML, Limited, MAX_OUTPUT, TEXT, environment};
use crate::html::to_text;
use crate::letter::{Format, Letter, Unsubscribe};
use crate::marks::{Marks, Noting, Places};
use crate::merged::{Fields, Merged, one_line};
use crate::names::Names;
use crate::row::{Context, Lending};
use crate::segments::Segments;
use crate::tags::FieldUse;
use crate::{mjml, page, styles, trouble};
use diag::Diagnostic;
use minijinja::{Environment, ErrorKind};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::Write;
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

/// The small fields of a letter, as templates.
#[derive(Debug)]
pub(crate) enum Small {
    /// No tag in it.
    Fixed(String),
    /// A template of this name in the environment.
    Template(String),
}

/// A field with the name that diagnostics give it.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: Cow<'static, str>,
    pub(crate) source: Source,
    pub(crate) small: Small,
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

    /// Subject, sender and the other small fields for one recipient.
    ///
    /// # Errors
    /// A diagnostic for each field that can't be merged with this row.
    pub fn fields(&self, cx: &Context) -> Result<Fields, Vec<Diagnostic>> {
        let mut problems = Vec::new();
        let mut values = Vec::with_capacity(self.fields.len());
        for field in &self.fields {
            values.push(self.field(field, cx).unwrap_or_else(|problem| {
                problems.push(*problem);
                String::new()
            }));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        // The order is that of `Compiled::field_list`.
        let mut values = values.into_iter();
        let mut next = || values.next().unwrap_or_default();
        Ok(Fields {
            subject: next(),
            preheader: next(),
            from: next(),
            reply_to: next(),
            unsubscribe: Unsubscribe {
                url: next(),
                mailto: next(),
                one_click: self.letter.unsubscribe.one_click,
            },
            postal_address: next(),
            headers: self.letter.headers.iter().map(|(name, _)| (name.clone(), next())).collect(),
            attachments: self
                .letter
                .attachments
                .iter()
                .map(|_| next())
                .filter(|name| !name.is_empty())
                .collect(),
        })
    }

    /// The template of the HTML part; `None` for [`Format::Text`]. [`Compiled::write_html`] writes its static text
    /// as slices of this very text, so that a writer can know it by its address.
    pub fn html_source(&self) -> Option<&str> {
        match (self.letter.format, &self.html) {
            (Format::Text, _) => None,
            (_, Part::Template(source)) => Some(&source.text),
            (_, Part::MergeFirst) => Some(""),
        }
    }

    /// The template of the text part, as [`Compiled::html_source`].
    pub fn text_source(&self) -> &str {
        match &self.text {
            Part::Template(source) => &source.text,
            Part::MergeFirst => "",
        }
    }

    /// Writes the HTML part of one recipient; nothing for [`Format::Text`].
    ///
    /// # Errors
    /// What keeps the letter from being merged with this row, or the writer's error as `write-failed`. What was
    /// written until then stays written.
    pub fn write_html(&self, cx: &Context, out: &mut dyn Write) -> Result<(), Vec<Diagnostic>> {
        match (self.letter.format, &self.html) {
            (Format::Text, _) => Ok(()),
            (_, Part::Template(source)) => self.render(HTML, source, cx, out),
            (_, Part::MergeFirst) => {
                let html = self.merge_first(cx)?;
                out.write_all(html.as_bytes()).map_err(|e| vec![write_failed(&e)])
            }
        }
    }

    /// Writes the text part of one recipient.
    ///
    /// # Errors
    /// As [`Compiled::write_html`].
    pub fn write_text(&self, cx: &Context, out: &mut dyn Write) -> Result<(), Vec<Diagnostic>> {
        match &self.text {
            Part::Template(source) => self.render(TEXT, source, cx, out),
            Part::MergeFirst => {
                let mut html = Vec::new();
                self.write_html(cx, &mut html)?;
                let text = to_text(&String::from_utf8_lossy(&html));
                out.write_all(text.as_bytes()).map_err(|e| vec![write_failed(&e)])
            }
        }
    }

    /// The whole letter of one recipient.
    ///
    /// # Errors
    /// Everything that keeps it from being merged with this row.
    pub fn merge(&self, cx: &Context) -> Result<Merged, Vec<Diagnostic>> {
        let mut html = Vec::new();
        let wrote = self.write_html(cx, &mut html);
        self.rest(cx, html, wrote)
    }

    /// The same, and where the blocks stand in its HTML: for each element that a block begins with, the place right
    /// after the element's name, and the block's number in [`Compiled::blocks`]. Rising. A loop has its blocks once a
    /// turn, a branch that is not taken has none.
    ///
    /// # Errors
    /// As [`Compiled::merge`].
    pub fn merge_placed(&self, cx: &Context) -> Result<(Merged, Places), Vec<Diagnostic>> {
        let mut noting = Noting::new(self.html_source().unwrap_or(""), &self.marks.places);
        let wrote = self.write_html(cx, &mut noting);
        self.rest(cx, noting.out, wrote).map(|merged| (merged, noting.found))
    }

    /// The letter whose HTML was written.
    fn rest(
        &self,
        cx: &Context,
        html: Vec<u8>,
        wrote_html: Result<(), Vec<Diagnostic>>,
    ) -> Result<Merged, Vec<Diagnostic>> {
        let fields = self.fields(cx);
        let mut text = Vec::new();
        let wrote_text = self.write_text(cx, &mut text);
        let mut problems = Vec::new();
        let mut keep = |result: Result<(), Vec<Diagnostic>>| {
            for problem in result.err().into_iter().flatten() {
                // HTML and text come from one body, so they fail at the same place.
                if !problems.contains(&problem) {
                    problems.push(problem);
                }
            }
        };
        keep(fields.as_ref().map(|_| ()).map_err(Clone::clone));
        keep(wrote_html);
        keep(wrote_text);
        match fields {
            Ok(fields) if problems.is_empty() => Ok(Merged {
                fields,
                html: (self.letter.format != Format::Text).then(|| into_string(html)),
                text: into_string(text),
            }),
            _ => Err(problems),
        }
    }

    /// The fields with the names that diagnostics give them, in the order of [`Compiled::fields`].
    pub(crate) fn field_list(letter: &Letter) -> Vec<(Cow<'static, str>, &str)> {
        let mut out: Vec<(Cow<'static, str>, &str)> = vec![
            ("subject".into(), &letter.subject),
            ("preheader".into(), &letter.preheader),
            ("from".into(), &letter.from),
            ("reply_to".into(), &letter.reply_to),
            ("unsubscribe.url".into(), &letter.unsubscribe.url),
            ("unsubscribe.mailto".into(), &letter.unsubscribe.mailto),
            ("postal_address".into(), &letter.postal_address),
        ];
        out.extend(
            letter.headers.iter().map(|(name, value)| (format!("header:{name}").into(), value.as_str())),
        );
        out.extend(
            letter
                .attachments
                .iter()
                .enumerate()
                .map(|(i, name)| (format!("attachment:{}", i + 1).into(), name.as_str())),
        );
        // Nothing of a message is made of these alone: they stand in the HTML, and are here to be checked.
        let logo = [("theme.logo", &letter.theme.logo), ("theme.logo_alt", &letter.theme.logo_alt)];
        out.extend(
            logo.into_iter()
                .filter(|(_, text)| !text.is_empty())
                .map(|(name, text)| (name.into(), text.as_str())),
        );
        out
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

    fn field(&self, field: &Field, cx: &Context) -> Result<String, Box<Diagnostic>> {
        let name = match &field.small {
            Small::Fixed(text) => return Ok(text.clone()),
            Small::Template(name) => name,
        };
        if let Some(bound) = field.source.segments.as_ref().and_then(|segments| cx.bound(segments)) {
            let mut out = Vec::new();
            // A vector takes everything.
            let _ = bound.write(&field.source.text, cx.cells(), cx.row(), false, &mut out);
            return Ok(one_line(&into_string(out)));
        }
        let merged = self.env.get_template(name).and_then(|template| template.render(cx.root()));
        match merged {
            Ok(text) => Ok(one_line(&text)),
            Err(error) => {
                Err(Box::new(trouble::explain(&error, &field.source.text, field.name.clone(), &self.names)))
            }
        }
    }

    fn render(
        &self,
        name: &str,
        source: &Source,
        cx: &Context,
        out: &mut dyn Write,
    ) -> Result<(), Vec<Diagnostic>> {
        let trimmed = name == TEXT && self.letter.format != Format::Text;
        let by_hand = name == TEXT && self.letter.text_by_hand().is_some();
        let field = if by_hand { TEXT_FIELD } else { BODY };
        if let Some(bound) = source.segments.as_ref().and_then(|segments| cx.bound(segments)) {
            let mut limited = Limited::new(out, MAX_OUTPUT, &source.text, &source.text, trimmed);
            let done = bound.write(&source.text, cx.cells(), cx.row(), name == HTML, &mut limited);
            return done.map_err(|error| match limited.full {
                true => vec![trouble::too_long(field.into())],
                false => vec![write_failed(&error)],
            });
        }
        let template = self.env.get_template(name).map_err(|error| vec![self.at_home(cx, &error)])?;
        let mut limited = Limited::new(out, MAX_OUTPUT, template.source(), &source.text, trimmed);
        let done = template.render_captured_to(cx.root(), &mut limited).map(|_| ());
        let full = limited.full;
        match done {
            Ok(()) => Ok(()),
            Err(_) if full => Err(vec![trouble::too_long(field.into())]),
            Err(error) if error.kind() == ErrorKind::WriteFailure => Err(vec![write_failed(&error)]),
            Err(error) if by_hand => {
                Err(vec![trouble::explain(&error, &source.text, field.into(), &self.names)])
            }
            Err(error) => Err(vec![self.at_home(cx, &error)]),
        }
    }

    /// The error with its place in the author's own body: the body is merged once more as it was written, and fails
    /// at the same tag.
    fn at_home(&self, cx: &Context, error: &minijinja::Error) -> Diagnostic {
        for field in &self.fields {
            // Subject and preheader stand in the HTML too; their own text is the better place.
            if let Err(problem) = self.field(field, cx) {
                return *problem;
            }
        }
        match self.env.get_template(BODY).and_then(|template| template.render(cx.root())) {
            Err(own) => trouble::explain(&own, &self.letter.body, BODY.into(), &self.names),
            Ok(_) => {
                let mut out = trouble::explain(error, "", BODY.into(), &self.names);
                out.span = None;
                out
            }
        }
    }

    /// The slow way of the HTML part: merge the author's body, then make the page of it.
    fn merge_first(&self, cx: &Context) -> Result<String, Vec<Diagnostic>> {
        // The body's values are escaped, since it is HTML or MJML that they go into.
        let mut env = environment();
        let body = env
            .add_template_owned(HTML, self.letter.body.clone())
            .and_then(|()| env.get_template(HTML)?.render(cx.root()))
            .map_err(|error| vec![self.at_home(cx, &error)])?;
        let fields = self.fields(cx)?;
        let letter = Letter {
            subject: fields.subject,
            preheader: fields.preheader,
            language: self.letter.language.clone(),
            ..Letter::default()
        };
        let body = match self.letter.format {
            Format::Mjml => mjml::render(&body).map_err(|problem| vec![problem.plain().in_field(BODY)])?,
            _ => body,
        };
        Ok(styles::inline(&page::complete(&body, &letter)).unwrap_or(body))
    }
}

fn into_string(bytes: Vec<u8>) -> String {
    // The engine writes whole strings, so this never replaces anything.
    String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned())
}

pub(crate) fn write_failed(error: &dyn std::fmt::Display) -> Diagnostic {
    Diagnostic::error("write-failed", format!("the letter could not be written: {error}"))
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
