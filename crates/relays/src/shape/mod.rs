//! Shapes: JSON with places for a letter's fields, from which a request's body is made.
//!
//! - A text that is one place, `"{{ subject }}"`, becomes the field's value; a text around places, `"Bearer {{ key }}"`,
//!   becomes text.
//! - A list `["{{ each message }}", BODY]` has BODY once for each message of the batch; so have `each header`,
//!   `each attachment`, and of those `each file` and `each inline`, for those of a letter.
//! - `{"{{ json }}": SHAPE}` is the shape's JSON as text, for interfaces that take JSON inside a text;
//!   `{"{{ number }}": "…"}` is a number; `{"{{ first }}": SHAPE}` is filled with the batch's first letter, and the others
//!   may differ; `{"{{ literal }}": "…"}` is the text as it stands, for places of the relay's
//!   own language; `{{ literal html }}` only where the letter has the field.
//! - A member without a value is left out, and so is a list or an object that is left with nothing. Without a value
//!   for a member whose name ends with `!`, the whole object is left out.
//!
//! A filled shape is JSON by construction: no value can break out of its place.

mod place;
mod scope;

pub(crate) use place::Text;
pub(crate) use scope::Scope;

use serde_json::{Map, Value};

/// What a list repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Each {
    /// The letters of the batch.
    Message,
    /// The further headers of a letter.
    Header,
    /// The files of a letter, shown or not.
    Attachment,
    /// The files that stand beside the letter.
    File,
    /// The files that the letter's HTML shows.
    Inline,
}

impl Each {
    /// The loop that a list's first text names, if it is one.
    fn of(first: &Value) -> Option<Each> {
        let inner = first.as_str()?.trim().strip_prefix("{{")?.strip_suffix("}}")?;
        match inner.trim().strip_prefix("each ")?.trim() {
            "message" => Some(Each::Message),
            "header" => Some(Each::Header),
            "attachment" => Some(Each::Attachment),
            "file" => Some(Each::File),
            "inline" => Some(Each::Inline),
            _ => None,
        }
    }
}

/// The loop of a list and what it repeats.
fn repeated(list: &[Value]) -> Option<(Each, &Value)> {
    match list {
        [first, body] => Each::of(first).map(|each| (each, body)),
        _ => None,
    }
}

