//! How a Markdown letter looks, chosen and changed in a panel beside the letter: the preview follows, and can be scrolled
//! and turned over meanwhile. What is chosen is a part of the letter: it is saved, undone and exported with it.

mod cards;
mod colours;
mod side;
mod sizes;

use crate::components::{Kind, button, field, notice};
use crate::pages::shared::select;
use crate::workbench::Workbench;
use compose::{Font, Format, Head, Preset, Theme};
use engine::protocol::{Event, Request};
use side::use_side;
use std::rc::Rc;
use yew::platform::spawn_local;
use yew::prelude::*;

/// The themes and fonts there are.
pub type Known = Rc<(Vec<Preset>, Vec<Font>)>;

/// What the panel is told.
#[derive(Properties, PartialEq)]
pub struct PanelProps {
    /// Whether it is open.
    pub open: bool,
    /// Called when the user closes it.
    pub onclose: Callback<()>,
}

/// The panel.
#[component]
pub fn Panel(props: &PanelProps) -> Html {
    let bench = crate::provider::use_workbench();
    let known = use_state(|| None::<Known>);
    let dark = use_state(|| false);
    {
        let (known, bench) = (known.clone(), bench.clone());
        use_effect_with(props.open, move |open| {
            if *open && known.is_none() {
                spawn_local(async move {
                    if let Ok((Event::Themes { presets, fonts }, _)) =
                        bench.engine.last(Request::Themes, None, None, Callback::noop()).await
                    {
                        known.set(Some(Rc::new((presets, fonts))));
                    }
                });
            }
        });
    }
    let (node, onkeydown) = use_side(props.open, &props.onclose);
    let close = props.onclose.clone();
    let reset = {
        let bench = bench.clone();
        move |_| change(&bench, |theme| *theme = Theme { preset: theme.preset.clone(), ..Theme::default() })
    };
    html! {
        <dialog ref={node} class="dialog beside" aria-labelledby="theme-h" data-pane="" {onkeydown}>
            if props.open {
                <header><h2 id="theme-h" tabindex="-1">{ "Theme" }</h2></header>
                <div class="body">
                    { match &*known {
                        _ if bench.letter().format != Format::Markdown => notice!(kind: Kind::Info, title: "Only Markdown letters have a theme", children: html! {
                            <p>{ "This letter brings its own looks. The format is chosen above its text." }</p>
                        }),
                        Some(known) => body(&bench, known, &dark),
                        None => html! { <p class="muted" role="status">{ "Fetching the themes…" }</p> },
                    } }
                </div>
                <footer>
                    { button!(class: "quiet", icon: "undo", onclick: reset, children: "As the theme comes") }
                    { button!(class: "primary", onclick: move |_| close.emit(()), children: "Done") }
                </footer>
            }
        </dialog>
    }
}

/// Changes the letter's theme.
fn change(bench: &Workbench, change: impl FnOnce(&mut Theme)) {
    bench.edit("theme", |letter| change(&mut letter.theme));
}

fn body(bench: &Workbench, known: &Known, dark: &UseStateHandle<bool>) -> Html {
    let letter = bench.letter();
    let theme = &letter.theme;
    let (presets, fonts) = &**known;
    let Some(preset) = presets.iter().find(|preset| preset.id == theme.preset).or(presets.first()) else {
        return Html::default();
    };
    let text = |set: fn(&mut Theme, String)| {
        let bench = bench.clone();
        Callback::from(move |value: String| change(&bench, |theme| set(theme, value)))
    };
    let fonts: Vec<(String, String)> =
        fonts.iter().map(|font| (font.id.clone(), font.name.clone())).collect();
    let or = |own: &str, usual: &str| if own.is_empty() { usual.to_owned() } else { own.to_owned() };
    let heads = [("band", "A band"), ("line", "A thin line"), ("none", "Nothing")];
    let usual = match preset.head {
        Head::Band => "band",
        Head::Line => "line",
        Head::None => "none",
    };
    html! {
        <div class="stack">
            { cards::cards(bench, presets, preset) }
            <fieldset class="stack">
                <legend>{ "Type and room" }</legend>
                <div class="pair">
                    { select("theme-font", "Text", &or(&theme.font, &preset.font), &fonts, text(|theme, value| theme.font = value)) }
                    { select("theme-heading", "Headings", &or(&theme.heading_font, &preset.heading_font), &fonts, text(|theme, value| theme.heading_font = value)) }
                </div>
                { sizes::sizes(bench, theme, preset) }
            </fieldset>
            <fieldset class="stack">
                <legend>{ "Above the letter" }</legend>
                { select("theme-head", "With the sender's name or the logo", &or(&theme.head, usual), &heads.map(|(id, word)| (id.to_owned(), word.to_owned())), text(|theme, value| theme.head = value)) }
                { field!(id: "theme-logo", label: "Logo", value: theme.logo.clone(), placeholder: Some("https://… or cid:logo.png"), hint: Some("The address of an image, or cid: and the name of a file of the letter"), oninput: text(|theme, value| theme.logo = value)) }
                if !theme.logo.is_empty() {
                    { field!(id: "theme-logo-alt", label: "What is read where the logo is not seen", value: theme.logo_alt.clone(), placeholder: Some("The sender's name"), oninput: text(|theme, value| theme.logo_alt = value)) }
                    { sizes::logo(bench, theme) }
                }
            </fieldset>
            { colours::colours(bench, theme, preset, dark) }
        </div>
    }
}
