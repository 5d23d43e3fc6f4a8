//! A dialog on the browser's own `<dialog>`: the rest of the page is inert, Escape closes it, and the focus goes back
//! to where it came from.

use super::button;
use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement, MouseEvent};
use yew::prelude::*;

/// What a dialog is told.
#[derive(Properties, PartialEq)]
pub struct DialogProps {
    /// Whether it is open.
    pub open: bool,
    /// Its heading.
    pub title: AttrValue,
    /// Whether the heading is shown; otherwise it only names the dialog.
    #[prop_or(true)]
    pub heading: bool,
    /// More classes.
    #[prop_or_default]
    pub class: Classes,
    /// Its body. It is built only while the dialog is open.
    #[prop_or_default]
    pub children: Html,
    /// Its buttons, the chief one last. Empty: only a cross in the heading.
    #[prop_or_default]
    pub foot: Html,
    /// Called when the user closes it.
    pub onclose: Callback<()>,
}

/// A modal dialog.
#[component]
pub fn Dialog(props: &DialogProps) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with(props.open, move |open| {
            let opener = document().active_element().filter(|_| *open);
            if let Some(dialog) = node.cast::<HtmlDialogElement>().filter(|dialog| dialog.open() != *open) {
                if *open {
                    // Fails only where the dialog is open already, or out of the page.
                    drop(dialog.show_modal());
                } else {
                    dialog.close();
                }
            }
            // The effect's end comes when the dialog closes, or with its page.
            move || {
                if let Some(opener) = opener.and_then(|element| element.dyn_into::<HtmlElement>().ok())
                    && opener.is_connected()
                {
                    drop(opener.focus());
                }
            }
        });
    }
    let close = props.onclose.clone();
    let oncancel = {
        let close = close.clone();
        Callback::from(move |event: Event| {
            event.prevent_default();
            close.emit(());
        })
    };
    // A click on the scrim is a click on the dialog itself, outside of its contents.
    let onclick = {
        let (close, node) = (close.clone(), node.clone());
        Callback::from(move |event: MouseEvent| {
            let inside = node.cast::<HtmlDialogElement>().is_none_or(|dialog| {
                let edge = dialog.get_bounding_client_rect();
                let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
                (edge.left()..=edge.right()).contains(&x) && (edge.top()..=edge.bottom()).contains(&y)
            });
            // Keys that press a button arrive as clicks at no place.
            if !inside && event.detail() > 0 {
                close.emit(());
            }
        })
    };
    let label = (!props.heading).then(|| props.title.clone());
    html! {
        <dialog ref={node} class={classes!("dialog", props.class.clone())} aria-label={label}
            aria-labelledby={props.heading.then_some("dialog-title")} {oncancel} {onclick}>
            if props.open {
                if props.heading {
                    <header>
                        <h2 id="dialog-title">{ props.title.clone() }</h2>
                        if props.foot == Html::default() {
                            { button!(class: "small quiet icon", icon: "x", label: "Close", onclick: move |_| close.emit(())) }
                        }
                    </header>
                    <div class="body">{ props.children.clone() }</div>
                    if props.foot != Html::default() {
                        <footer>{ props.foot.clone() }</footer>
                    }
                } else {
                    { props.children.clone() }
                }
            }
        </dialog>
    }
}
