//! No list yet: where one goes, and what one looks like.

use crate::components::{Button, Drop};
use web_sys::File;
use yew::prelude::*;

/// What the empty page is told.
#[derive(Properties, PartialEq)]
pub struct Props {
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
            <Drop title="Drop a list here" onfile={props.ontake.clone()}
                text="CSV, tab-separated, or addresses one a line, in any encoding. It is read in this tab and goes nowhere.">
                <Button icon="plus" onclick={move |_| paste.emit(())}>{ "Paste addresses" }</Button>
                <button type="button" class="link" onclick={move |_| sample.emit(())}>{ "Try it with sample data" }</button>
            </Drop>
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
