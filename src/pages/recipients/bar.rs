//! The page's bar: what the list is, and what can be done with it as a whole.

use super::columns::format_words;
use crate::command::Command;
use crate::components::button;
use crate::pages::shared::file_button;
use crate::text;
use crate::workbench::Workbench;
use recipients::{ListSummary, Which};
use std::rc::Rc;
use web_sys::File;
use yew::prelude::*;

/// What the bar is told.
pub struct Props {
    /// The list, where there is one.
    pub list: Option<Rc<ListSummary>>,
    /// Takes another file.
    pub ontake: Callback<File>,
    /// Opens the dialog for addresses.
    pub onpaste: Callback<()>,
}

/// The bar, and its verbs.
pub fn bar(bench: &Workbench, props: &Props) -> (Html, Vec<Command>) {
    let certain: usize = props.list.iter().flat_map(|list| &list.groups).map(|group| group.fixable).sum();
    let fix = {
        let bench = bench.clone();
        Callback::from(move |()| bench.fix_rows(None, None))
    };
    let label = ["Fix all ", &text::count(certain), " certain"].concat();
    let paste = props.onpaste.clone();
    let mut commands =
        vec![Command::new("paste-list", "Paste addresses…", "plus", move |()| paste.emit(()))];
    if certain > 0 {
        let fix = fix.clone();
        let all = Command::new("fix-all", label.clone(), "fix", move |()| fix.emit(()));
        commands.push(all.keys("Mod+Enter").keywords("repair addresses"));
    }
    if props.list.is_some() {
        let drop = bench.clone();
        let (all, undo) = (bench.clone(), bench.clone());
        commands.push(
            Command::new("save-list", "Export the corrected list", "download", move |()| {
                all.save_list(Which::All)
            })
            .keywords("csv download save"),
        );
        commands.push(
            Command::new("undo-change", "Undo the last change of the list", "undo", move |()| {
                undo.undo_change()
            })
            .keys("Mod+Z")
            .when(!bench.campaign.saved.changes.is_empty()),
        );
        commands.push(Command::new("drop-list", "Remove the list", "trash", move |()| drop.drop_list()));
    }
    let paste = props.onpaste.clone();
    let (save, undo, changes) = (bench.clone(), bench.clone(), bench.campaign.saved.changes.len());
    let bar = html! {
        <div class="bar">
            <h1 tabindex="-1">{ "Recipients" }</h1>
            if let Some(list) = &props.list {
                <p class="lede">
                    <span class="mono wrap-any">{ list.name.clone() }</span>
                    { [", ", &text::some(list.counts.rows, "row", "rows"), ", "].concat() }
                    <span class="nowrap">{ format_words(list) }</span>
                </p>
                <div class="acts">
                    { button!(icon: "plus", onclick: move |_| paste.emit(()), children: "Paste addresses") }
                    { file_button("Replace list", "upload", "", &props.ontake) }
                    { button!(icon: "download", onclick: move |_| save.save_list(Which::All), children: "Export corrected list") }
                    if changes > 0 {
                        { button!(icon: "undo", keys: "Mod+Z", onclick: move |_| undo.undo_change(), children: "Undo") }
                    }
                    if certain > 0 {
                        { button!(class: "primary", icon: "fix", keys: "Mod+Enter", onclick: move |_| fix.emit(()), children: label) }
                    }
                </div>
            }
        </div>
    };
    (bar, commands)
}
