//! The two ways out.

use super::Way;
use crate::components::icon;
use yew::prelude::*;

const WAYS: [(Way, &str, &str, &str); 2] = [
    (Way::Export, "archive", "Export files", "A zip of letters, mbox, JSON lines or CSV"),
    (Way::Relay, "server", "Hand to relay", "Each answer is kept in a journal"),
];

/// The choice.
pub fn ways(chosen: Way, onchoose: &Callback<Way>) -> Html {
    html! {
        <fieldset class="ways">
            <legend class="vh">{ "How it leaves" }</legend>
            { for WAYS.iter().map(|&(way, picture, name, text)| {
                let choose = onchoose.clone();
                html! {
                    <label class="way">
                        <input type="radio" name="way" class="vh" checked={chosen == way} onchange={move |_| choose.emit(way)} />
                        { icon(picture) }
                        <span><b>{ name }</b><span class="muted">{ text }</span></span>
                    </label>
                }
            }) }
        </fieldset>
    }
}
