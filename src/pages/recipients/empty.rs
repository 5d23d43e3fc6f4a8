//! No list yet: where one goes, and what one looks like.

use crate::components::Button;
use crate::pages::shared::FileButton;
use web_sys::File;
use yew::prelude::*;

/// What the empty page is told.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Whether a file is held over the page.
    pub over: bool,
    /// Takes a file.
    pub ontake: Callback<File>,
    /// Opens the dialog for addresses.
    pub onpaste: Callback<()>,
    /// Takes the sample.
    pub onsample: Callback<()>,
}

const EXAMPLE: [[&str; 3]; 3] = [
    ["ingrid@example.org", "Ingrid", "Bergen"],
    ["marek@example.org", "Marek", "Gdańsk"],
    ["olga@example.org", "Ольга", "Oslo"],
];

/// The page without a list.
#[component]
pub fn EmptyList(props: &Props) -> Html {
    let (paste, sample) = (props.onpaste.clone(), props.onsample.clone());
    html! {
        <div class="split2">
            <div class={classes!("drop", props.over.then_some("is-over"))}>
                <h2 class="h3">{ "Drop a list here" }</h2>
                <p class="muted">
                    { "CSV, tabs, or addresses one a line, in any encoding. It is read in this tab and goes nowhere." }
                </p>
                <div class="row">
                    <FileButton word="Choose a file" class="primary" onfile={props.ontake.clone()} />
                    <Button icon="plus" onclick={move |_| paste.emit(())}>{ "Paste addresses" }</Button>
                </div>
                <button type="button" class="link" onclick={move |_| sample.emit(())}>{ "Try it with sample data" }</button>
            </div>
            <div class="example" tabindex="0" role="region" aria-label="Example list">
                <p class="muted small">{ "A list looks like this" }</p>
                <table class="table mini">
                    <caption class="vh">{ "Example list" }</caption>
                    <thead><tr><th scope="col">{ "email" }</th><th scope="col">{ "first_name" }</th><th scope="col">{ "city" }</th></tr></thead>
                    <tbody>
                        { for EXAMPLE.iter().map(|[address, name, city]| html! {
                            <tr><td class="addr">{ *address }</td><td>{ *name }</td><td>{ *city }</td></tr>
                        }) }
                    </tbody>
                </table>
            </div>
        </div>
    }
}
