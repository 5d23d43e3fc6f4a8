//! No list yet: where one goes, and what one looks like.

use crate::components::button;
use crate::pages::shared::file_button;
use web_sys::File;
use yew::prelude::*;

const EXAMPLE: [[&str; 3]; 3] = [
    ["ingrid@example.org", "Ingrid", "Bergen"],
    ["marek@example.org", "Marek", "Gdańsk"],
    ["olga@example.org", "Ольга", "Oslo"],
];

/// The page without a list. `over` tells whether a file is held over it.
pub fn empty_list(over: bool, take: &Callback<File>, paste: Callback<()>, sample: Callback<()>) -> Html {
    html! {
        <div class="split2">
            <div class={classes!("drop", over.then_some("is-over"))}>
                <h2 class="h3">{ "Drop a list here" }</h2>
                <p class="muted">
                    { "Excel and OpenDocument, CSV, tabs, contacts (vCard), messages (mbox), or addresses one a line, in any encoding. It is read in this tab and goes nowhere." }
                </p>
                <div class="row">
                    { file_button("Choose a file", "file", "primary", take) }
                    { button!(icon: "plus", onclick: move |_| paste.emit(()), children: "Paste addresses") }
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
