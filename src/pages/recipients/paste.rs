//! A dialog with room for a text: addresses of a list, or of those who get nothing.

use crate::components::{Dialog, button};
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

/// What the dialog is told.
pub struct Props {
    /// Whether it is open.
    pub open: bool,
    /// Its heading.
    pub title: &'static str,
    /// What the text is.
    pub label: &'static str,
    /// What may stand in it.
    pub hint: &'static str,
    /// What the button says.
    pub done: &'static str,
    /// Called with the text.
    pub ondone: Callback<String>,
    /// Called when the user closes it.
    pub onclose: Callback<()>,
}

/// The dialog, with its field.
pub fn paste(field: NodeRef, props: Props) -> Html {
    let close = props.onclose.clone();
    let take = {
        let (field, done) = (field.clone(), props.ondone);
        move |_| {
            let text = field.cast::<HtmlTextAreaElement>().map(|field| field.value()).unwrap_or_default();
            if !text.trim().is_empty() {
                done.emit(text);
            }
        }
    };
    let foot = html! {
        <>
            { button!(onclick: move |_| close.emit(()), children: "Cancel") }
            { button!(class: "primary", onclick: take, children: props.done) }
        </>
    };
    html! {
        <Dialog open={props.open} title={props.title} {foot} onclose={props.onclose}>
            <div class="field">
                <label for="paste-text">{ props.label }</label>
                <textarea class="input pastebox" id="paste-text" ref={field} rows="10" spellcheck="false"
                    aria-describedby="paste-hint" placeholder="ann@example.com" />
                <span class="hint" id="paste-hint">{ props.hint }</span>
            </div>
        </Dialog>
    }
}
