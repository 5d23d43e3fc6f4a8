//! The stages of a letter.

use crate::thrown;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// MJML as HTML.
///
/// # Errors
/// What is wrong with the MJML.
#[wasm_bindgen]
pub fn mjml(source: &str) -> Result<String, JsValue> {
    let report = compose::mjml_to_html(source);
    report.value.ok_or_else(|| thrown(&report.diagnostics))
}

/// A document with its style sheet written into its elements.
#[wasm_bindgen]
pub fn inline_css(html: &str) -> String {
    compose::inline_styles(html)
}

/// CommonMark with tables as HTML, styled as a mail.
#[wasm_bindgen]
pub fn markdown(source: &str) -> String {
    compose::markdown_to_html(source)
}

/// The plain text of a document.
#[wasm_bindgen]
pub fn html_to_text(html: &str) -> String {
    compose::html::to_text(html)
}
