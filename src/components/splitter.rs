//! The line between two panes. It is dragged, or moved with arrows, Home and End (WAI-ARIA window splitter).

use web_sys::{Element, KeyboardEvent, PointerEvent};
use yew::prelude::*;

/// What a splitter is told.
#[derive(Properties, PartialEq)]
pub struct SplitterProps {
    /// What it moves.
    pub label: &'static str,
    /// The id of the pane before it.
    pub controls: &'static str,
    /// The share of the pane before it, in percent.
    pub value: u32,
    /// The smallest share.
    #[prop_or(30)]
    pub min: u32,
    /// The largest share.
    #[prop_or(70)]
    pub max: u32,
    /// Called with a new share.
    pub onmove: Callback<u32>,
}

/// How far an arrow moves it, in percent.
const STEP: u32 = 2;

/// A splitter between two panes beside each other.
#[component]
pub fn Splitter(props: &SplitterProps) -> Html {
    let held = use_state(|| false);
    let (min, max, value) = (props.min, props.max, props.value);
    let onkeydown = {
        let onmove = props.onmove.clone();
        Callback::from(move |event: KeyboardEvent| {
            let to = match event.key().as_str() {
                "ArrowLeft" => value.saturating_sub(STEP).max(min),
                "ArrowRight" => (value + STEP).min(max),
                "Home" => min,
                "End" => max,
                _ => return,
            };
            event.prevent_default();
            onmove.emit(to);
        })
    };
    let onpointerdown = {
        let held = held.clone();
        Callback::from(move |event: PointerEvent| {
            // Capturing fails only for a pointer that is gone already.
            drop(event.target_unchecked_into::<Element>().set_pointer_capture(event.pointer_id()));
            held.set(true);
        })
    };
    let onpointermove = {
        let (onmove, held) = (props.onmove.clone(), held.clone());
        Callback::from(move |event: PointerEvent| {
            let parent = event.target_unchecked_into::<Element>().parent_element();
            if let Some(edge) = parent.filter(|_| *held).map(|parent| parent.get_bounding_client_rect()) {
                let share = (f64::from(event.client_x()) - edge.left()) / edge.width().max(1.0) * 100.0;
                onmove.emit((share.round().max(0.0) as u32).clamp(min, max));
            }
        })
    };
    let onpointerup = {
        let held = held.clone();
        Callback::from(move |_: PointerEvent| held.set(false))
    };
    html! {
        <div class={classes!("splitter", held.then_some("is-held"))} role="separator" tabindex="0"
            aria-orientation="vertical" aria-label={props.label} aria-controls={props.controls}
            aria-valuenow={value.to_string()} aria-valuemin={min.to_string()} aria-valuemax={max.to_string()}
            {onkeydown} {onpointerdown} {onpointermove} onpointercancel={onpointerup.clone()} {onpointerup}></div>
    }
}
