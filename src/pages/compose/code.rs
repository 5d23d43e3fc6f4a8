//! The editor that the page loads once its engine is there: `editor/main.mjs`, as seen from here.

use gloo::events::EventListener;
use gloo::utils::document;
use js_sys::{Object, Reflect};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::Element;
use yew::Callback;

/// The file beside the page.
const FILE: &str = "editor.js";

#[wasm_bindgen]
extern "C" {
    /// The open editor. Places are UTF-16 units.
    pub type Code;

    #[wasm_bindgen(js_namespace = postroomEditor, js_name = open)]
    fn open_editor(parent: &Element, host: &Object) -> Code;

    /// The text.
    #[wasm_bindgen(method)]
    pub fn text(this: &Code) -> String;
    /// Another text; what is the same stays, and the cursor with it.
    #[wasm_bindgen(method)]
    pub fn bring(this: &Code, text: &str);
    /// Another format, language or label.
    #[wasm_bindgen(method)]
    pub fn describe(this: &Code, format: &str, language: &str, label: &str);
    /// The columns to complete, as JSON.
    #[wasm_bindgen(method)]
    pub fn columns(this: &Code, json: &str);
    /// What is wrong, as JSON.
    #[wasm_bindgen(method)]
    pub fn wrong(this: &Code, json: &str);
    /// Where the selection starts.
    #[wasm_bindgen(method)]
    pub fn start(this: &Code) -> u32;
    /// Where it ends.
    #[wasm_bindgen(method)]
    pub fn end(this: &Code) -> u32;
    /// Selects, and scrolls there.
    #[wasm_bindgen(method)]
    pub fn select(this: &Code, from: u32, to: u32);
    /// The place in the text at a point of the window, in CSS pixels.
    #[wasm_bindgen(method)]
    pub fn place(this: &Code, x: f64, y: f64) -> u32;
    /// Takes the focus.
    #[wasm_bindgen(method)]
    pub fn focus(this: &Code);
    /// Whether it has the focus.
    #[wasm_bindgen(method)]
    pub fn focused(this: &Code) -> bool;
    /// Takes the editor off the page.
    #[wasm_bindgen(method)]
    pub fn close(this: &Code);
}

/// What the editor tells the page.
pub struct Host {
    /// Something was typed: the whole text.
    pub typed: Callback<String>,
    /// The cursor moved to a place.
    pub moved: Callback<u32>,
    /// The repair of a diagnostic was asked for, by its number.
    pub fix: Callback<u32>,
}

/// Calls back once the editor's code is there. Where it can't be had, nothing happens, and the textarea stays.
pub fn load(then: impl FnOnce() + 'static) {
    if is_there() {
        return then();
    }
    let Some(head) = document().head() else { return };
    let Ok(script) = document().create_element("script") else { return };
    // Plain attributes of an element of our own.
    let _ = script.set_attribute("type", "module");
    let _ = script.set_attribute("src", FILE);
    EventListener::once(&script, "load", move |_| {
        if is_there() {
            then();
        }
    })
    .forget();
    // An element of our own goes into the head of a page.
    let _ = head.append_child(&script);
}

fn is_there() -> bool {
    Reflect::has(&js_sys::global(), &"postroomEditor".into()).unwrap_or(false)
}

/// Opens the editor inside an element. The closures live as long as the returned handle.
pub fn open(parent: &Element, text: &str, about: (&str, &str, &str), host: &Host) -> Opened {
    let settings = Object::new();
    let set = |name: &str, value: &JsValue| {
        // A plain object takes every property.
        let _ = Reflect::set(&settings, &name.into(), value);
    };
    let (format, language, label) = about;
    for (name, value) in [("text", text), ("format", format), ("language", language), ("label", label)] {
        set(name, &value.into());
    }
    let typed = {
        let typed = host.typed.clone();
        Closure::<dyn FnMut(String)>::new(move |text| typed.emit(text))
    };
    let number = |callback: &Callback<u32>| {
        let callback = callback.clone();
        Closure::<dyn FnMut(u32)>::new(move |number| callback.emit(number))
    };
    let (moved, fix) = (number(&host.moved), number(&host.fix));
    set("typed", typed.as_ref());
    set("moved", moved.as_ref());
    set("fix", fix.as_ref());
    Opened { code: open_editor(parent, &settings), _heard: (typed, moved, fix) }
}

type Heard<T> = Closure<dyn FnMut(T)>;

/// The open editor with what it calls.
pub struct Opened {
    code: Code,
    _heard: (Heard<String>, Heard<u32>, Heard<u32>),
}

impl std::ops::Deref for Opened {
    type Target = Code;

    fn deref(&self) -> &Code {
        &self.code
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        self.code.close();
    }
}

/// The place of the editor, empty until its code is there.
pub type Place = Rc<RefCell<Option<Opened>>>;
