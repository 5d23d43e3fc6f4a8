//! The last question before letters leave the tab: how many, from whom, about what. Many have to be typed.

use crate::components::{Dialog, button, field};
use crate::text;
use crate::workbench::Workbench;
use yew::prelude::*;

/// More letters than this are typed before they go.
const MANY: usize = 500;

/// What the dialog is told.
pub struct Props {
    /// Whether it is open.
    pub open: bool,
    /// How many letters.
    pub count: usize,
    /// Where the relay delivers to.
    pub relay: String,
    /// Letters a second at most; 0 for no bound.
    pub rate: u32,
    /// Called when the user says yes.
    pub ondone: Callback<()>,
    /// Called when the user says no.
    pub onclose: Callback<()>,
}

/// The dialog.
#[hook]
pub fn use_confirm(bench: &Workbench, props: &Props) -> Html {
    let typed = use_state(String::new);
    {
        let typed = typed.clone();
        use_effect_with(props.open, move |_| typed.set(String::new()));
    }
    let preview = bench.session.preview.clone().unwrap_or_default();
    let plain = props.count.to_string();
    let sure = props.count <= MANY || typed.replace([',', ' ', '.'], "") == plain;
    let (done, close) = (props.ondone.clone(), props.onclose.clone());
    let foot = html! {
        <>
            { button!(onclick: move |_| close.emit(()), children: "Cancel") }
            { button!(class: "primary", icon: "send", disabled: !sure, onclick: move |_| done.emit(()), children: "Hand over") }
        </>
    };
    let oninput = {
        let typed = typed.clone();
        Callback::from(move |value| typed.set(value))
    };
    let title = ["Hand over ", &text::some(props.count, "letter", "letters"), "?"].concat();
    let requests = text::some(props.count, "request", "requests");
    let cost = match props.rate {
        0 => [&requests, ", as fast as the relay takes them"].concat(),
        rate => {
            let millis = props.count as f64 / f64::from(rate) * 1_000.0;
            [&requests, ", ", &text::time(millis), " at ", &rate.to_string(), " a second"].concat()
        }
    };
    let hint = [&plain, ", because it is more than 500"].concat();
    html! {
        <Dialog open={props.open} {title} {foot} onclose={props.onclose.clone()}>
            <dl class="kv">
                <div><dt>{ "From" }</dt><dd class="mono">{ preview.from.clone() }</dd></div>
                <div><dt>{ "Subject" }</dt><dd>{ preview.subject.clone() }</dd></div>
                <div><dt>{ "Relay" }</dt><dd class="mono">{ props.relay.clone() }</dd></div>
                <div><dt>{ "Takes" }</dt><dd>{ cost }</dd></div>
            </dl>
            if props.count > MANY {
                { field!(id: "count", label: "Type the count to go on", inputmode: "numeric", value: (*typed).clone(), hint: AttrValue::from(hint), oninput) }
            }
        </Dialog>
    }
}
