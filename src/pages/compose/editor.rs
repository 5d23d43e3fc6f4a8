//! The letter's text: the plain field at first, and in its place the editor of [`super::coded`], once its code is there.

use super::area::Area;
use super::coded::CodedProps;
use super::plain::Plain;
use crate::provider::use_workbench;
use compose::{Format, Letter};
use diag::Diagnostic;
use std::rc::Rc;
use yew::prelude::*;

/// What the editor is told.
#[derive(Properties, PartialEq)]
pub struct EditorProps {
    /// The letter, whose body it shows.
    pub letter: Rc<Letter>,
    /// What is wrong with the letter.
    pub diagnostics: Rc<Vec<Diagnostic>>,
    /// The field, for whoever inserts or goes to a place.
    pub area: Area,
    /// Called with every new text.
    pub oninput: Callback<String>,
}

/// The editor.
#[component]
pub fn Editor(props: &EditorProps) -> Html {
    let bench = use_workbench();
    let place = use_node_ref();
    let opened = use_state_eq(|| false);
    let onopen = {
        let opened = opened.clone();
        Callback::from(move |()| opened.set(true))
    };
    let coded = CodedProps {
        letter: Rc::clone(&props.letter),
        diagnostics: Rc::clone(&props.diagnostics),
        area: props.area.clone(),
        place: place.clone(),
        opened: *opened,
        onopen,
        oninput: props.oninput.clone(),
    };
    html! {
        <div class={classes!("editor", opened.then_some("is-code"))}>
            <div class="edcode" ref={place} hidden={!*opened}></div>
            if !*opened {
                <Plain letter={Rc::clone(&props.letter)} diagnostics={Rc::clone(&props.diagnostics)} area={props.area.clone()} oninput={props.oninput.clone()} />
            }
            { bench.aside.draw(|aside| (aside.coded)(coded)) }
        </div>
    }
}

/// A format as the editor calls it, and the field's label.
pub fn named(format: Format) -> (&'static str, &'static str) {
    match format {
        Format::Markdown => ("markdown", "Letter, Markdown"),
        Format::Mjml => ("mjml", "Letter, MJML"),
        Format::Html => ("html", "Letter, HTML"),
        Format::Text => ("text", "Letter, plain text"),
    }
}
