//! The header: the campaign's name, whether it is saved, the way to every command, the theme.

use crate::command::{Command, Group};
use crate::components::{button, icon, icon_small, logo};
use crate::hooks::{Preference, use_preference};
use crate::route::Route;
use crate::state::campaign::Action;
use crate::state::session::SaveState;
use crate::workbench::Workbench;
use web_sys::{FocusEvent, HtmlInputElement, KeyboardEvent};
use yew::prelude::*;

/// The themes in the order of the button: value, what it is called, its icon.
const THEMES: [(&str, &str, &str); 3] =
    [("", "follows the system", "sun"), ("light", "light", "sun"), ("dark", "dark", "moon")];

/// The header. `open` opens the palette.
#[hook]
pub fn use_header(bench: &Workbench, open: Callback<()>) -> Html {
    let name = use_name(bench);
    let (theme, choose) = use_preference(Preference::Theme);
    let at = THEMES.iter().position(|(value, ..)| *value == theme).unwrap_or(0);
    let (_, word, picture) = THEMES.get(at).copied().unwrap_or(("", "", "sun"));
    let next = THEMES.get(at + 1).map_or("", |(value, ..)| value);
    html! {
        <header class="head" data-pane="">
            <a class="brand-s" href={Route::Compose.href()} aria-label="Postroom">{ logo() }</a>
            { name }
            { saved(&bench.session.save) }
            <div class="end">
                { button!(class: "find", icon: "search", keys: "Mod+K", popup: "dialog", onclick: move |_| open.emit(()), children: html! { <><span class="t">{ "Search or run a command" }</span>{ " " }</> }) }
                { button!(class: "quiet icon", icon: picture, label: ["Theme: ", word].concat(), onclick: move |_| choose.emit(next)) }
            </div>
        </header>
    }
}

/// The palette's ways to a theme.
pub fn theme_commands() -> Vec<Command> {
    let change = |value: &'static str| {
        move |()| {
            crate::hooks::choose(Preference::Theme, value);
        }
    };
    [
        ("theme-system", "Theme: as the system", "system"),
        ("theme-light", "Theme: light", "sun"),
        ("theme-dark", "Theme: dark", "moon"),
    ]
    .into_iter()
    .zip(["", "light", "dark"])
    .map(|((name, label, icon), value)| {
        Command::new(name, label, icon, change(value)).keywords("colour dark light").group(Group::App)
    })
    .collect()
}

/// The campaign's name: a button that turns into a field.
#[hook]
fn use_name(bench: &Workbench) -> Html {
    let editing = use_state(|| false);
    let (field, button) = (use_node_ref(), use_node_ref());
    let was_editing = use_mut_ref(|| false);
    {
        let (field, button) = (field.clone(), button.clone());
        use_effect_with(*editing, move |editing| {
            if let Some(field) = field.cast::<HtmlInputElement>().filter(|_| *editing) {
                drop(field.focus());
                field.select();
            } else if let Some(button) = button.cast::<web_sys::HtmlElement>()
                && was_editing.replace(false)
            {
                drop(button.focus());
            }
            if *editing {
                was_editing.replace(true);
            }
        });
    }
    let name = bench.campaign.saved.name.clone();
    if !*editing {
        let start = editing.clone();
        return button!(node: button, class: "quiet project", label: ["Campaign ", &name, ", rename"].concat(), onclick: move |_| start.set(true), children: html! { <><span class="cut">{ name.clone() }</span>{ icon("pencil") }</> });
    }
    let keep = {
        let (editing, campaign) = (editing.clone(), bench.campaign.dispatcher());
        move |field: HtmlInputElement| {
            let name = field.value().trim().to_owned();
            if !name.is_empty() {
                campaign.dispatch(Action::Rename(name));
            }
            editing.set(false);
        }
    };
    let onkeydown = {
        let (keep, editing) = (keep.clone(), editing.clone());
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Enter" => {
                event.prevent_default();
                event.stop_propagation();
                keep(event.target_unchecked_into());
            }
            "Escape" => editing.set(false),
            _ => (),
        })
    };
    let onblur = Callback::from(move |event: FocusEvent| {
        // Escape takes the field away, which blurs it; then there is nothing to keep.
        if *editing {
            keep(event.target_unchecked_into());
        }
    });
    html! {
        <input ref={field} class="input rename" aria-label="Name of the campaign" data-own-undo="" value={name}
            {onkeydown} {onblur} />
    }
}

fn saved(state: &SaveState) -> Html {
    let (picture, class, text, short) = match state {
        SaveState::Clean => ("ok", "", "Saved in this browser".to_owned(), "Saved"),
        SaveState::Pending => ("clock", "", "Saving…".to_owned(), "Saving"),
        SaveState::Saved(time) => ("ok", "", ["Saved in this browser, ", time].concat(), "Saved"),
        SaveState::MemoryOnly => {
            ("warn", "is-warning", "Kept only while this tab is open".to_owned(), "Not kept")
        }
        SaveState::Failed(_) => ("stop", "is-danger", "Not saved".to_owned(), "Not saved"),
    };
    html! {
        <span class={classes!("saved", class)} data-test="saved">
            { icon_small(picture) }<span class="t" aria-hidden="true">{ text }</span><span class="vh">{ short }</span>
        </span>
    }
}
