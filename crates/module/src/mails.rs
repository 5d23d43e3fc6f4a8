//! Messages: written, put into an archive, and read.

use crate::{encode, thrown};
use js_sys::{JsString, Uint8Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// What a message says: texts, and a date that is a `Date` or milliseconds since 1970.
    pub type Message;

    #[wasm_bindgen(method, getter, structural)]
    fn from(this: &Message) -> String;
    #[wasm_bindgen(method, getter, structural)]
    fn to(this: &Message) -> String;
    #[wasm_bindgen(method, getter, structural)]
    fn subject(this: &Message) -> String;
    #[wasm_bindgen(method, getter, structural)]
    fn html(this: &Message) -> Option<JsString>;
    #[wasm_bindgen(method, getter, structural)]
    fn text(this: &Message) -> JsString;
    #[wasm_bindgen(method, getter, structural)]
    fn date(this: &Message) -> JsValue;
}

/// A message: multipart/alternative in quoted-printable.
///
/// # Errors
/// An address that can't be read, or no date.
#[wasm_bindgen]
pub fn build_mime(message: &Message) -> Result<Vec<u8>, JsValue> {
    let date = js_sys::Date::new(&message.date()).get_time();
    if date.is_nan() {
        return Err(js_sys::Error::new("expected a date").into());
    }
    let texts = outbox::Texts {
        from: message.from(),
        to: message.to(),
        subject: message.subject(),
        html: message.html().as_ref().map(encode::text),
        text: encode::text(&message.text()),
        now: (date / 1000.0) as i64,
    };
    texts.message().map_err(|problem| thrown(&[*problem]))
}

/// Messages as a zip archive of `0.eml`, `1.eml` and so on, deflated as zip programs do it.
#[wasm_bindgen]
pub fn zip(messages: Vec<Uint8Array>) -> Vec<u8> {
    let messages: Vec<Vec<u8>> = messages.iter().map(Uint8Array::to_vec).collect();
    let names = (0..).map(|number: u32| format!("{number}.eml"));
    outbox::zip_files(0, names.zip(messages.iter().map(Vec::as_slice)))
}

/// A mail as `{ headers: [{ name, value }], parts: [{ type, text }] }`, decoded.
///
/// # Errors
/// None that a mail could cause.
#[wasm_bindgen]
pub fn parse_mail(raw: &[u8]) -> Result<JsValue, JsValue> {
    #[derive(Serialize)]
    struct Header<'m> {
        name: &'m str,
        value: &'m str,
    }
    #[derive(Serialize)]
    struct Part<'m> {
        r#type: &'m str,
        text: &'m str,
    }
    #[derive(Serialize)]
    struct Mail<'m> {
        headers: Vec<Header<'m>>,
        parts: Vec<Part<'m>>,
    }
    let mail = bounces::read_mail(raw);
    let mail = Mail {
        headers: mail.headers.iter().map(|(name, value)| Header { name, value }).collect(),
        parts: mail.parts.iter().map(|part| Part { r#type: &part.media_type, text: &part.text }).collect(),
    };
    // One text over the border and the browser's own reader are quicker than an object built field by field.
    let json = serde_json::to_string(&mail).map_err(|error| JsValue::from(error.to_string()))?;
    js_sys::JSON::parse(&json)
}
