//! Toasts only confirm, and carry Undo. They stay until they are closed or another takes their place.

use super::{Button, Kind, mark};
use yew::prelude::*;

/// What the region is told.
#[derive(Properties, PartialEq)]
pub struct ToastsProps {
    /// What was done; none for nothing to say.
    pub text: Option<AttrValue>,
    /// Undoes it, where that is possible.
    #[prop_or_default]
    pub onundo: Option<Callback<()>>,
    /// Takes it away.
    pub onclose: Callback<()>,
}

/// The place of toasts. It is always there, so that a new toast is read out.
#[component]
pub fn Toasts(props: &ToastsProps) -> Html {
    let close = props.onclose.clone();
    html! {
        <div class="toasts" role="status">
            if let Some(text) = &props.text {
                <div class="toast">
                    { mark(Kind::Ok) }
                    <span class="grow">{ text.clone() }</span>
                    if let Some(undo) = props.onundo.clone() {
                        <Button class="small" icon="undo" onclick={move |_| undo.emit(())}>{ "Undo" }</Button>
                    }
                    <Button class="small quiet icon" icon="x" label="Close" onclick={move |_| close.emit(())} />
                </div>
            }
        </div>
    }
}
