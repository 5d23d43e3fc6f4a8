//! The values of settings: texts, lists, tables and numbers, each told where it is another thing.

use super::reader::Reader;
use diag::Diagnostic;
use toml::Spanned;
use toml::de::DeValue;

impl Reader {
    pub(super) fn wrong(
        &mut self,
        key: &Spanned<toml::de::DeString<'_>>,
        value: &Spanned<DeValue<'_>>,
        expected: &str,
        example: &str,
    ) {
        let found = match value.get_ref() {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.say(
            Diagnostic::error(
                "letter-key-type",
                format!("`{}` is {found}, but {expected} was expected", key.get_ref()),
            )
            .hint(format!("write it like `{} = {example}`", key.get_ref())),
            value.span(),
        );
    }

    pub(super) fn string(
        &mut self,
        key: &Spanned<toml::de::DeString<'_>>,
        value: &Spanned<DeValue<'_>>,
        to: &mut String,
    ) {
        match value.get_ref().as_str() {
            Some(text) => *to = text.to_string(),
            None => self.wrong(key, value, "a text", "\"…\""),
        }
    }

    pub(super) fn strings(
        &mut self,
        key: &Spanned<toml::de::DeString<'_>>,
        value: &Spanned<DeValue<'_>>,
    ) -> Vec<String> {
        let Some(items) = value.get_ref().as_array() else {
            self.wrong(key, value, "a list of texts", "[\"…\", \"…\"]");
            return Vec::new();
        };
        let mut out = Vec::new();
        for item in items {
            match item.get_ref().as_str() {
                Some(text) => out.push(text.to_string()),
                None => self.wrong(key, item, "a list of texts", "[\"…\", \"…\"]"),
            }
        }
        out
    }

    /// A table, whose order is that of the text, or a list of pairs.
    pub(super) fn headers(
        &mut self,
        key: &Spanned<toml::de::DeString<'_>>,
        value: &Spanned<DeValue<'_>>,
    ) -> Vec<(String, String)> {
        const EXPECTED: &str = "a table of texts";
        const EXAMPLE: &str = "{ \"X-Campaign\" = \"spring\" }";
        let mut out = Vec::new();
        if let Some(table) = value.get_ref().as_table() {
            let mut entries: Vec<_> = table.iter().collect();
            entries.sort_by_key(|(name, _)| name.span().start);
            for (name, value) in entries {
                match value.get_ref().as_str() {
                    Some(text) => out.push((name.get_ref().to_string(), text.to_string())),
                    None => self.wrong(name, value, "a text", "\"…\""),
                }
            }
        } else if let Some(pairs) = value.get_ref().as_array() {
            for pair in pairs {
                let texts: Vec<&str> = pair
                    .get_ref()
                    .as_array()
                    .map(|items| items.iter().filter_map(|item| item.get_ref().as_str()).collect())
                    .unwrap_or_default();
                match texts[..] {
                    [name, text] => out.push((name.to_string(), text.to_string())),
                    _ => self.wrong(key, pair, EXPECTED, EXAMPLE),
                }
            }
        } else {
            self.wrong(key, value, EXPECTED, EXAMPLE);
        }
        out
    }

    pub(super) fn number(
        &mut self,
        key: &Spanned<toml::de::DeString<'_>>,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<u16> {
        let number = value.get_ref().as_integer().and_then(|number| number.to_string().parse().ok());
        if number.is_none() {
            self.wrong(key, value, "a whole number", "600");
        }
        number
    }
}
