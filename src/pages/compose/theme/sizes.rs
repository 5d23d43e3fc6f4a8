//! The numbers of a theme, each a slider with its value.

use super::change;
use crate::workbench::Workbench;
use compose::{Preset, RANGES, Theme};
use web_sys::{HtmlInputElement, InputEvent};
use yew::prelude::*;

type Set = fn(&mut Theme, u16);

/// Width, size of type, room and corners.
pub fn sizes(bench: &Workbench, theme: &Theme, preset: &Preset) -> Html {
    let all: [(&str, &str, u16, &str, u16, Set); 4] = [
        ("width", "Width", theme.width.unwrap_or(preset.width), "px", 10, |theme, n| theme.width = Some(n)),
        ("size", "Size of type", theme.size.unwrap_or(preset.size), "px", 1, |theme, n| theme.size = Some(n)),
        ("spacing", "Room", theme.spacing.unwrap_or(preset.spacing), "%", 5, |theme, n| {
            theme.spacing = Some(n)
        }),
        ("corner", "Corners", theme.corner.unwrap_or(preset.corner), "px", 1, |theme, n| {
            theme.corner = Some(n)
        }),
    ];
    html! { <div class="pair">{ for all.into_iter().map(|(name, label, value, unit, step, set)| slider(bench, (name, label, unit), value, step, set)) }</div> }
}

/// How wide the logo is shown.
pub fn logo(bench: &Workbench, theme: &Theme) -> Html {
    let set: Set = |theme, n| theme.logo_width = Some(n);
    slider(bench, ("logo_width", "Width of the logo", "px"), theme.logo_width.unwrap_or(160), 4, set)
}

fn slider(
    bench: &Workbench,
    (name, label, unit): (&str, &str, &str),
    value: u16,
    step: u16,
    set: Set,
) -> Html {
    let (least, most) =
        RANGES.iter().find(|range| range.0 == name).map_or((0, 100), |range| (range.1, range.2));
    let bench = bench.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        if let Ok(number) = event.target_unchecked_into::<HtmlInputElement>().value().parse() {
            change(&bench, |theme| set(theme, number));
        }
    });
    let id = ["theme-", name].concat();
    html! {
        <div class="field">
            <label for={id.clone()}>{ label.to_owned() }</label>
            <span class="slide">
                <input type="range" id={id.clone()} min={least.to_string()} max={most.to_string()} step={step.to_string()} value={value.to_string()}
                    aria-valuetext={[&value.to_string(), " ", unit].concat()} {oninput} />
                <output for={id}>{ value }{ " " }{ unit.to_owned() }</output>
            </span>
        </div>
    }
}
