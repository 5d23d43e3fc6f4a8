//! Compose: the letter on the left, what a reader gets on the right, what is wrong below.

pub(crate) mod area;
pub(crate) mod bar;
mod caught;
mod code;
pub(crate) mod coded;
mod editor;
mod enclosed;
mod envelope;
mod extras;
mod frame;
mod ink;
mod insert;
mod letters;
mod morph;
mod picture;
pub(super) mod places;
mod plain;
pub(crate) mod preview;
pub(crate) mod problems;
mod retype;
mod theme;
mod tools;
pub(crate) mod trial;
mod verbs;

use crate::components::Splitter;
use crate::engine::Health;
use crate::provider::use_workbench;
use bar::BarProps;
use engine::protocol::PreviewFor;
use gloo::utils::document;
use std::rc::Rc;
use yew::prelude::*;

fn preview_name(recipient: &PreviewFor) -> &str {
    if recipient.name.is_empty() { &recipient.address } else { &recipient.name }
}

/// The page on which the letter is written.
#[component]
pub fn Compose() -> Html {
    let bench = use_workbench();
    let area = (*use_memo((), |()| area::Area::default())).clone();
    let mode = use_state(|| "edit");
    let split = use_state(|| 52u32);
    let more = use_state(|| false);
    // Where a merge field goes: into the part of the letter that had the cursor last.
    let last = use_mut_ref(|| "body");
    let last_field = {
        let last = Rc::clone(&last);
        (*use_memo((), move |()| Callback::from(move |()| *last.borrow()))).clone()
    };

    let letter = bench.letter();
    let newest = bench.session.newest.clone();
    let diagnostics = use_memo(bench.session.diagnostics().to_vec(), |diagnostics| diagnostics.clone());
    let onpane = {
        let mode = mode.clone();
        Callback::from(move |pane| mode.set(pane))
    };
    let onvisit = onpane.reform(|()| "edit");
    let onfocusin = Callback::from(move |_: FocusEvent| {
        let named = document().active_element().and_then(|active| active.get_attribute("data-field"));
        let known = envelope::PARTS.iter().map(|(name, _)| *name).chain(["body"]);
        if let Some(field) = named.and_then(|named| known.into_iter().find(|name| *name == named)) {
            last.replace(field);
        }
    });
    let oninput = {
        let bench = bench.clone();
        Callback::from(move |body: String| bench.edit("body", |letter| letter.body = body))
    };
    let set = |state: &UseStateHandle<bool>| {
        let state = state.clone();
        Callback::from(move |on| state.set(on))
    };
    let onmode = {
        let mode = mode.clone();
        Callback::from(move |chosen| mode.set(chosen))
    };
    let onmove = {
        let split = split.clone();
        Callback::from(move |share| split.set(share))
    };
    let subject_length =
        newest.as_ref().filter(|newest| newest.good).map(|newest| newest.subject.chars().count());
    let parts =
        ["--part:", &split.to_string(), "fr;--rest:", &100_u32.saturating_sub(*split).to_string(), "fr"];
    html! {
        <div class="compose-page">
            <div class="cbar" data-pane="">
                <h1 tabindex="-1">{ "Compose" }</h1>
                { bench.aside.draw(|aside| (aside.bar)(BarProps { area: area.clone(), last_field, mode: *mode, onmode })) }
            </div>
            <div class="panes" id="panes" data-view={*mode} style={parts.concat()}>
                <section class="pane edit" id="pane-edit" aria-label="Letter" data-pane="" {onfocusin}>
                    { envelope::envelope(&bench, &diagnostics, subject_length, *more, set(&more)) }
                    <editor::Editor {letter} {diagnostics} area={area.clone()} {oninput} />
                </section>
                <Splitter label="Width of editor and preview" controls="pane-edit" value={*split} {onmove} />
                { match bench.aside.0 {
                    Some(aside) => (aside.preview)(area.clone(), onvisit.clone()),
                    None => coming(&bench.session.health),
                } }
            </div>
            { bench.aside.draw(|aside| (aside.problems)(area.clone(), onpane)) }
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
