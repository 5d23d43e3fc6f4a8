//! A place to drop a file, with a button for those who don't drag.

use super::{Button, flag};
use web_sys::{DragEvent, File, HtmlElement, HtmlInputElement};
use yew::prelude::*;

/// What a drop zone is told.
#[derive(Properties, PartialEq)]
pub struct DropProps {
    /// Its heading.
    pub title: &'static str,
    /// What may be dropped, and what becomes of it.
    pub text: &'static str,
    /// What its button says.
    #[prop_or("Choose a file")]
    pub choose: &'static str,
    /// The kinds of files that the browser offers, as in `accept`.
    #[prop_or_default]
    pub accept: Option<&'static str>,
    /// More buttons, and a link to sample data.
    #[prop_or_default]
    pub children: Html,
    /// Called with the file.
    pub onfile: Callback<File>,
}

/// A drop zone.
#[component]
pub fn DropZone(props: &DropProps) -> Html {
    let over = use_state(|| false);
    let input = use_node_ref();
    let ondragover = {
        let over = over.clone();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(true);
        })
    };
    let ondragleave = {
        let over = over.clone();
        Callback::from(move |_: DragEvent| over.set(false))
    };
    let ondrop = {
        let (over, take) = (over.clone(), props.onfile.clone());
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(false);
            if let Some(file) =
                event.data_transfer().and_then(|data| data.files()).and_then(|files| files.get(0))
            {
                take.emit(file);
            }
        })
    };
    let onchange = {
        let take = props.onfile.clone();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                take.emit(file);
            }
            // So that the same file, mended meanwhile, may be chosen again.
            input.set_value("");
        })
    };
    let open = {
        let input = input.clone();
        Callback::from(move |_| input.cast::<HtmlElement>().into_iter().for_each(|input| input.click()))
    };
    html! {
        <div class={classes!("drop", over.then_some("is-over"))} data-over={flag(*over)}
            {ondragover} {ondragleave} {ondrop}>
            <h2 class="h3">{ props.title }</h2>
            <p class="muted">{ props.text }</p>
            <input ref={input} class="vh" type="file" accept={props.accept} tabindex="-1" aria-label={props.choose}
                data-test="file" {onchange} />
            <div class="row">
                <Button class="primary" icon="file" onclick={open}>{ props.choose }</Button>
            </div>
            { props.children.clone() }
        </div>
    }
}
