//! Whether a preset can work, before the first letter goes: people write presets of their own.

use super::{Body, Preset};
use crate::outgoing::FIELDS;
use crate::shape::{self, Text};
use std::collections::BTreeSet;

impl Preset {
    /// Everything that keeps the preset from working, in words.
    pub fn problems(&self) -> Vec<String> {
        let mut out = Vec::new();
        if self.id.is_empty()
            || !self.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        {
            out.push("the id should be lower-case letters, digits and -".to_owned());
        }
        if self.limits.letters == 0 || self.limits.bytes == 0 || self.limits.at_once == 0 {
            out.push("the limits should be 1 or more".to_owned());
        }
        if self.step.is_empty() {
            out.push("there is no request".to_owned());
        }
        let mut known: BTreeSet<String> = self.settings.iter().map(|setting| setting.name.clone()).collect();
        known.extend(["batch_key", "batch_uuid"].map(str::to_owned));
        known.extend(FIELDS.map(str::to_owned));
        for parts in [
            ("header", &["name", "value"][..]),
            ("attachment", &["name", "type", "id", "base64", "disposition", "cid"][..]),
        ] {
            known.extend(parts.1.iter().map(|part| format!("{}.{part}", parts.0)));
        }
        for step in &self.step {
            let is_known = |name: &str| known.contains(name);
            let mut texts: Vec<&str> = vec![&step.url];
            texts.extend(step.headers.values().map(String::as_str));
            match &step.body {
                Body::Json(shape) => shape::problems(shape, &is_known, &mut out),
                Body::Form(fields) => {
                    for field in fields {
                        texts.push(&field.name);
                        texts.extend(field.text.as_deref());
                        field.json.iter().for_each(|json| shape::problems(json, &is_known, &mut out));
                    }
                }
                Body::Empty | Body::Message => {}
            }
            for text in texts {
                match Text::parse(text) {
                    Err(error) => out.push(error.to_string()),
                    Ok(text) => out.extend(
                        text.names()
                            .filter(|name| !is_known(name))
                            .map(|name| format!("nothing is called {name}")),
                    ),
                }
            }
            known.extend(step.take.keys().cloned());
        }
        out
    }
}
