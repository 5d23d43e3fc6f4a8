//! The settings of a letter, key by key.

use crate::distance::nearest;
use crate::file::{FORMATS, KEYS, THEME_KEYS, UNSUBSCRIBE_KEYS};
use crate::letter::{Letter, Unsubscribe};
use crate::theme::Theme;
use diag::{Diagnostic, Span};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub(super) struct Reader {
    pub(super) offset: usize,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Reader {
    pub(super) fn say(&mut self, diagnostic: Diagnostic, span: Range<usize>) {
        self.diagnostics.push(diagnostic.at(Span::from(span).shifted(self.offset)));
    }

    pub(super) fn letter(&mut self, table: &DeTable<'_>) -> Letter {
        let mut letter = Letter::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "subject" => self.string(key, value, &mut letter.subject),
                "preheader" => self.string(key, value, &mut letter.preheader),
                "from" => self.string(key, value, &mut letter.from),
                "reply_to" => self.string(key, value, &mut letter.reply_to),
                "language" => self.string(key, value, &mut letter.language),
                "postal_address" => self.string(key, value, &mut letter.postal_address),
                "text" => self.string(key, value, &mut letter.text),
                "text_from" => self.string(key, value, &mut letter.text_from),
                "format" => self.format(key, value, &mut letter),
                "headers" => letter.headers = self.headers(key, value),
                "attachments" => letter.attachments = self.strings(key, value),
                "unsubscribe" => self.unsubscribe(key, value, &mut letter.unsubscribe),
                "theme" => self.theme(key, value, &mut letter.theme),
                _ => self.unknown(key, KEYS),
            }
        }
        letter
    }

    fn unknown(&mut self, key: &Spanned<toml::de::DeString<'_>>, known: &[&str]) {
        let name = key.get_ref();
        let mut diagnostic = Diagnostic::warning(
            "letter-key-unknown",
            format!("`{name}` is no setting of a letter, so it is ignored"),
        );
        diagnostic = match nearest(name, known.iter().copied()) {
            Some(near) => diagnostic.hint(format!("did you mean `{near}`?")).fix(
                format!("Change to {near}"),
                Span::from(key.span()).shifted(self.offset),
                near,
            ),
            None => diagnostic.hint(format!("the settings are {}", known.join(", "))),
        };
        self.say(diagnostic, key.span());
    }

    fn format(
        &mut self,
        key: &Spanned<toml::de::DeString<'_>>,
        value: &Spanned<DeValue<'_>>,
        letter: &mut Letter,
    ) {
        let Some(name) = value.get_ref().as_str() else {
            return self.wrong(key, value, "a text", "\"markdown\"");
        };
        if let Some((_, format)) = FORMATS.iter().find(|(known, _)| *known == name) {
            letter.format = *format;
            return;
        }
        let mut diagnostic = Diagnostic::error(
            "letter-format-unknown",
            format!("`{name}` is no format of a letter, so Markdown is taken"),
        )
        .hint("the formats are markdown, mjml, html and text");
        if let Some(near) = nearest(name, FORMATS.iter().map(|f| f.0)) {
            let span = Span::from(value.span()).shifted(self.offset);
            diagnostic = diagnostic.fix(format!("Change to {near}"), span, format!("\"{near}\""));
        }
        self.say(diagnostic, value.span());
    }

    fn unsubscribe(
        &mut self,
        key: &Spanned<toml::de::DeString<'_>>,
        value: &Spanned<DeValue<'_>>,
        to: &mut Unsubscribe,
    ) {
        let Some(table) = value.get_ref().as_table() else {
            return self.wrong(key, value, "a table", "{ url = \"https://…\" }");
        };
        for (name, value) in table {
            match name.get_ref().as_ref() {
                "url" => self.string(name, value, &mut to.url),
                "mailto" => self.string(name, value, &mut to.mailto),
                "one_click" => match value.get_ref().as_bool() {
                    Some(yes) => to.one_click = yes,
                    None => self.wrong(name, value, "true or false", "true"),
                },
                _ => self.unknown(name, UNSUBSCRIBE_KEYS),
            }
        }
    }

    /// A theme's name, or a table with what is changed of it.
    fn theme(&mut self, key: &Spanned<toml::de::DeString<'_>>, value: &Spanned<DeValue<'_>>, to: &mut Theme) {
        if let Some(name) = value.get_ref().as_str() {
            to.preset = name.to_string();
            return;
        }
        let Some(table) = value.get_ref().as_table() else {
            return self.wrong(
                key,
                value,
                "a theme's name or a table",
                "{ preset = \"meadow\", width = 640 }",
            );
        };
        for (name, value) in table {
            match name.get_ref().as_ref() {
                "preset" => self.string(name, value, &mut to.preset),
                "head" => self.string(name, value, &mut to.head),
                "font" => self.string(name, value, &mut to.font),
                "heading_font" => self.string(name, value, &mut to.heading_font),
                "logo" => self.string(name, value, &mut to.logo),
                "logo_alt" => self.string(name, value, &mut to.logo_alt),
                "width" => to.width = self.number(name, value),
                "size" => to.size = self.number(name, value),
                "spacing" => to.spacing = self.number(name, value),
                "corner" => to.corner = self.number(name, value),
                "logo_width" => to.logo_width = self.number(name, value),
                "light" => to.light = self.headers(name, value),
                "dark" => to.dark = self.headers(name, value),
                _ => self.unknown(name, THEME_KEYS),
            }
        }
    }
}
