//! Compose: the letter on the left, what a reader gets on the right, what is wrong below.

pub(crate) mod area;
mod code;
mod editor;
mod envelope;
mod frame;
mod ink;
mod insert;
mod letters;
mod morph;
pub(super) mod places;
mod plain;
pub(crate) mod preview;
pub(crate) mod problems;
mod tools;
pub(crate) mod trial;
mod verbs;

use crate::command::{Command, use_commands};
use crate::components::{Menu, MenuItem, Splitter, Tab, button, tabs};
use crate::engine::Health;
use crate::hooks::use_around;
use crate::provider::use_workbench;
use engine::protocol::PreviewFor;
use gloo::utils::document;
use insert::Piece;
use std::rc::Rc;
use yew::prelude::*;

const MODES: &[Tab] = &[
    Tab { id: "edit", label: "Edit", icon: Some("pencil") },
    Tab { id: "preview", label: "Preview", icon: Some("eye") },
];

fn preview_name(recipient: &PreviewFor) -> &str {
    if recipient.name.is_empty() { &recipient.address } else { &recipient.name }
}

/// The page on which the letter is written.
#[component]
pub fn Compose() -> Html {
    let bench = use_workbench();
    let around = use_around();
    let area = (*use_memo((), |()| area::Area::default())).clone();
    let mode = use_state(|| "edit");
    let split = use_state(|| 52u32);
    let more = use_state(|| false);
    let trial = use_state(|| false);
    // Where a merge field goes: into the part of the letter that had the cursor last.
    let last_field = use_mut_ref(|| "body");

    let letter = bench.letter();
    let newest = bench.session.newest.clone();
    let diagnostics = use_memo(bench.session.diagnostics().to_vec(), |diagnostics| diagnostics.clone());
    let onvisit = {
        let mode = mode.clone();
        Callback::from(move |()| mode.set("edit"))
    };
    let tools = tools::commands(&bench, &area);
    let history = verbs::history(&bench);
    let test = {
        let trial = trial.clone();
        Command::new("test", "Send a test", "letter", move |()| trial.set(true))
            .keys("Mod+Enter")
            .keywords("mail try")
    };
    let letters = letters::use_letters(&bench, &around);
    let mut commands = tools.clone();
    commands.extend(letters.commands);
    commands.extend(history.clone());
    commands.push(test.clone());
    commands.extend(verbs::recipients(&bench));
    use_commands(&around.registry, commands);

    let fields: Vec<(AttrValue, AttrValue)> = bench.session.list.as_ref().map_or_else(Vec::new, |list| {
        let sample = |column: &recipients::Column| column.samples.first().cloned().unwrap_or_default();
        list.columns.iter().map(|column| (column.variable.clone().into(), sample(column).into())).collect()
    });
    let put = |piece: fn(String) -> Piece| {
        let (bench, area, last_field) = (bench.clone(), area.clone(), Rc::clone(&last_field));
        Callback::from(move |name: AttrValue| {
            let piece = piece(name.to_string());
            let field = if matches!(piece, Piece::Field(_)) { *last_field.borrow() } else { "body" };
            tools::put(&bench, &area, field, &piece);
        })
    };
    let (onfield, oncondition) = (put(Piece::Field), put(Piece::Condition));
    let onfocusin = {
        let last_field = Rc::clone(&last_field);
        Callback::from(move |_: FocusEvent| {
            let named = document().active_element().and_then(|active| active.get_attribute("data-field"));
            let known = envelope::PARTS.iter().map(|(name, _)| *name).chain(["body"]);
            if let Some(field) = named.and_then(|named| known.into_iter().find(|name| *name == named)) {
                last_field.replace(field);
            }
        })
    };
    let oninput = {
        let bench = bench.clone();
        Callback::from(move |body: String| bench.edit("body", |letter| letter.body = body))
    };
    let onfix = {
        let (bench, diagnostics) = (bench.clone(), Rc::clone(&diagnostics));
        Callback::from(move |number: u32| {
            if let Some(diagnostic) = diagnostics.get(number as usize) {
                problems::mend(&bench, diagnostic);
            }
        })
    };
    let set = |state: &UseStateHandle<bool>| {
        let state = state.clone();
        Callback::from(move |on| state.set(on))
    };
    let close_trial = set(&trial).reform(|()| false);
    let onmode = {
        let mode = mode.clone();
        Callback::from(move |chosen| mode.set(chosen))
    };
    let onmove = {
        let split = split.clone();
        Callback::from(move |share| split.set(share))
    };
    // What has no room in the narrow view.
    let line = |command: &Command| MenuItem {
        label: command.label.clone(),
        note: AttrValue::default(),
        icon: Some(command.icon),
        run: command.run.clone(),
    };
    let mut narrow: Vec<MenuItem> = letters.items.clone();
    narrow.extend(tools.iter().chain(&history).map(line));
    narrow.extend(
        tools::items(&fields, &onfield).into_iter().map(|item| MenuItem { icon: Some("field"), ..item }),
    );
    let subject_length =
        newest.as_ref().filter(|newest| newest.good).map(|newest| newest.subject.chars().count());
    let run_test = test.run.clone();
    let parts =
        ["--part:", &split.to_string(), "fr;--rest:", &100_u32.saturating_sub(*split).to_string(), "fr"];
    html! {
        <div class="compose-page">
            <div class="cbar" data-pane="">
                <h1 tabindex="-1">{ "Compose" }</h1>
                <Menu class="quiet" icon="letter" items={letters.items.clone()}>{ "Letter" }</Menu>
                { tools::toolbar(&tools, &history, &fields, &onfield, &oncondition) }
                { tabs(MODES, *mode, "Edit or preview", "panes", Some("mode"), onmode) }
                <div class="acts">
                    <span class="more-s"><Menu class="quiet icon" icon="more" label="More commands" at_end=true items={narrow} /></span>
                    { button!(class: "test", icon: test.icon, keys: test.keys, popup: "dialog", onclick: move |_| run_test.emit(()), children: html! { <span class="t">{ test.label.clone() }</span> }) }
                </div>
            </div>
            <div class="panes" id="panes" data-view={*mode} style={parts.concat()}>
                <section class="pane edit" id="pane-edit" aria-label="Letter" data-pane="" {onfocusin}>
                    { envelope::envelope(&bench, &diagnostics, subject_length, *more, set(&more)) }
                    <editor::Editor {letter} {diagnostics} area={area.clone()} {fields} {oninput} {onfix} />
                </section>
                <Splitter label="Width of editor and preview" controls="pane-edit" value={*split} {onmove} />
                { match bench.aside.0 {
                    Some(aside) => (aside.preview)(),
                    None => coming(&bench.session.health),
                } }
            </div>
            { bench.aside.draw(|aside| (aside.problems)(area.clone(), onvisit)) }
            { bench.aside.draw(|aside| (aside.trial)(*trial, close_trial)) }
            { letters.html }
        </div>
    }
}

/// The preview's place until it is here.
fn coming(health: &Health) -> Html {
    let gone = matches!(health, Health::Gone(_));
    let (title, text) = match gone {
        true => (
            "There is no preview",
            "A part of the app could not be fetched; what you write is kept all the same.",
        ),
        false => ("Loading the preview", "You can write already; the preview comes in a moment."),
    };
    html! {
        <section class="pane prev" id="pane-preview" aria-label="Preview" data-pane="">
            <div class="stage">
                <div class="sheet pad row" aria-busy={(!gone).then_some("true")}>
                    if !gone { <span class="mark run"></span> }
                    <p class="grow" role="status"><b>{ title }</b><br /><span class="muted">{ text }</span></p>
                </div>
            </div>
        </section>
    }
}
