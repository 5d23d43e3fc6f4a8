//! The bar above the letter: whole letters, what inserts, undo, a test; in the narrow view, the switch between editing
//! and the preview, and a menu of the rest.

use super::area::Area;
use super::insert::Piece;
use super::picture::{Asked, Picture};
use super::trial::Trial;
use super::{caught, enclosed, letters, picture, theme, tools, verbs};
use crate::command::{Command, use_commands};
use crate::components::{Menu, MenuItem, Tab, button, tabs};
use crate::hooks::use_around;
use crate::provider::use_workbench;
use compose::Format;
use std::rc::Rc;
use web_sys::File;
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
    let (dressing, enclosing) = (use_state(|| false), use_state(|| false));
    let asked = use_state(|| Asked::None);
    let open = |name, label, icon, keywords, state: &UseStateHandle<bool>| {
        let state = state.clone();
        Command::new(name, label, icon, move |()| state.set(true)).keywords(keywords)
    };
    let looks = [
        open("theme", "Theme…", "sun", "colours font logo width dark", &dressing),
        open("files", "Attachments and images…", "attach", "file cid enclose pdf", &enclosing),
    ];
    let shut = |state: &UseStateHandle<bool>| {
        let state = state.clone();
        Callback::from(move |()| state.set(false))
    };
    let onask = {
        let asked = asked.clone();
        Callback::from(move |files: Asked| asked.set(files))
    };
    let mut tools = tools;
    if let Some(image) = tools.iter_mut().find(|tool| tool.name == "image")
        && bench.letter().format != Format::Text
    {
        let onask = onask.clone();
        image.run = Callback::from(move |()| onask.emit(Some(Rc::default())));
    }
    let take = {
        let (bench, enclosing, onask) = (bench.clone(), enclosing.clone(), onask.clone());
        Callback::from(move |files: Vec<File>| {
            let shown = bench.letter().format != Format::Text;
            let (images, others): (Vec<File>, Vec<File>) =
                files.into_iter().partition(|file| shown && file.type_().starts_with("image/"));
            if !others.is_empty() {
                let others = enclosed::named(others);
                let names: Vec<String> = others.iter().map(|(name, _)| name.clone()).collect();
                bench.edit("attach", |letter| {
                    // A zip is mostly a folder of files for readers of their own.
                    letter.attachments.extend(names.into_iter().filter(|name| !name.ends_with(".zip")));
                });
                picture::enclose(&bench, others);
                enclosing.set(true);
            }
            if !images.is_empty() {
                onask.emit(Some(Rc::new(images)));
            }
        })
    };
    caught::use_caught(&area, &take);
    let onshow = {
        let (bench, area, enclosing) = (bench.clone(), area.clone(), enclosing.clone());
        Callback::from(move |name: String| {
            let piece = Piece::Picture { address: ["cid:", &name].concat(), alt: String::new(), width: 0 };
            tools::put(&bench, &area, "body", &piece);
            enclosing.set(false);
        })
    };
    let mut commands = tools.clone();
    commands.extend(looks.clone());
    commands.extend(letters.commands);
    commands.extend(history.clone());
    commands.push(test.clone());
    commands.extend(verbs::recipients(&bench));
    use_commands(&around.registry, commands);

    let fields = tools::fields(&bench);
    let put = |piece: fn(String) -> Piece| {
        let (bench, area, last_field) = (bench.clone(), area.clone(), props.last_field.clone());
        Callback::from(move |name: AttrValue| {
            let piece = piece(name.to_string());
            let field = if matches!(piece, Piece::Field(_)) { last_field.emit(()) } else { "body" };
            tools::put(&bench, &area, field, &piece);
        })
    };
    let (onfield, oncondition) = (put(Piece::Field), put(Piece::Condition));
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
    narrow.extend(looks.iter().chain(&tools).chain(&history).map(line));
    narrow.extend(
        tools::items(&fields, &onfield).into_iter().map(|item| MenuItem { icon: Some("field"), ..item }),
    );
    let tool = |command: &Command| {
        let run = command.run.clone();
        button!(class: "quiet icon", icon: command.icon, label: command.label.clone(), popup: "dialog", onclick: move |_| run.emit(()))
    };
    let run_test = test.run.clone();
    html! {
        <>
            <span class="more-w"><Menu class="quiet" icon="letter" items={letters.items.clone()}>{ "Letter" }</Menu></span>
            <span class="more-w row">{ for looks.iter().map(tool) }</span>
            { tools::toolbar(&tools, &history, &fields, &onfield, &oncondition) }
            { tabs(MODES, props.mode, "Edit or preview", "panes", Some("mode"), props.onmode.clone()) }
            <div class="acts">
                <span class="more-s"><Menu class="quiet icon" icon="more" label="More commands" at_end=true items={narrow} /></span>
                { button!(class: "test", icon: test.icon, keys: test.keys, popup: "dialog", onclick: move |_| run_test.emit(()), children: html! { <span class="t">{ test.label.clone() }</span> }) }
            </div>
            <Trial open={*trial} onclose={close_trial} />
            <theme::Panel open={*dressing} onclose={shut(&dressing)} />
            <enclosed::Enclosed open={*enclosing} onclose={shut(&enclosing)} {onshow} />
            <Picture asked={(*asked).clone()} area={area.clone()} {onask} />
            { letters.html }
        </>
    }
}
