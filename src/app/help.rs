//! Every key that does something now, from the same registry as the palette.

use crate::command::{Command, Registry, keys};
use crate::components::Dialog;
use yew::prelude::*;

/// What the dialog is told.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Whether it is open.
    pub open: bool,
    /// Called when it closes.
    pub onclose: Callback<()>,
}

/// The dialog of shortcuts.
#[component]
pub fn Help(props: &Props) -> Html {
    let registry = use_context::<Registry>().unwrap_or_default();
    let commands: Vec<Command> = match props.open {
        true => registry.live().into_iter().filter(|command| !command.keys.is_empty()).collect(),
        false => Vec::new(),
    };
    html! {
        <Dialog open={props.open} title="Keyboard shortcuts" onclose={props.onclose.clone()}>
            <div class="keyscroll" tabindex="0" role="region" aria-label="Shortcuts">
                { for commands.chunk_by(|a, b| a.group == b.group).map(|group| html! {
                    <table class="keytable">
                        <caption>{ group.first().map_or("", |command| command.group.name()) }</caption>
                        <tbody>{ for group.iter().map(row) }</tbody>
                    </table>
                }) }
            </div>
            <p class="hint">
                { "Single letters and G with a letter work while a list has the focus, or everywhere when they are switched on in Settings." }
            </p>
        </Dialog>
    }
}

fn row(command: &Command) -> Html {
    let shown = keys::shown(command.keys);
    html! {
        <tr>
            <th scope="row">{ command.label.clone() }</th>
            <td>{ for shown.split(' ').map(|key| html! { <><kbd>{ key.to_owned() }</kbd>{ " " }</> }) }</td>
        </tr>
    }
}
