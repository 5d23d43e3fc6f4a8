//! The text part beside the HTML: derived from the letter, or written by hand; then what changed in the letter since is
//! shown, and the user says which of the two stays.

use super::{views, who};
use crate::components::{Kind, button, notice};
use crate::provider::use_workbench;
use compose::{Format, Letter};
use engine::protocol::{Composed, Reviewed, TextChange, TextLine};
use std::rc::Rc;
use web_sys::{HtmlTextAreaElement, InputEvent};
use yew::prelude::*;

/// What the view is told.
#[derive(Properties, PartialEq)]
pub struct TextProps {
    /// The letter as it is shown.
    pub preview: Rc<Composed>,
    /// What there is to say of it.
    pub review: Rc<Reviewed>,
}

/// The text part.
#[component]
pub fn Text(props: &TextProps) -> Html {
    let bench = use_workbench();
    let letter = bench.letter();
    if letter.format == Format::Text {
        return views::text(&props.preview);
    }
    let edit = |change: fn(&mut Letter, &str)| {
        let (bench, derived) = (bench.clone(), props.review.derived_text.clone().unwrap_or_default());
        Callback::from(move |_: MouseEvent| bench.edit("text", |letter| change(letter, &derived)))
    };
    let derive = edit(|letter, _| (letter.text, letter.text_from) = (String::new(), String::new()));
    if letter.text_by_hand().is_none() {
        let can = props.review.derived_text.as_ref().is_some_and(|text| !text.trim().is_empty());
        let start =
            edit(|letter, derived| (letter.text, letter.text_from) = (derived.into(), derived.into()));
        return html! {
            <div class="textpart">
                <div class="row">
                    <p class="muted small grow">
                        { if can { "Derived from the letter" } else { "Derived for each reader alone, so there is nothing to edit" } }
                    </p>
                    if can {
                        { button!(class: "small", icon: "pencil", onclick: start, children: "Edit by hand") }
                    }
                </div>
                { views::text(&props.preview) }
            </div>
        };
    }
    let keep = edit(|letter, derived| letter.text_from = derived.into());
    let oninput = {
        let bench = bench.clone();
        Callback::from(move |event: InputEvent| {
            let text = event.target_unchecked_into::<HtmlTextAreaElement>().value();
            bench.edit("text", |letter| letter.text = text);
        })
    };
    let reader = who::name(&props.preview.recipient).to_owned();
    let heading =
        if reader.is_empty() { "As it is sent".to_owned() } else { ["As ", &reader, " gets it"].concat() };
    html! {
        <div class="textpart">
            if !props.review.text_changes.is_empty() {
                { notice!(
                    kind: Kind::Warn,
                    role: "status",
                    title: "The letter changed since you wrote this text",
                    children: difference(&props.review.text_changes),
                    acts: html! {
                        <>
                            { button!(class: "small", onclick: derive.clone(), children: "Take the new text") }
                            { button!(class: "small", onclick: keep, children: "Keep mine") }
                        </>
                    },
                ) }
            }
            <div class="row">
                <label class="small grow" for="text">{ "Text part, written by hand" }</label>
                { button!(class: "small quiet", icon: "refresh", onclick: derive, children: "Derive it again") }
            </div>
            <textarea class="input" id="text" data-field="text" lang={(!letter.language.is_empty()).then(|| letter.language.clone())}
                spellcheck="true" rows="12" value={letter.text.clone()} {oninput} />
            <h3 class="small muted">{ heading }</h3>
            { views::text(&props.preview) }
        </div>
    }
}

/// The lines that changed in what is derived, with those around them.
fn difference(lines: &[TextLine]) -> Html {
    let line = |line: &TextLine| match line.change {
        TextChange::Same => html! { <span>{ "  " }{ line.text.clone() }{ "\n" }</span> },
        TextChange::Gone => {
            html! { <del><span class="vh">{ "gone: " }</span>{ "− " }{ line.text.clone() }{ "\n" }</del> }
        }
        TextChange::New => {
            html! { <ins><span class="vh">{ "new: " }</span>{ "+ " }{ line.text.clone() }{ "\n" }</ins> }
        }
        TextChange::Skipped => html! { <span class="muted">{ "…\n" }</span> },
    };
    html! { <pre class="diff" tabindex="0" aria-label="What changed in the derived text">{ for lines.iter().map(line) }</pre> }
}
