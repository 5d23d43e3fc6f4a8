//! Forms (RFC 7578).

use crate::outgoing::Outgoing;
use crate::preset::{FormField, Loop, PresetError};
use crate::shape::{self, Scope, Text};
use serde_json::json;
use sha2::{Digest, Sha256};

/// One part, ready to be written.
struct Part {
    name: String,
    file: Option<(String, String)>,
    bytes: Vec<u8>,
}

/// Writes the form; returns its boundary and its bytes. The same form has the same bytes.
pub(crate) fn write(
    fields: &[FormField],
    scope: &Scope<'_>,
    letters: &[&Outgoing],
) -> Result<(String, Vec<u8>), PresetError> {
    let mut parts = Vec::new();
    for field in fields {
        gather(field, scope, letters, &mut parts)?;
    }
    let boundary = boundary(&parts);
    let mut out = Vec::new();
    for part in parts {
        let file = match &part.file {
            Some((name, media_type)) => {
                format!("; filename=\"{}\"\r\nContent-Type: {}", quoted(name), quoted(media_type))
            }
            None => String::new(),
        };
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"{file}\r\n\r\n",
            quoted(&part.name)
        );
        out.extend_from_slice(head.as_bytes());
        out.extend_from_slice(&part.bytes);
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    Ok((boundary, out))
}

fn gather(
    field: &FormField,
    scope: &Scope<'_>,
    letters: &[&Outgoing],
    parts: &mut Vec<Part>,
) -> Result<(), PresetError> {
    let text = |text: &str, scope: &Scope<'_>| {
        let parsed = Text::parse(text).map_err(|error| PresetError::Broken(error.to_string()))?;
        Ok(parsed.text(scope))
    };
    match field.each {
        Some(each @ (Loop::File | Loop::Inline)) => {
            let all = letters.first().map_or(&[][..], |letter| &letter.attachments);
            for attachment in all.iter().filter(|a| a.content_id.is_some() == (each == Loop::Inline)) {
                let file = Some((attachment.name.clone(), attachment.media_type.clone()));
                parts.push(Part { name: field.name.clone(), file, bytes: attachment.bytes.clone() });
            }
            return Ok(());
        }
        Some(Loop::Header) => {
            for scope in scope.each(shape::Each::Header) {
                let value = field.text.as_deref().map(|value| text(value, &scope)).transpose()?.flatten();
                if let (Some(name), Some(value)) = (text(&field.name, &scope)?, value) {
                    parts.push(Part { name, file: None, bytes: value.into_bytes() });
                }
            }
            return Ok(());
        }
        None => {}
    }
    let Some(name) = text(&field.name, scope)? else { return Ok(()) };
    let (file, bytes) = if field.message {
        let raw = letters.first().map(|letter| letter.raw.clone()).unwrap_or_default();
        (Some(("message.eml".to_owned(), "message/rfc822".to_owned())), Some(raw))
    } else if field.csv {
        (Some(("recipients.csv".to_owned(), "text/csv".to_owned())), Some(csv(letters)))
    } else if let Some(json) = &field.json {
        (None, shape::fill(json, scope).map(|json| json.to_string().into_bytes()))
    } else {
        let value = field.text.as_deref().map(|value| text(value, scope)).transpose()?.flatten();
        (None, value.map(String::into_bytes))
    };
    parts.extend(bytes.map(|bytes| Part { name, file, bytes }));
    Ok(())
}

/// The recipients as listmonk imports them: address, name, and their letter among the attributes.
fn csv(letters: &[&Outgoing]) -> Vec<u8> {
    let mut out = String::from("email,name,attributes\r\n");
    let cell = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    for letter in letters {
        let attributes = json!({
            "subject": letter.subject, "html": letter.html.as_ref().or(letter.text.as_ref()), "text": letter.text,
        });
        let cells = [&letter.to.email, &letter.to.name, &attributes.to_string()].map(|text| cell(text));
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out.into_bytes()
}

/// A boundary that stands in no part (RFC 2046 §5.1.1).
fn boundary(parts: &[Part]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.name.as_bytes());
        hash.update(&part.bytes);
    }
    let mut digest = hash.finalize();
    loop {
        let hex: String = digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
        let boundary = format!("postroom-{hex}");
        let stands =
            |part: &Part| part.bytes.windows(boundary.len()).any(|window| window == boundary.as_bytes());
        if !parts.iter().any(stands) {
            return boundary;
        }
        digest = Sha256::digest(digest);
    }
}

/// A name in quotes as browsers write it (HTML, multipart/form-data encoding algorithm).
fn quoted(text: &str) -> String {
    text.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}
