//! One request of a hand-over, as data.

use crate::answering::{Condition, Path};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// A request and what is kept of its answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// `POST` unless said otherwise.
    #[serde(default)]
    pub method: Method,
    /// The URL, with places. `{name}` beside them is a URI template's (RFC 6570 §3.2.2): JMAP has one in its session.
    pub url: String,
    /// Headers with places; one whose place has no value is left out.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The body.
    #[serde(default)]
    pub body: Body,
    /// Values for the steps that follow, by name, out of the answer.
    #[serde(default)]
    pub take: BTreeMap<String, Path>,
    /// Whether the values serve every later hand-over as well, so that the request is made once.
    #[serde(default)]
    pub once: bool,
    /// Asked again until this holds, a few seconds apart.
    #[serde(default)]
    pub until: Vec<Condition>,
}

/// The method of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Asks.
    Get,
    /// Gives.
    #[default]
    Post,
    /// Puts.
    Put,
}

impl Method {
    /// The word on the line.
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
        }
    }
}

/// The body of a request.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Body {
    /// None.
    #[default]
    Empty,
    /// JSON, by a shape; in TOML a text that holds JSON.
    Json(#[serde(with = "as_text")] Value),
    /// A form (RFC 7578).
    Form(Vec<FormField>),
    /// The message (RFC 5322), byte for byte.
    Message,
}

/// A part of a form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormField {
    /// Its name, with places.
    pub name: String,
    /// Its value: text with places.
    #[serde(default)]
    pub text: Option<String>,
    /// Its value: a shape, in TOML as text that holds JSON.
    #[serde(default, with = "as_text_option", skip_serializing_if = "Option::is_none")]
    pub json: Option<Value>,
    /// Its value: the message, as a file.
    #[serde(default)]
    pub message: bool,
    /// Its value: all recipients with their merged texts as CSV, as a file.
    #[serde(default)]
    pub csv: bool,
    /// Once for each `header`, `file` or `inline`; the value of `text` is then that of the loop, and a file's is its
    /// bytes.
    #[serde(default)]
    pub each: Option<Loop>,
}

/// What a form's field repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Loop {
    /// The further headers.
    Header,
    /// The files that stand beside the letter.
    File,
    /// The files that the letter's HTML shows.
    Inline,
}

/// How the caller shows who it is. The key is never part of a shape: it is added last, by whoever holds it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", deny_unknown_fields)]
pub enum Auth {
    /// Not at all.
    #[default]
    None,
    /// `Authorization: Bearer KEY` (RFC 6750 §2.1).
    Bearer {
        /// Whether it works without a key too.
        #[serde(default)]
        optional: bool,
    },
    /// The key as the value of a header.
    Header {
        /// The header's name.
        name: String,
        /// Stands before the key.
        #[serde(default)]
        before: String,
        /// Whether it works without a key too.
        #[serde(default)]
        optional: bool,
    },
    /// `Authorization: Basic` (RFC 7617). Without a user the key is `USER:PASSWORD`.
    Basic {
        /// The user, where it is always the same.
        #[serde(default)]
        user: Option<String>,
        /// Whether it works without a key too.
        #[serde(default)]
        optional: bool,
    },
    /// AWS Signature Version 4. The key is `ACCESS_KEY_ID:SECRET_ACCESS_KEY`, with `:SESSION_TOKEN` where it is
    /// temporary; the region is the setting `region`.
    Sigv4 {
        /// The service's name in signatures.
        service: String,
    },
}

impl Auth {
    /// Whether a key must be given.
    pub fn needs_key(&self) -> bool {
        match self {
            Auth::None => false,
            Auth::Bearer { optional } | Auth::Header { optional, .. } | Auth::Basic { optional, .. } => {
                !optional
            }
            Auth::Sigv4 { .. } => true,
        }
    }

    /// Whether the key is two words with a colon between.
    pub fn wants_pair(&self) -> bool {
        matches!(self, Auth::Basic { user: None, .. } | Auth::Sigv4 { .. })
    }

    /// Whether a key can be given.
    pub fn takes_key(&self) -> bool {
        *self != Auth::None
    }
}

/// A JSON value as text that holds JSON, as TOML has no null and people know JSON.
mod as_text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use serde_json::Value;

    pub fn serialize<S: Serializer>(value: &Value, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&value.to_string())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        let text = String::deserialize(deserializer)?;
        serde_json::from_str(&text).map_err(D::Error::custom)
    }
}

/// The same for one that may be absent.
mod as_text_option {
    use serde::{Deserializer, Serializer};
    use serde_json::Value;

    pub fn serialize<S: Serializer>(value: &Option<Value>, serializer: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => super::as_text::serialize(value, serializer),
            None => serializer.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
        super::as_text::deserialize(deserializer).map(Some)
    }
}
