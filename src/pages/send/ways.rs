//! The two ways out.

use super::Way;
use crate::components::icon;
use yew::prelude::*;

/// What the choice is told.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The chosen way.
    pub chosen: Way,
    /// Chooses another.
    pub onchoose: Callback<Way>,
}

const WAYS: [(Way, &str, &str, &str); 2] = [
    (Way::Export, "archive", "Export files", "A zip of letters, mbox, JSON lines or CSV"),
    (Way::Relay, "server", "Hand to relay", "Each answer is kept in a journal"),
];

/// The choice.
#[component]
pub fn Ways(props: &Props) -> Html {
    html! {
        <fieldset class="ways">
            <legend class="vh">{ "How it leaves" }</legend>
            { for WAYS.iter().map(|&(way, picture, name, text)| {
                let choose = props.onchoose.clone();
                html! {
                    <label class="way">
                        <input type="radio" name="way" class="vh" checked={props.chosen == way} onchange={move |_| choose.emit(way)} />
                        { icon(picture) }
                        <span><b>{ name }</b><span class="muted">{ text }</span></span>
                    </label>
                }
            }) }
        </fieldset>
    }
}
