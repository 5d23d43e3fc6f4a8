//! The parts of a letter, written for one recipient.

use super::fields::into_string;
use super::{Compiled, Part, Source};
use crate::compile::TEXT_FIELD;
use crate::engine::{BODY, HTML, Limited, MAX_OUTPUT, TEXT, environment};
use crate::html::to_text;
use crate::letter::{Format, Letter};
use crate::marks::{Noting, Places};
use crate::merged::Merged;
use crate::row::Context;
use crate::{mjml, page, styles, trouble};
use diag::Diagnostic;
use minijinja::ErrorKind;
use std::io::Write;

impl Compiled {
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
    pub fn write_html<W: Write + ?Sized>(&self, cx: &Context, out: &mut W) -> Result<(), Vec<Diagnostic>> {
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
    pub fn write_text<W: Write + ?Sized>(&self, cx: &Context, out: &mut W) -> Result<(), Vec<Diagnostic>> {
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

    fn render<W: Write + ?Sized>(
        &self,
        name: &str,
        source: &Source,
        cx: &Context,
        out: &mut W,
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

pub(crate) fn write_failed(error: &dyn std::fmt::Display) -> Diagnostic {
    Diagnostic::error("write-failed", format!("the letter could not be written: {error}"))
}
