//! Toasts only confirm, and carry Undo. They stay until they are closed or another takes their place.

use super::{Kind, button, mark};
use yew::prelude::*;

/// The place of toasts: what was done, and the ways to undo it and to take it away. It is always there, so that a new
/// toast is read out.
pub fn toasts(text: Option<String>, undo: Option<Callback<()>>, close: Callback<()>) -> Html {
    html! {
        <div class="toasts" role="status">
            if let Some(text) = text {
                <div class="toast">
                    { mark(Kind::Ok) }
                    <span class="grow">{ text }</span>
                    if let Some(undo) = undo {
                        { button!(class: "small", icon: "undo", onclick: move |_| undo.emit(()), children: "Undo") }
                    }
                    { button!(class: "small quiet icon", icon: "x", label: "Close", onclick: move |_| close.emit(())) }
                </div>
            }
        </div>
    }
}
