//! Where something stands in an answer.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::borrow::Cow;

/// A place in an answer: names and positions with dots between, such as `errors.0.message`; `.` is the whole body,
/// `http.status` the HTTP status, and `header.NAME` a header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Path(pub String);

/// An HTTP answer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct HttpResponse {
    /// The status.
    pub status: u16,
    /// The headers; names in any case.
    pub headers: Vec<(String, String)>,
    /// The body as text.
    pub body: String,
}

impl HttpResponse {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(given, _)| given.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

/// An answer with its body read, or one item of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen<'a> {
    pub(crate) response: &'a HttpResponse,
    pub(crate) body: &'a Value,
}

impl Path {
    /// What stands there; `None` where nothing does, or null.
    pub(crate) fn find<'a>(&self, seen: &Seen<'a>) -> Option<Cow<'a, Value>> {
        if self.0 == "http.status" {
            return Some(Cow::Owned(Value::from(seen.response.status)));
        }
        if let Some(name) = self.0.strip_prefix("header.") {
            return seen.response.header(name).map(|value| Cow::Owned(Value::from(value)));
        }
        let mut at = seen.body;
        for part in self.0.split('.').filter(|part| !part.is_empty()) {
            at = match at {
                Value::Array(list) => list.get(part.parse::<usize>().ok()?)?,
                other => other.get(part)?,
            };
        }
        (!at.is_null()).then_some(Cow::Borrowed(at))
    }

    /// The same as text.
    pub(crate) fn text(&self, seen: &Seen<'_>) -> Option<String> {
        self.find(seen).map(|value| plain(&value)).filter(|text| !text.is_empty())
    }
}

/// A value as people read it.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}