/// What an object with one member of a special name stands for.
enum Special<'s> {
    /// The JSON of a shape, as text.
    Json(&'s Value),
    /// A number, given as text.
    Number(&'s Value),
    /// Of the first letter, as something to fall back to.
    First(&'s Value),
    /// A text without places; only where a field has a value, if one is named.
    Literal(Option<&'s str>, &'s Value),
}

fn special(members: &Map<String, Value>) -> Option<Special<'_>> {
    let (name, inner) = members.iter().next().filter(|_| members.len() == 1)?;
    match name.as_str() {
        "{{ json }}" => Some(Special::Json(inner)),
        "{{ number }}" => Some(Special::Number(inner)),
        "{{ first }}" => Some(Special::First(inner)),
        "{{ literal }}" => Some(Special::Literal(None, inner)),
        other => {
            let field = other.strip_prefix("{{ literal ")?.strip_suffix(" }}")?;
            Some(Special::Literal(Some(field), inner))
        }
    }
}

/// Fills a shape. `None` where nothing is left of it.
pub(crate) fn fill(shape: &Value, scope: &Scope<'_>) -> Option<Value> {
    match shape {
        Value::String(text) => match Text::parse(text) {
            Ok(text) => Some(text.value(scope)).filter(|value| !value.is_null()),
            Err(_) => Some(shape.clone()),
        },
        Value::Array(list) => {
            let filled: Vec<Value> = match repeated(list) {
                Some((each, body)) => scope.each(each).iter().filter_map(|inner| fill(body, inner)).collect(),
                None => list.iter().filter_map(|item| fill(item, scope)).collect(),
            };
            (!filled.is_empty() || list.is_empty()).then_some(Value::Array(filled))
        }
        Value::Object(members) if let Some(special) = special(members) => match special {
            Special::Json(inner) => fill(inner, scope).map(|inner| Value::from(inner.to_string())),
            Special::Number(inner) => fill(inner, scope).map(|inner| match inner.as_str().map(str::parse) {
                Some(Ok(number)) => Value::Number(number),
                _ => inner,
            }),
            Special::First(inner) => fill(inner, scope),
            Special::Literal(Some(field), _) if scope.value(field).is_null() => None,
            Special::Literal(_, inner) => Some(inner.clone()),
        },
        Value::Object(members) => {
            let mut filled = Map::new();
            for (name, shape) in members {
                let (name, needed) =
                    name.strip_suffix('!').map_or((name.as_str(), false), |name| (name, true));
                match (filled_name(name, scope), fill(shape, scope)) {
                    (Some(name), Some(value)) => drop(filled.insert(name, value)),
                    _ if needed => return None,
                    _ => {}
                }
            }
            (!filled.is_empty() || members.is_empty()).then_some(Value::Object(filled))
        }
        other => Some(other.clone()),
    }
}

/// A member's name may hold places too.
fn filled_name(name: &str, scope: &Scope<'_>) -> Option<String> {
    match Text::parse(name) {
        Ok(text) => text.text(scope),
        Err(_) => Some(name.to_owned()),
    }
}

/// The names that a shape reads outside its loop over messages: all letters of a batch must have them in common.
pub(crate) fn shared_names(shape: &Value, out: &mut Vec<String>) {
    match shape {
        Value::String(text) => names(text, out),
        Value::Array(list) => match repeated(list) {
            Some((Each::Message, _)) => {}
            Some((Each::Header, _)) => out.push("header_list".to_owned()),
            Some((Each::Attachment | Each::File | Each::Inline, _)) => out.push("attachments".to_owned()),
            None => list.iter().for_each(|item| shared_names(item, out)),
        },
        Value::Object(members) => match special(members) {
            Some(Special::Json(inner) | Special::Number(inner)) => shared_names(inner, out),
            Some(Special::Literal(..) | Special::First(_)) => {}
            None => {
                for (name, value) in members {
                    names(name, out);
                    shared_names(value, out);
                }
            }
        },
        _ => {}
    }
}

fn names(text: &str, out: &mut Vec<String>) {
    if let Ok(text) = Text::parse(text) {
        out.extend(text.names().map(str::to_owned));
    }
}

/// Every text of a shape with a place that can't be read, or with a name that nothing has.
pub(crate) fn problems(shape: &Value, known: &dyn Fn(&str) -> bool, out: &mut Vec<String>) {
    let mut look = |text: &str| match Text::parse(text) {
        Err(error) => out.push(error.to_string()),
        Ok(text) => out
            .extend(text.names().filter(|name| !known(name)).map(|name| format!("nothing is called {name}"))),
    };
    match shape {
        Value::String(text) => look(text),
        Value::Array(list) => match repeated(list) {
            Some((_, body)) => problems(body, known, out),
            None => list.iter().for_each(|item| problems(item, known, out)),
        },
        Value::Object(members) if let Some(special) = special(members) => match special {
            Special::Json(inner) | Special::Number(inner) | Special::First(inner) => {
                problems(inner, known, out)
            }
            Special::Literal(..) => {}
        },
        Value::Object(members) => {
            members.keys().for_each(|name| look(name.trim_end_matches('!')));
            members.values().for_each(|value| problems(value, known, out));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outgoing::{Header, Outgoing, Person};
    use serde_json::json;
    use std::collections::BTreeMap;

    fn letter(to: &str, name: &str) -> Outgoing {
        Outgoing {
            to: Person { name: name.into(), email: to.into() },
            subject: format!("Hi {name}"),
            headers: vec![Header { name: "X-A".into(), value: "{{ key }}".into() }],
            ..Outgoing::default()
        }
    }

    #[track_caller]
    fn check(shape: Value, expected: Option<Value>) {
        let vars = BTreeMap::from([("region".to_owned(), "eu".to_owned())]);
        let letters = [letter("bo@x.test", "Bo \"{{ region }}\""), letter("cy@x.test", "")];
        let letters: Vec<&Outgoing> = letters.iter().collect();
        assert_eq!(fill(&shape, &Scope::new(&vars, &letters)), expected, "{shape}");
    }

    #[test]
    fn values_stay_in_their_places() {
        check(json!({"a": "{{ region }}", "b": 7, "c": "{{ text }}"}), Some(json!({"a": "eu", "b": 7})));
        check(json!({"s": "{{subject}}"}), Some(json!({"s": "Hi Bo \"{{ region }}\""})));
        check(json!({"s": "-{{ to_email }}-{{ region }}"}), Some(json!({"s": "-bo@x.test-eu"})));
        check(
            json!([{"t": "text", "v!": "{{ text }}"}, {"v!": "{{ to_name }}"}]),
            Some(json!([{"v": "Bo \"{{ region }}\""}])),
        );
        check(
            json!({"a": {"{{ literal text }}": "{{{text}}}"}, "b": {"{{ literal subject }}": "x"}}),
            Some(json!({"b": "x"})),
        );
        check(json!({"n": {"{{ number }}": "12"}}), Some(json!({"n": 12})));
        check(json!({"h": "{{ headers }}"}), Some(json!({"h": {"X-A": "{{ key }}"}})));
        check(json!({"to": [{"name": "{{ text }}"}]}), None);
        check(
            json!({"j": {"{{ json }}": {"s": "{{ region }}"}}, "l": {"{{ literal }}": "{{{ html }}}"}}),
            Some(json!({"j": "{\"s\":\"eu\"}", "l": "{{{ html }}}"})),
        );
        check(json!({"nothing": {}, "none": []}), Some(json!({"nothing": {}, "none": []})));
    }

    #[test]
    fn lists_repeat() {
        check(
            json!(["{{ each message }}", {"to": "{{ to_email }}", "n": "{{ to_name }}"}]),
            Some(json!([{"to": "bo@x.test", "n": "Bo \"{{ region }}\""}, {"to": "cy@x.test"}])),
        );
        check(
            json!(["{{ each header }}", {"n": "{{ header.name }}", "v": "{{ header.value }}"}]),
            Some(json!([{"n": "X-A", "v": "{{ key }}"}])),
        );
        check(json!({"a": ["{{ each attachment }}", {"n": "{{ attachment.name }}"}]}), None);
    }

    #[test]
    fn what_a_batch_shares_is_found() {
        let mut names = Vec::new();
        shared_names(
            &json!({"from": "{{ from }}", "m": ["{{ each message }}", {"s": "{{ subject }}"}]}),
            &mut names,
        );
        assert_eq!(names, ["from"]);
    }

    proptest::proptest! {
        #[test]
        fn any_value_stays_one_value(subject: String) {
            let letter = Outgoing { subject: subject.clone(), ..Outgoing::default() };
            let vars = BTreeMap::new();
            let filled = fill(&json!({"s": "{{ subject }}"}), &Scope::new(&vars, &[&letter]));
            proptest::prop_assert_eq!(filled, Some(json!({"s": subject})));
        }
    }
}
