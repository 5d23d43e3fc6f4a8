//! What the names in a shape stand for.

use super::Each;
use crate::outgoing::Outgoing;
use serde_json::Value;
use std::collections::BTreeMap;

/// Settings, what earlier answers gave, the letters of a batch, and the loop's own value.
#[derive(Debug, Clone)]
pub(crate) struct Scope<'a> {
    vars: &'a BTreeMap<String, String>,
    letters: &'a [&'a Outgoing],
    /// The letter whose fields are meant: the loop's, or else the first.
    letter: Option<&'a Outgoing>,
    /// The loop's header or attachment, under its name.
    item: Option<(&'static str, Value)>,
}

impl<'a> Scope<'a> {
    /// The scope of a batch.
    pub(crate) fn new(vars: &'a BTreeMap<String, String>, letters: &'a [&'a Outgoing]) -> Scope<'a> {
        Scope { vars, letters, letter: letters.first().copied(), item: None }
    }

    /// The value of a name; a setting hides a field.
    pub(crate) fn value(&self, name: &str) -> Value {
        if let Some(value) = self.vars.get(name) {
            return if value.is_empty() { Value::Null } else { Value::from(value.as_str()) };
        }
        if let (Some((item, value)), Some((first, rest))) = (&self.item, name.split_once('.'))
            && *item == first
        {
            return value.get(rest).cloned().unwrap_or_default();
        }
        match name {
            "batch_key" => Value::from(self.batch_key()),
            "batch_uuid" => Value::from(crate::outgoing::uuid(&self.batch_key())),
            _ => self.letter.map_or(Value::Null, |letter| letter.field(name)),
        }
    }

    /// The scopes of a loop's rounds.
    pub(crate) fn each(&self, each: Each) -> Vec<Scope<'a>> {
        let inner = |name: &'static str, values: Vec<Value>| {
            values.into_iter().map(|value| Scope { item: Some((name, value)), ..self.clone() }).collect()
        };
        match each {
            Each::Message => {
                let of = |letter: &&'a Outgoing| Scope { letter: Some(*letter), item: None, ..self.clone() };
                self.letters.iter().map(of).collect()
            }
            Each::Header => inner("header", self.letter.map(Outgoing::header_list).unwrap_or_default()),
            Each::Attachment => inner("attachment", self.files(|_| true)),
            Each::File => inner("attachment", self.files(|file| file["id"].is_null())),
            Each::Inline => inner("attachment", self.files(|file| !file["id"].is_null())),
        }
    }
}

impl Scope<'_> {
    fn batch_key(&self) -> String {
        let keys: Vec<&str> = self.letters.iter().map(|letter| letter.key.as_str()).collect();
        crate::outgoing::batch_key(&keys)
    }

    fn files(&self, wanted: impl Fn(&Value) -> bool) -> Vec<Value> {
        let all = self.letter.map(Outgoing::attachment_list).unwrap_or_default();
        all.into_iter().filter(wanted).collect()
    }
}
