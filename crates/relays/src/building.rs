//! A preset, settings and letters become a request. The key comes last, in [`crate::sign`].

use crate::envelope::encode_address;
use crate::form;
use crate::outgoing::Outgoing;
use crate::preset::{Body, Preset, PresetError, Settings, Step};
use crate::request::HttpRequest;
use crate::shape::{self, Scope, Text};

/// The request of a step, without the caller's key. `vars` are the settings and what earlier answers gave.
///
/// # Errors
/// A preset that can't work, or a body that is larger than the relay takes.
pub fn build(
    preset: &Preset,
    step: &Step,
    vars: &Settings,
    letters: &[&Outgoing],
) -> Result<HttpRequest, PresetError> {
    let scope = Scope::new(vars, letters);
    let mut headers = Vec::new();
    let (media_type, body) = body(step, &scope, letters)?;
    if let Some(media_type) = media_type {
        headers.push(("Content-Type".to_owned(), media_type));
    }
    for (name, value) in &step.headers {
        let text = Text::parse(value).map_err(|error| PresetError::Broken(error.to_string()))?;
        // A value may hold anything; a header holds printable ASCII, and no line break ever.
        if let Some(value) = text.text_as(&scope, |_, value| encode_address(&value)) {
            headers.push((name.clone(), value));
        }
    }
    if body.len() > preset.limits.bytes {
        return Err(PresetError::TooLarge(body.len(), preset.limits.bytes));
    }
    Ok(HttpRequest { method: step.method.as_str(), url: url(step, vars, &scope)?, headers, body })
}

/// The request of a preset around a body that someone else built, for a server that keeps the key. `key` is the
/// request's idempotency key.
///
/// # Errors
/// A preset that needs more than one request, or more of a letter than its body.
pub fn forward(
    preset: &Preset,
    settings: &Settings,
    key: &str,
    media_type: &str,
    body: Vec<u8>,
) -> Result<HttpRequest, PresetError> {
    let [step] = preset.step.as_slice() else {
        return Err(PresetError::Broken("this relay needs several requests for a letter".to_owned()));
    };
    let wanted = match &step.body {
        Body::Json(_) => "application/json",
        Body::Form(_) => "multipart/form-data",
        Body::Message | Body::Empty => {
            return Err(PresetError::Broken(
                "this relay takes whole messages: hand them to /api/v1/messages".to_owned(),
            ));
        }
    };
    if !media_type.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(wanted) {
        return Err(PresetError::Broken(format!("this relay takes {wanted}")));
    }
    if body.len() > preset.limits.bytes {
        return Err(PresetError::TooLarge(body.len(), preset.limits.bytes));
    }
    let mut vars = settings.clone();
    vars.insert("batch_key".to_owned(), key.to_owned());
    let built = build(preset, &Step { body: Body::Empty, ..step.clone() }, &vars, &[])?;
    let mut headers = built.headers;
    headers.push(("Content-Type".to_owned(), media_type.to_owned()));
    Ok(HttpRequest { body, headers, ..built })
}

/// The URL. Values become one segment of a path each, except those that are URLs themselves.
fn url(step: &Step, vars: &Settings, scope: &Scope<'_>) -> Result<String, PresetError> {
    let broken = |why: String| PresetError::Broken(why);
    let is_url =
        |value: &str| value.starts_with("https://") || value.starts_with("http://") || value.starts_with('/');
    let segment = |name: &str, value: String| match name {
        // What the user gave as the server's address; the step names what follows.
        "url" => value.trim_end_matches('/').to_owned(),
        _ if is_url(&value) => value,
        _ => encode(&value),
    };
    let text = Text::parse(&step.url).map_err(|error| broken(error.to_string()))?;
    let filled = text.text_as(scope, segment);
    let mut url = filled.ok_or_else(|| broken(format!("a part of the address {} is missing", step.url)))?;
    // A template's own places (RFC 6570 §3.2.2), as in JMAP's uploadUrl.
    while let Some((start, name, end)) = place(&url) {
        let value = vars
            .get(&name)
            .ok_or_else(|| broken(format!("the address needs {name}, which nothing gives")))?;
        url.replace_range(start..end, &encode(value));
    }
    // A server may name its other addresses without its own name.
    if let Some(base) = vars.get("url").filter(|_| url.starts_with('/') && !step.url.starts_with('/')) {
        let origin_end =
            base.find("://").and_then(|at| base.get(at + 3..)?.find('/').map(|slash| at + 3 + slash));
        url = format!("{}{url}", base.get(..origin_end.unwrap_or(base.len())).unwrap_or_default());
    }
    Ok(url)
}

/// The first `{name}` of a text.
fn place(text: &str) -> Option<(usize, String, usize)> {
    let start = text.find('{')?;
    let length = text.get(start..)?.find('}')?;
    Some((start, text.get(start + 1..start + length)?.to_owned(), start + length + 1))
}

/// A text as one segment of a path (RFC 3986 §3.3).
fn encode(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~@".contains(&b);
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

fn body(
    step: &Step,
    scope: &Scope<'_>,
    letters: &[&Outgoing],
) -> Result<(Option<String>, Vec<u8>), PresetError> {
    Ok(match &step.body {
        Body::Empty => (None, Vec::new()),
        Body::Json(shape) => {
            let filled = shape::fill(shape, scope).unwrap_or_default();
            (Some("application/json".to_owned()), filled.to_string().into_bytes())
        }
        Body::Form(fields) => {
            let (boundary, body) = form::write(fields, scope, letters)?;
            (Some(format!("multipart/form-data; boundary={boundary}")), body)
        }
        Body::Message => {
            let raw = letters.first().map(|letter| letter.raw.clone()).unwrap_or_default();
            (Some("message/rfc822".to_owned()), raw)
        }
    })
}

impl Preset {
    /// The names of fields that all letters of one request have in common.
    pub(crate) fn shared_fields(&self) -> Vec<String> {
        let mut names = Vec::new();
        for step in &self.step {
            match &step.body {
                Body::Json(shape) => shape::shared_names(shape, &mut names),
                Body::Form(_) | Body::Empty | Body::Message => {}
            }
        }
        names.retain(|name| crate::outgoing::FIELDS.contains(&name.as_str()));
        names.sort_unstable();
        names.dedup();
        names
    }
}
