//! Key presses of the whole page, led to the registry.

use super::{Preference, preference};
use crate::command::{Registry, keys};
use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::document;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

/// Runs the command of each key press. Nothing is taken from someone who types, and nothing while a dialog is open.
#[hook]
pub fn use_keyboard(registry: &Registry) {
    let registry = registry.clone();
    use_effect_with((), move |()| {
        // The first key of a pair such as `g r`.
        let lead = RefCell::new(String::new());
        let options = EventListenerOptions::enable_prevent_default();
        let listener = EventListener::new_with_options(&document(), "keydown", options, move |event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            if event.default_prevented() || event.is_composing() || element("dialog[open]").is_some() {
                return;
            }
            let pressed = keys::pressed(event);
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let before = lead.replace(String::new());
            if keys::is_character(&pressed) {
                let typing = is_within(target.as_ref(), "input, textarea, select, [contenteditable]");
                let wanted =
                    preference(Preference::Letters) == "on" || is_within(target.as_ref(), "[data-letters]");
                if typing || !wanted {
                    return;
                }
                if pressed == "g" {
                    lead.replace(pressed);
                    return;
                }
            } else if is_within(target.as_ref(), "[data-own-undo]") && pressed.ends_with('Z') {
                return;
            }
            let whole = if before.is_empty() { pressed } else { [&before, " ", &pressed].concat() };
            if let Some(command) = registry.of_keys(&whole) {
                event.prevent_default();
                command.run.emit(());
            }
        });
        move || drop(listener)
    });
}

fn element(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

fn is_within(target: Option<&Element>, selector: &str) -> bool {
    target.is_some_and(|target| target.closest(selector).is_ok_and(|found| found.is_some()))
}
