//! The engine as a module for other pages, and for measurements: `cargo xtask module` builds it for wasm-bindgen's
//! target `web`. Each function is one part of the engine, with plain texts and bytes in and out.
//!
//! Large results stay in wasm memory where the caller only wants to know how large they are. What goes wrong is thrown
//! as an `Error` with the diagnostics' messages.

mod dialect;
mod encode;
mod lists;
mod mails;
mod merge;
mod records;
mod stages;

use diag::Diagnostic;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// The browser lends its own tables of old encodings; what the app fetches later is here from the start.
#[wasm_bindgen(start)]
pub fn start() {
    compose::lend_layout(&compose::LAYOUT);
    charset::set_host_decoder(|name, bytes| match web_sys::TextDecoder::new_with_label(name) {
        Ok(decoder) => decoder.decode_with_u8_array(bytes).unwrap_or_default(),
        Err(_) => String::from_utf8_lossy(bytes).into_owned(),
    });
}

/// What is thrown: the messages, a line each.
fn thrown(problems: &[Diagnostic]) -> JsValue {
    let lines: Vec<&str> = problems.iter().map(|problem| problem.message.as_ref()).collect();
    js_sys::Error::new(&lines.join("\n")).into()
}
