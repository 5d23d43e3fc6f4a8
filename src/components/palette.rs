//! The command palette: a text field that drives a list (WAI-ARIA combobox with a list box). The focus stays in the
//! field; arrows choose, Enter runs.

use super::{Dialog, flag, icon};
use crate::command::{Command, keys};
use crate::hooks::use_around;
use web_sys::{HtmlElement, HtmlInputElement, InputEvent, KeyboardEvent};
use yew::prelude::*;

/// The command palette; `onclose` is called when it closes, before a command runs.
pub fn palette(open: bool, onclose: Callback<()>) -> Html {
    html! {
        <Dialog {open} title="Command palette" heading=false class="palette" onclose={onclose.clone()}>
            <Finder {onclose} />
        </Dialog>
    }
}

#[derive(Properties, PartialEq)]
struct FinderProps {
    onclose: Callback<()>,
}

#[component]
fn Finder(props: &FinderProps) -> Html {
    let registry = use_around().registry;
    let all = use_memo((), |()| registry.live());
    let query = use_state(String::new);
    let at = use_state(|| 0usize);
    let field = use_node_ref();
    {
        let field = field.clone();
        use_effect_with((), move |()| {
            if let Some(field) = field.cast::<HtmlElement>() {
                drop(field.focus());
            }
        });
    }
    let found: Vec<Command> = all.iter().filter(|command| matches(command, &query)).cloned().collect();
    let chosen = (*at).min(found.len().saturating_sub(1));
    let run = {
        let close = props.onclose.clone();
        Callback::from(move |command: Command| {
            close.emit(());
            // After the dialog is closed and the focus is back, so that a command may move it.
            gloo::timers::callback::Timeout::new(0, move || command.run.emit(())).forget();
        })
    };
    let oninput = {
        let (query, at) = (query.clone(), at.clone());
        Callback::from(move |event: InputEvent| {
            query.set(event.target_unchecked_into::<HtmlInputElement>().value());
            at.set(0);
        })
    };
    let onkeydown = {
        let (at, found, run) = (at.clone(), found.clone(), run.clone());
        Callback::from(move |event: KeyboardEvent| {
            let last = found.len().saturating_sub(1);
            match event.key().as_str() {
                "ArrowDown" => at.set(if chosen == last { 0 } else { chosen + 1 }),
                "ArrowUp" => at.set(if chosen == 0 { last } else { chosen - 1 }),
                "Enter" => found.get(chosen).into_iter().for_each(|command| run.emit(command.clone())),
                _ => return,
            }
            event.prevent_default();
        })
    };
    let active = found.get(chosen).map(|command| ["po-", command.name].concat());
    {
        let active = active.clone();
        use_effect_with(active, |active| {
            let option = active.as_ref().and_then(|id| gloo::utils::document().get_element_by_id(id));
            if let Some(option) = option {
                let how = web_sys::ScrollIntoViewOptions::new();
                how.set_block(web_sys::ScrollLogicalPosition::Nearest);
                option.scroll_into_view_with_scroll_into_view_options(&how);
            }
        });
    }
    let option = |(place, command): (usize, &Command)| {
        let (run, command_to_run) = (run.clone(), command.clone());
        let combinations: Vec<String> = match command.keys {
            "" => Vec::new(),
            written => keys::shown(written).split(' ').map(str::to_owned).collect(),
        };
        html! {
            <div role="option" key={command.name} id={["po-", command.name].concat()}
                aria-selected={flag(place == chosen)} onclick={move |_| run.emit(command_to_run.clone())}>
                { icon(command.icon) }
                <span class="cut">{ bold(&command.label, &query) }</span>
                <span class="keys">{ for combinations.iter().map(|key| html! { <kbd>{ key }</kbd> }) }</span>
            </div>
        }
    };
    let places: Vec<(usize, &Command)> = found.iter().enumerate().collect();
    html! {
        <>
            <div class="find">
                { icon("search") }
                <input ref={field} type="text" role="combobox" aria-expanded="true" aria-controls="palette-list"
                    aria-activedescendant={active} aria-autocomplete="list" aria-label="Search or run a command"
                    autocomplete="off" spellcheck="false" value={(*query).clone()} {oninput} {onkeydown} />
                <kbd>{ "Esc" }</kbd>
            </div>
            <div role="listbox" id="palette-list" aria-label="Commands" tabindex="-1">
                { for places.chunk_by(|a, b| a.1.group == b.1.group).map(|group| {
                    let name = group.first().map_or("", |(_, command)| command.group.name());
                    html! {
                        <div role="group" aria-label={name} key={name}>
                            <div class="cat" aria-hidden="true">{ name }</div>
                            { for group.iter().copied().map(option) }
                        </div>
                    }
                }) }
            </div>
            if found.is_empty() {
                <p class="none" role="status">{ "No command has these words" }</p>
            }
            <div class="foot">
                <span><kbd>{ "↑" }</kbd>{ " " }<kbd>{ "↓" }</kbd>{ " choose" }</span>
                <span><kbd>{ "Enter" }</kbd>{ " run" }</span>
                <span>{ [&found.len().to_string(), " of ", &all.len().to_string(), " commands"].concat() }</span>
            </div>
        </>
    }
}

fn matches(command: &Command, query: &str) -> bool {
    let text = [&command.label, " ", command.keywords].concat().to_lowercase();
    query.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

/// The label with the first word of the query in bold, where it stands in it.
fn bold(label: &str, query: &str) -> Html {
    let word = query.split_whitespace().next().unwrap_or_default();
    // Only where case does not change lengths, so that places in the one text are places in the other.
    let place = label.to_ascii_lowercase().find(&word.to_ascii_lowercase()).filter(|_| !word.is_empty());
    match place.and_then(|start| {
        Some((label.get(..start)?, label.get(start..start + word.len())?, start + word.len()))
    }) {
        Some((before, hit, rest)) => {
            html! { <>{ before }<b>{ hit }</b>{ label.get(rest..).unwrap_or_default() }</> }
        }
        None => html! { { label } },
    }
}
