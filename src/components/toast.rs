//! Toasts only confirm, and carry Undo. They stay until they are closed or another takes their place.

use super::{Kind, button, mark};
use crate::state::session::{Session, Toast, Told};
use yew::prelude::*;

/// The place of toasts: what was done, and the ways to undo it and to take it away. It is always there, so that a new
/// toast is read out. A dialog has one of its own where a toast may come while it keeps the rest of the page out of
/// reach.
pub fn toasts(session: &UseReducerHandle<Session>) -> Html {
    let dispatch = session.dispatcher();
    let close = Callback::from(move |_: MouseEvent| dispatch.dispatch(Told::Toast(None)));
    html! {
        <div class="toasts" role="status">
            if let Some(Toast { text, undo }) = session.toast.clone() {
                <div class="toast">
                    { mark(Kind::Ok) }
                    <span class="grow">{ text }</span>
                    if let Some(undo) = undo {
                        { button!(class: "small", icon: "undo", onclick: undone(close.clone(), undo), children: "Undo") }
                    }
                    { button!(class: "small quiet icon", icon: "x", label: "Close", onclick: close) }
                </div>
            }
        </div>
    }
}

/// Undoes something once: its toast goes first, so that what undoes it can have one.
fn undone(close: Callback<MouseEvent>, undo: Callback<()>) -> Callback<MouseEvent> {
    Callback::from(move |event| {
        close.emit(event);
        undo.emit(());
    })
}
