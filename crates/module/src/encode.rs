//! Long texts out of JavaScript, by the browser's own encoder: the bindings copy a text character by character until
//! they meet one that is not ASCII, which costs more than a message.

use js_sys::JsString;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type TextEncoder;
    type Encoded;

    #[wasm_bindgen(constructor)]
    fn new() -> TextEncoder;
    #[wasm_bindgen(method, js_name = encodeInto)]
    fn encode_into(this: &TextEncoder, text: &JsString, room: &mut [u8]) -> Encoded;
    #[wasm_bindgen(method, getter, structural)]
    fn written(this: &Encoded) -> u32;
}

thread_local! {
    static ENCODER: TextEncoder = TextEncoder::new();
    static ROOM: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// The text. Halves of surrogate pairs become U+FFFD, as JavaScript has it.
pub fn text(text: &JsString) -> String {
    // A UTF-16 unit becomes three octets at most.
    let most = text.length() as usize * 3;
    ROOM.with_borrow_mut(|room| {
        room.resize(room.len().max(most), 0);
        let room = room.get_mut(..most).unwrap_or_default();
        let written = ENCODER.with(|encoder| encoder.encode_into(text, room).written()) as usize;
        // The encoder writes nothing but UTF-8.
        String::from_utf8(room.get(..written).unwrap_or_default().to_vec()).unwrap_or_default()
    })
}
