//! The themes to choose from, each with a glimpse of itself.

use crate::components::flag;
use crate::workbench::Workbench;
use compose::{Preset, Theme};
use yew::prelude::*;

/// One button a theme; the chosen one stays down.
pub fn cards(bench: &Workbench, presets: &[Preset], chosen: &Preset) -> Html {
    let card = |preset: &Preset| {
        let (bench, id) = (bench.clone(), preset.id.clone());
        // The logo is the sender's, not the theme's.
        let onclick = Callback::from(move |_: MouseEvent| {
            // A step of its own for Undo, apart from what is changed of the theme right afterwards.
            bench.edit("preset", |letter| {
                let old = std::mem::take(&mut letter.theme);
                let (logo, logo_alt, logo_width) = (old.logo, old.logo_alt, old.logo_width);
                letter.theme = Theme { preset: id.clone(), logo, logo_alt, logo_width, ..Theme::default() };
            });
        });
        let light = &preset.light;
        let canvas = format!("background:{}", light.canvas);
        let paper = format!("background:{};color:{}", light.paper, light.ink);
        let accent = format!("background:{};color:{}", light.accent, light.on_accent);
        html! {
            <li>
                <button type="button" class="theme-card" aria-pressed={flag(preset.id == chosen.id)} title={preset.purpose.clone()} {onclick}>
                    <span class="glimpse" style={canvas} aria-hidden="true"><span style={paper}>{ "Aa" }<i style={accent}></i></span></span>
                    <span>{ preset.name.clone() }</span>
                </button>
            </li>
        }
    };
    html! {
        <>
            <ul class="theme-cards">{ for presets.iter().map(card) }</ul>
            <p class="muted small">{ chosen.purpose.clone() }</p>
        </>
    }
}
