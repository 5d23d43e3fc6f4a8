//! The toolbar: commands that insert readable source at the cursor.

use super::envelope;
use super::insert::{Piece, insert};
use super::places;
use crate::command::Command;
use crate::components::{Menu, MenuItem, button};
use crate::workbench::Workbench;
use compose::Format;
use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlTextAreaElement, KeyboardEvent};
use yew::prelude::*;

/// The commands of the toolbar, in their order.
pub fn commands(bench: &Workbench, area: &NodeRef) -> Vec<Command> {
    let command = |name, label, icon, piece: Piece| {
        let (bench, area) = (bench.clone(), area.clone());
        Command::new(name, label, icon, move |()| put(&bench, &area, "body", &piece))
            .keywords("insert format")
    };
    vec![
        command("heading", "Heading", "heading", Piece::Heading),
        command("bold", "Bold", "bold", Piece::Bold).keys("Mod+B"),
        command("italic", "Italic", "italic", Piece::Italic).keys("Mod+I"),
        command("list", "List", "list", Piece::List),
        command("link", "Link", "link", Piece::Link).keys("Mod+Shift+L"),
        command("image", "Image", "image", Piece::Image),
        command("button", "Button", "button", Piece::Button),
        command("table", "Price table", "table", Piece::Table),
        command("divider", "Divider", "dash", Piece::Divider),
    ]
}

/// Inserts a piece into a part of the letter, where its cursor stands.
pub fn put(bench: &Workbench, area: &NodeRef, field: &'static str, piece: &Piece) {
    let Some((element, text, selection)) = selected(area, field) else { return };
    let format = if field == "body" { bench.letter().format } else { Format::Text };
    let (start, end) = (places::byte_of(&text, selection.0), places::byte_of(&text, selection.1));
    let changed = insert(&text, start, end, piece, format);
    let (from, to) =
        (places::units_of(&changed.text, changed.start), places::units_of(&changed.text, changed.end));
    // The element first: the reducer's answer then finds it as it should be and leaves the cursor alone.
    if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
        area.set_value(&changed.text);
        drop(area.set_selection_range(from, to));
    } else if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        input.set_value(&changed.text);
        drop(input.set_selection_range(from, to));
    }
    bench.edit("insert", |letter| {
        envelope::part(letter, field).into_iter().for_each(|part| part.clone_from(&changed.text));
    });
    drop(element.focus());
}

fn selected(area: &NodeRef, field: &str) -> Option<(HtmlElement, String, (usize, usize))> {
    if field == "body" {
        let area = area.cast::<HtmlTextAreaElement>()?;
        let (start, end) = (area.selection_start().ok()??, area.selection_end().ok()??);
        let text = area.value();
        return Some((area.unchecked_into(), text, (start as usize, end as usize)));
    }
    let input: HtmlInputElement = document().get_element_by_id(field)?.dyn_into().ok()?;
    let (start, end) = (input.selection_start().ok()??, input.selection_end().ok()??);
    let text = input.value();
    Some((input.unchecked_into(), text, (start as usize, end as usize)))
}

/// The toolbar: its commands, undo and redo, and what inserts the merge field of a column or a condition on it.
pub fn toolbar(
    commands: &[Command],
    history: &[Command],
    fields: &[(AttrValue, AttrValue)],
    onfield: &Callback<AttrValue>,
    oncondition: &Callback<AttrValue>,
) -> Html {
    let tool = |command: &Command| {
        let run = command.run.clone();
        button!(class: "quiet icon", icon: command.icon, label: command.label.clone(), keys: command.keys, disabled: !command.when, onclick: move |_| run.emit(()))
    };
    html! {
        <div class="tools" role="toolbar" aria-label="Insert" aria-controls="body" onkeydown={Callback::from(walk)}>
            { for commands.iter().filter(|command| command.name != "divider").map(tool) }
            <span class="sep" aria-hidden="true"></span>
            <Menu class="quiet" icon="field" items={items(fields, onfield)}>{ "Merge field" }</Menu>
            <Menu class="quiet" icon="branch" items={items(fields, oncondition)}>{ "Condition" }</Menu>
            <span class="sep" aria-hidden="true"></span>
            { for history.iter().map(tool) }
        </div>
    }
}

/// A line of a menu for each column.
pub fn items(fields: &[(AttrValue, AttrValue)], run: &Callback<AttrValue>) -> Vec<MenuItem> {
    let item = |(variable, sample): &(AttrValue, AttrValue)| {
        let (run, name) = (run.clone(), variable.clone());
        let run = Callback::from(move |()| run.emit(name.clone()));
        MenuItem { label: variable.clone(), note: sample.clone(), icon: None, run }
    };
    fields.iter().map(item).collect()
}

/// Arrows move through a toolbar.
fn walk(event: KeyboardEvent) {
    let forward = match event.key().as_str() {
        "ArrowRight" => true,
        "ArrowLeft" => false,
        _ => return,
    };
    let active = document().active_element();
    let Some(bar) = active.as_ref().and_then(|active| active.closest("[role=toolbar]").ok().flatten()) else {
        return;
    };
    let Ok(found) = bar.query_selector_all(".btn") else { return };
    let all: Vec<Element> = (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect();
    let Some(at) =
        all.iter().position(|button| active.as_ref().is_some_and(|a| a.is_same_node(Some(button))))
    else {
        return;
    };
    let to = if forward { (at + 1) % all.len() } else { (at + all.len() - 1) % all.len() };
    if let Some(button) = all.get(to).and_then(|button| button.dyn_ref::<HtmlElement>()) {
        event.prevent_default();
        drop(button.focus());
    }
}
