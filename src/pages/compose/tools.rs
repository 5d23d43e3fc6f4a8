//! The toolbar: commands that insert readable source at the cursor.

use super::area::Area;
use super::envelope;
use super::insert::{Piece, insert};
use super::places;
use crate::command::Command;
use crate::components::{Menu, MenuItem, button};
use crate::workbench::Workbench;
use compose::Format;
use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent};
use yew::prelude::*;

/// Commands that have no button of their own: they stand in a menu.
const SELDOM: [&str; 3] = ["divider", "columns", "signature"];

/// The commands of the toolbar, in their order.
pub fn commands(bench: &Workbench, area: &Area) -> Vec<Command> {
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
        command("columns", "Columns", "columns", Piece::Columns),
        command("signature", "Signature", "pencil", Piece::Signature(signature(bench))),
    ]
}

/// Who signs the letter: the sender's name.
fn signature(bench: &Workbench) -> String {
    let letter = bench.letter();
    let name = letter.from.rsplit_once('<').map_or("", |(name, _)| name.trim().trim_matches('"'));
    if name.is_empty() { "Your name".to_owned() } else { name.to_owned() }
}

/// The columns of the list, each a variable with a sample.
pub fn fields(bench: &Workbench) -> Vec<(AttrValue, AttrValue)> {
    bench.session.list.as_ref().map_or_else(Vec::new, |list| {
        let sample = |column: &recipients::Column| column.samples.first().cloned().unwrap_or_default();
        list.columns.iter().map(|column| (column.variable.clone().into(), sample(column).into())).collect()
    })
}

/// Whether some readers have nothing in a column.
pub fn has_gaps(bench: &Workbench, variable: &str) -> bool {
    let list = bench.session.list.as_ref();
    list.is_some_and(|list| list.columns.iter().any(|own| own.variable == variable && own.empty > 0))
}

/// Inserts a piece into a part of the letter, where its cursor stands.
pub fn put(bench: &Workbench, area: &Area, field: &'static str, piece: &Piece) {
    let input = input(field);
    let Some((text, start, end)) = selected(area, input.as_ref()) else { return };
    let format = if field == "body" { bench.letter().format } else { Format::Text };
    let (start, end) = (places::byte_of(&text, start), places::byte_of(&text, end));
    let changed = insert(&text, start, end, piece, format);
    let (from, to) =
        (places::units_of(&changed.text, changed.start), places::units_of(&changed.text, changed.end));
    // The field first: the reducer's answer then finds it as it should be and leaves the cursor alone.
    match &input {
        Some(input) => {
            input.set_value(&changed.text);
            drop(input.set_selection_range(from, to));
        }
        None => {
            area.bring(&changed.text);
            area.select(from, to);
        }
    }
    bench.edit("insert", |letter| {
        envelope::part(letter, field).into_iter().for_each(|part| part.clone_from(&changed.text));
    });
    match &input {
        Some(input) => drop(input.focus()),
        None => area.focus(),
    }
}

/// The one-line field of a part; `None` for the body.
fn input(field: &str) -> Option<HtmlInputElement> {
    if field == "body" { None } else { document().get_element_by_id(field)?.dyn_into().ok() }
}

fn selected(area: &Area, input: Option<&HtmlInputElement>) -> Option<(String, usize, usize)> {
    let Some(input) = input else { return area.selected() };
    let (start, end) = (input.selection_start().ok()??, input.selection_end().ok()??);
    Some((input.value(), start as usize, end as usize))
}

/// The toolbar: its commands, undo and redo, and what inserts the merge field of a column or a condition on it.
pub fn toolbar(
    commands: &[Command],
    history: &[Command],
    fields: &[(AttrValue, AttrValue)],
    onfield: &Callback<AttrValue>,
    oncondition: &Callback<AttrValue>,
    onloop: &Callback<AttrValue>,
) -> Html {
    let tool = |command: &Command| {
        let run = command.run.clone();
        button!(class: "quiet icon", icon: command.icon, label: command.label.clone(), keys: command.keys, disabled: !command.when, onclick: move |_| run.emit(()))
    };
    let seldom = commands.iter().filter(|command| SELDOM.contains(&command.name));
    let mut more: Vec<MenuItem> = seldom.map(MenuItem::of).collect();
    more.extend(worded("For each in ", "refresh", items(fields, onloop)));
    html! {
        <div class="tools" role="toolbar" aria-label="Insert" aria-controls="pane-edit" onkeydown={Callback::from(walk)}>
            <span class="part hist">{ for history.iter().map(tool) }<span class="sep" aria-hidden="true"></span></span>
            <span class="part form">
                { for commands.iter().filter(|command| !SELDOM.contains(&command.name)).map(tool) }
                <span class="sep" aria-hidden="true"></span>
            </span>
            <Menu class="quiet" icon="field" items={items(fields, onfield)}>{ word("Merge field") }</Menu>
            <Menu class="quiet" icon="branch" items={items(fields, oncondition)}>{ word("Condition") }</Menu>
            <Menu class="quiet icon" icon="plus" label="More to insert" items={more} />
        </div>
    }
}

/// A button's word, which is only read out where there is no room for it.
fn word(word: &'static str) -> Html {
    html! { <span class="word">{ word }</span> }
}

/// Lines of a menu with a word and an icon before each.
pub fn worded(word: &'static str, icon: &'static str, items: Vec<MenuItem>) -> Vec<MenuItem> {
    let one = |item: MenuItem| MenuItem {
        label: [word, item.label.as_str()].concat().into(),
        icon: Some(icon),
        ..item
    };
    items.into_iter().map(one).collect()
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
