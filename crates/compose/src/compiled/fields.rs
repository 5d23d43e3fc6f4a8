//! The small fields of a letter: subject, sender and the like.

use super::{Compiled, Source};
use crate::letter::{Letter, Unsubscribe};
use crate::merged::{Fields, one_line};
use crate::row::Context;
use crate::trouble;
use diag::Diagnostic;
use std::borrow::Cow;

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

impl Compiled {
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

    pub(super) fn field(&self, field: &Field, cx: &Context) -> Result<String, Box<Diagnostic>> {
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
}

pub(super) fn into_string(bytes: Vec<u8>) -> String {
    // The engine writes whole strings, so this never replaces anything.
    String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned())
}
