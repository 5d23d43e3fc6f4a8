//! The last question before letters leave the tab: how many, from whom, about what. Many have to be typed.

use super::target::Target;
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
    /// The relay.
    pub target: Target,
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
    let cost = cost(&props.target, props.count, props.rate);
    let hint = [&plain, ", because it is more than 500"].concat();
    html! {
        <Dialog open={props.open} {title} {foot} onclose={props.onclose.clone()}>
            <dl class="kv">
                <div><dt>{ "From" }</dt><dd class="mono">{ preview.from.clone() }</dd></div>
                <div><dt>{ "Subject" }</dt><dd>{ preview.subject.clone() }</dd></div>
                <div><dt>{ "Relay" }</dt><dd class="mono">{ props.target.name.clone() }</dd></div>
                <div><dt>{ "Takes" }</dt><dd>{ cost }</dd></div>
            </dl>
            if props.count > MANY {
                { field!(id: "count", label: "Type the count to go on", inputmode: "numeric", value: (*typed).clone(), hint: AttrValue::from(hint), oninput) }
            }
        </Dialog>
    }
}

/// What it costs in requests and time. `rate` is the user's bound on letters a second, 0 for none.
fn cost(target: &Target, letters: usize, rate: u32) -> String {
    let requests = target.requests_for(letters);
    let words = text::some(requests, "request", "requests");
    let by_user = if rate == 0 { 0.0 } else { letters as f64 / f64::from(rate) };
    let by_relay = if target.per_second == 0 { 0.0 } else { requests as f64 / f64::from(target.per_second) };
    match by_user.max(by_relay) {
        0.0 => [&words, ", as fast as the relay takes them"].concat(),
        seconds => [&words, ", about ", &text::time(seconds * 1_000.0)].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cost_is_told_in_requests_and_time() {
        let target = Target { letters: 500, per_second: 10, ..Target::default() };
        assert_eq!(cost(&Target::default(), 3, 0), "3 requests, as fast as the relay takes them");
        assert_eq!(cost(&target, 10_000, 0), "20 requests, about 2.0 s");
        assert_eq!(cost(&target, 10_000, 100), "20 requests, about 1 min 40 s");
    }
}
