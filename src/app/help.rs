//! Every key that does something now, from the same registry as the palette.

use crate::command::{Command, keys};
use crate::components::Dialog;
use crate::hooks::use_around;
use yew::prelude::*;

/// What the dialog is told.
#[derive(Properties, PartialEq)]
pub struct HelpProps {
    /// Whether it is open.
    pub open: bool,
    /// Called when the user closes it.
    pub onclose: Callback<()>,
}

/// The dialog of shortcuts.
#[component]
pub fn Help(props: &HelpProps) -> Html {
    let (registry, open, onclose) = (use_around().registry, props.open, props.onclose.clone());
    let commands: Vec<Command> = match open {
        true => registry.live().into_iter().filter(|command| !command.keys.is_empty()).collect(),
        false => Vec::new(),
    };
    html! {
        <Dialog {open} title="Keyboard shortcuts" {onclose}>
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
