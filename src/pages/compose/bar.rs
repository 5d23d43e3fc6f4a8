//! The bar above the letter: whole letters, what inserts, undo, a test; in the narrow view, the switch between editing
//! and the preview, and a menu of the rest.

use super::area::Area;
use super::insert::Piece;
use super::trial::Trial;
use super::{extras, letters, tools, verbs};
use crate::command::{Command, use_commands};
use crate::components::{Menu, MenuItem, Tab, button, tabs};
use crate::hooks::use_around;
use crate::provider::use_workbench;
use compose::Format;
use yew::prelude::*;

const MODES: &[Tab] = &[
    Tab { id: "edit", label: "Edit", icon: Some("pencil") },
    Tab { id: "preview", label: "Preview", icon: Some("eye") },
];

/// What the bar is told.
#[derive(Properties, PartialEq)]
pub struct BarProps {
    /// The field of the letter's body.
    pub area: Area,
    /// Which part of the letter had the cursor last.
    pub last_field: Callback<(), &'static str>,
    /// What the narrow view shows: `edit` or `preview`.
    pub mode: &'static str,
    /// Called with what it shall show.
    pub onmode: Callback<&'static str>,
}

/// The bar.
#[component]
pub fn Bar(props: &BarProps) -> Html {
    let (bench, around) = (use_workbench(), use_around());
    let area = props.area.clone();
    let trial = use_state(|| false);
    let tools = tools::commands(&bench, &area);
    let history = verbs::history(&bench);
    let test = {
        let trial = trial.clone();
        Command::new("test", "Send a test", "letter", move |()| trial.set(true))
            .keys("Mod+Enter")
            .keywords("mail try")
    };
    let letters = letters::use_letters(&bench, &around);
    let extras = extras::use_extras(&bench, &area);
    let mut tools = tools;
    if let Some(image) = tools.iter_mut().find(|tool| tool.name == "image")
        && bench.letter().format != Format::Text
    {
        image.run = extras.image;
    }
    let mut commands = tools.clone();
    commands.extend(extras.commands.clone());
    commands.extend(letters.commands);
    commands.extend(history.clone());
    commands.push(test.clone());
    commands.extend(verbs::recipients(&bench));
    use_commands(&around.registry, commands);

    let fields = tools::fields(&bench);
    let put = |piece: fn(String) -> Piece| {
        let (bench, area, last_field) = (bench.clone(), area.clone(), props.last_field.clone());
        Callback::from(move |name: AttrValue| {
            let piece = match piece(name.to_string()) {
                // Some readers have nothing there.
                Piece::Field(name) if tools::has_gaps(&bench, &name) => Piece::FieldOr(name),
                piece => piece,
            };
            let is_field = matches!(piece, Piece::Field(_) | Piece::FieldOr(_));
            let field = if is_field { last_field.emit(()) } else { "body" };
            tools::put(&bench, &area, field, &piece);
        })
    };
    let (onfield, oncondition, onloop) = (put(Piece::Field), put(Piece::Condition), put(Piece::Loop));
    let close_trial = {
        let trial = trial.clone();
        Callback::from(move |()| trial.set(false))
    };
    // What has no room in the narrow view.
    let line = |command: &Command| MenuItem {
        label: command.label.clone(),
        note: AttrValue::default(),
        icon: Some(command.icon),
        run: command.run.clone(),
    };
    let mut narrow: Vec<MenuItem> = letters.items.clone();
    narrow.extend(extras.commands.iter().chain(&tools).chain(&history).map(line));
    narrow.extend(
        tools::items(&fields, &onfield).into_iter().map(|item| MenuItem { icon: Some("field"), ..item }),
    );
    let tool = |command: &Command| {
        let run = command.run.clone();
        button!(class: "quiet icon", icon: command.icon, label: command.label.clone(), popup: "dialog", onclick: move |_| run.emit(()))
    };
    narrow.extend(tools::worded("If ", "branch", tools::items(&fields, &oncondition)));
    narrow.extend(tools::worded("For each in ", "refresh", tools::items(&fields, &onloop)));
    let run_test = test.run.clone();
    html! {
        <>
            <span class="more-w"><Menu class="quiet" icon="letter" items={letters.items.clone()}>{ "Letter" }</Menu></span>
            <span class="more-w row">{ for extras.commands.iter().map(tool) }</span>
            { tools::toolbar(&tools, &history, &fields, &onfield, &oncondition, &onloop) }
            { tabs(MODES, props.mode, "Edit or preview", "panes", Some("mode"), props.onmode.clone()) }
            <div class="acts">
                <span class="more-s"><Menu class="quiet icon" icon="more" label="More commands" at_end=true items={narrow} /></span>
                { button!(class: "test", icon: test.icon, keys: test.keys, popup: "dialog", onclick: move |_| run_test.emit(()), children: html! { <span class="t">{ test.label.clone() }</span> }) }
            </div>
            <Trial open={*trial} onclose={close_trial} />
            { extras.html }
            { letters.html }
        </>
    }
}
