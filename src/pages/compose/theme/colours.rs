//! The colours of a theme, light and dark.

use super::change;
use crate::components::{Tab, tabs};
use crate::workbench::Workbench;
use compose::{Preset, ROLES, Theme};
use web_sys::{HtmlInputElement, InputEvent};
use yew::prelude::*;

const SIDES: &[Tab] = &[
    Tab { id: "light", label: "Light", icon: Some("sun") },
    Tab { id: "dark", label: "Dark", icon: Some("moon") },
];

/// What people call the roles, in their order.
const WORDS: [&str; ROLES.len()] = [
    "Around the letter",
    "Paper",
    "Text",
    "Small print",
    "Lines",
    "Below code",
    "Band and buttons",
    "Text on these",
    "Links",
];

/// A field of colour for each role.
pub fn colours(bench: &Workbench, theme: &Theme, preset: &Preset, dark: &UseStateHandle<bool>) -> Html {
    let (own, usual) = if **dark { (&theme.dark, &preset.dark) } else { (&theme.light, &preset.light) };
    let one = |(role, word): (&'static str, &'static str)| {
        let chosen = own.iter().find(|(name, _)| name == role).map(|(_, colour)| colour.as_str());
        let value = chosen.or(usual.of(role)).unwrap_or_default().to_owned();
        let (bench, dark) = (bench.clone(), **dark);
        let oninput = Callback::from(move |event: InputEvent| {
            let colour = event.target_unchecked_into::<HtmlInputElement>().value();
            change(&bench, |theme| {
                let colours = if dark { &mut theme.dark } else { &mut theme.light };
                match colours.iter_mut().find(|(name, _)| name == role) {
                    Some((_, own)) => *own = colour,
                    None => colours.push((role.to_owned(), colour)),
                }
            });
        });
        html! { <label class="hue"><input type="color" {value} {oninput} /><span>{ word }</span></label> }
    };
    let choose = {
        let dark = dark.clone();
        Callback::from(move |side| dark.set(side == "dark"))
    };
    let side = if **dark { "dark" } else { "light" };
    html! {
        <fieldset class="stack">
            <legend>{ "Colours" }</legend>
            { tabs(SIDES, side, "Colours of the light or of the dark", "theme-colours", Some("fit"), choose) }
            <div class="pair" id="theme-colours" role="tabpanel" aria-labelledby={["theme-colours-", side].concat()}>
                { for ROLES.into_iter().zip(WORDS).map(one) }
            </div>
        </fieldset>
    }
}
