//! A panel that stands beside the letter and leaves the rest of the page alone: a `<dialog>` that is not modal.

use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement};
use yew::prelude::*;

/// The reference for the panel's element, and what hears its keys. The focus goes to its heading when it opens; Escape
/// closes it, and the focus goes back to where it came from, unless it is elsewhere by then.
#[hook]
pub fn use_side(open: bool, onclose: &Callback<()>) -> (NodeRef, Callback<KeyboardEvent>) {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with(open, move |open| {
            let opener = document().active_element().filter(|_| *open);
            if let Some(panel) = node.cast::<HtmlDialogElement>().filter(|panel| panel.open() != *open) {
                if *open {
                    panel.show();
                    focus(panel.query_selector("h2").ok().flatten());
                } else {
                    panel.close();
                }
            }
            // The effect's end comes when the panel closes, and what was in it is gone already.
            move || {
                let active = document().active_element();
                let elsewhere =
                    active.is_some_and(|active| !matches!(active.local_name().as_str(), "body" | "dialog"));
                if !elsewhere {
                    focus(opener);
                }
            }
        });
    }
    let onclose = onclose.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Escape" && !event.default_prevented() {
            event.prevent_default();
            event.stop_propagation();
            onclose.emit(());
        }
    });
    (node, onkeydown)
}

fn focus(element: Option<web_sys::Element>) {
    let element = element.and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element.filter(|element| element.is_connected()) {
        // Fails only on what can't have it.
        drop(element.focus());
    }
}
