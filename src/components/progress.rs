//! Progress as it is felt: nothing at first, a thin bar soon, and after a second the count, the rate, the time left and
//! a way out.

use super::button;
use crate::platform::clock;
use crate::text;
use gloo::timers::callback::Timeout;
use yew::prelude::*;

/// Below this nobody notices a wait, in milliseconds.
const UNSEEN_MILLIS: u32 = 300;
/// After this one wants to know how long it takes.
const LONG_MILLIS: u32 = 1000;

/// What progress is told.
#[derive(Properties, PartialEq)]
pub struct ProgressProps {
    /// What is being done: `Reading members.csv`.
    pub label: AttrValue,
    /// Done so far.
    pub done: u64,
    /// Of how many; 0 while unknown.
    pub total: u64,
    /// Of what: `rows`, `letters`. `bytes` are told in KB and MB.
    pub unit: &'static str,
    /// Gives it up, where that is possible.
    #[prop_or_default]
    pub oncancel: Option<Callback<()>>,
}

/// The progress of a job that runs as long as this stands on the page.
#[component]
pub fn Progress(props: &ProgressProps) -> Html {
    let since = use_memo((), |()| (clock::now_millis(), props.done));
    let stage = use_state(|| 0u8);
    {
        let stage = stage.clone();
        use_effect_with(*stage, move |now| {
            let wait = match now {
                0 => Some(UNSEEN_MILLIS),
                1 => Some(LONG_MILLIS - UNSEEN_MILLIS),
                _ => None,
            };
            let next = now + 1;
            let timer = wait.map(|wait| Timeout::new(wait, move || stage.set(next)));
            move || drop(timer)
        });
    }
    if *stage == 0 {
        return Html::default();
    }
    let (done, total) = (props.done, props.total);
    // In thousandths.
    let share = (done * 1000).checked_div(total).unwrap_or(0).min(1000);
    let long = *stage > 1 && total > 0;
    let cancel = props
        .oncancel
        .clone()
        .map(|cancel| button!(class: "small", onclick: move |_| cancel.emit(()), children: "Cancel"));
    let figure =
        |number: u64| if props.unit == "bytes" { text::size(number) } else { text::count(number as usize) };
    // What was done before, of a job that goes on, tells nothing of the rate.
    let passed = (clock::now_millis() - since.0).max(1.0);
    let rate = done.saturating_sub(since.1) as f64 / passed * 1000.0;
    let left = if rate > 0.0 { (total.saturating_sub(done)) as f64 / rate * 1000.0 } else { 0.0 };
    html! {
        <div class={classes!("progress", (!long).then_some("thin"))}>
            <div class="row"><b class="grow" id="progress-label">{ props.label.clone() }</b>{ for cancel }</div>
            <div class="meter" role="progressbar" aria-labelledby="progress-label" aria-valuemin="0" aria-valuemax="100"
                aria-valuenow={long.then(|| ((share + 5) / 10).to_string())}>
                <i style={long.then(|| wide(share))}></i>
            </div>
            if long {
                <p class="facts">
                    <span><b>{ figure(done) }</b>{ [" of ", &figure(total)].concat() }
                        if props.unit != "bytes" { { [" ", props.unit].concat() } }</span>
                    if rate > 0.0 && done < total {
                        <span><b>{ figure(rate as u64) }</b>{ " a second" }</span>
                        <span><b>{ text::time(left) }</b>{ " left" }</span>
                    }
                </p>
            }
        </div>
    }
}

/// The style of a bar that is filled to so many thousandths.
pub fn wide(share: u64) -> String {
    ["inline-size:", &(share / 10).to_string(), ".", &(share % 10).to_string(), "%"].concat()
}
