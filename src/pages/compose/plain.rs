//! The plain field of the letter's text: a textarea with clear ink, over a layer that draws the same text in colour.

use super::area::Area;
use super::editor::named;
use super::ink::{self, Wrong};
use super::places;
use crate::components::Kind;
use compose::{Format, Letter};
use diag::{Diagnostic, Span};
use gloo::events::EventListener;
use gloo::utils::document;
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::{Element, HtmlTextAreaElement, InputEvent};
use yew::prelude::*;

/// What the plain field is told.
#[derive(Properties, PartialEq)]
pub struct PlainProps {
    /// The letter, whose body it shows.
    pub letter: Rc<Letter>,
    /// What is wrong with the letter.
    pub diagnostics: Rc<Vec<Diagnostic>>,
    /// The field.
    pub area: Area,
    /// Called with every new text.
    pub oninput: Callback<String>,
}

/// A line as it was drawn last.
type Drawn = (String, Vec<Wrong>);

/// The textarea and its ink.
#[component]
pub fn Plain(props: &PlainProps) -> Html {
    let layer = use_node_ref();
    let drawn = use_mut_ref(|| (Format::Markdown, Vec::<Drawn>::new()));
    let here = use_state_eq(|| 0usize);
    {
        let (area, layer) = (props.area.node.clone(), layer.clone());
        let changed = (Rc::clone(&props.letter), Rc::clone(&props.diagnostics));
        use_effect_with(changed, move |(letter, diagnostics)| {
            if let Some(area) = area.cast::<HtmlTextAreaElement>() {
                bring(&area, &letter.body);
            }
            if let Some(layer) = layer.cast::<Element>() {
                draw(&layer, letter, &wrong(diagnostics), &drawn);
            }
        });
    }
    // The line of the cursor is marked; a moved cursor tells itself only to the document.
    {
        let (field, here) = (props.area.clone(), here.clone());
        use_effect_with((), move |()| {
            let listener = EventListener::new(&document(), "selectionchange", move |_| {
                let area = field.node.cast::<HtmlTextAreaElement>().filter(is_active);
                if let Some(area) = area {
                    let place = area.selection_start().ok().flatten().unwrap_or(0);
                    field.tell(place);
                    here.set(places::line_of(&area.value(), place as usize));
                }
            });
            move || drop(listener)
        });
    }
    {
        let layer = layer.clone();
        use_effect_with((*here, Rc::clone(&props.letter)), move |(here, _)| {
            let Some(layer) = layer.cast::<Element>() else { return };
            if let Ok(Some(before)) = layer.query_selector(".is-line") {
                before.set_class_name("ln");
            }
            if let Some(line) = layer.children().item(*here as u32) {
                line.set_class_name("ln is-line");
            }
        });
    }
    let oninput = props
        .oninput
        .reform(|event: InputEvent| event.target_unchecked_into::<HtmlTextAreaElement>().value());
    let (_, label) = named(props.letter.format);
    let language = (!props.letter.language.is_empty()).then(|| props.letter.language.clone());
    html! {
        <div class="edstack">
            <div class="edink" ref={layer} aria-hidden="true" lang={language.clone()}></div>
            <textarea class="edtext" id="body" ref={props.area.node.clone()} aria-label={label} lang={language}
                data-first="" data-field="body" spellcheck="true" autocapitalize="sentences" rows="1"
                {oninput} />
        </div>
    }
}

fn wrong(diagnostics: &[Diagnostic]) -> Vec<(Span, Kind)> {
    let body = diagnostics.iter().filter(|d| d.field.as_deref() == Some("body"));
    body.filter_map(|d| Some((d.span?, Kind::of(d.severity)))).collect()
}

fn is_active(area: &HtmlTextAreaElement) -> bool {
    document().active_element().is_some_and(|active| active.is_same_node(Some(area)))
}

/// Brings a text into the textarea that did not come from it: undo, a fix, another campaign. The cursor goes to where
/// the text changed.
fn bring(area: &HtmlTextAreaElement, body: &str) {
    let old = area.value();
    if old == body {
        return;
    }
    area.set_value(body);
    let (_, _, end) = places::difference(&old, body);
    if is_active(area) {
        let place = places::units_of(body, end);
        // A selection can be set in every textarea.
        drop(area.set_selection_range(place, place));
    }
}

/// Draws the lines that changed since the last time.
fn draw(layer: &Element, letter: &Letter, wrong: &[(Span, Kind)], drawn: &RefCell<(Format, Vec<Drawn>)>) {
    let mut start = 0;
    let lines: Vec<Drawn> = letter
        .body
        .split('\n')
        .map(|line| {
            let end = start + line.len();
            let here = wrong.iter().filter(|(span, _)| {
                span.start <= end && span.end >= start && !(span.end == start && span.start < start)
            });
            let here = here
                .map(|(span, kind)| {
                    (span.start.max(start) - start, span.end.clamp(start, end) - start, *kind)
                })
                .collect();
            start = end + 1;
            (line.to_owned(), here)
        })
        .collect();
    let mut drawn = drawn.borrow_mut();
    let (format, old) = &*drawn;
    let (head, tail) = if *format == letter.format { alike(old, &lines) } else { (0, 0) };
    let after =
        (old.len() - tail).checked_sub(head).and_then(|_| layer.children().item((old.len() - tail) as u32));
    for _ in head..old.len() - tail {
        layer.children().item(head as u32).into_iter().for_each(|line| line.remove());
    }
    for (text, faults) in lines.get(head..lines.len() - tail).unwrap_or_default() {
        if let Ok(line) = line(text, letter.format, faults) {
            // Inserting fails only before a child of another parent.
            drop(layer.insert_before(&line, after.as_deref()));
        }
    }
    *drawn = (letter.format, lines);
}

/// How many lines are the same at the start and at the end.
fn alike(old: &[Drawn], new: &[Drawn]) -> (usize, usize) {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let most = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    (head, tail)
}

fn line(text: &str, format: Format, wrong: &[Wrong]) -> Result<Element, wasm_bindgen::JsValue> {
    let line = document().create_element("div")?;
    line.set_class_name("ln");
    for (ink, piece) in ink::pieces(text, format, wrong) {
        let class = ink.class();
        if class.is_empty() {
            line.append_child(&document().create_text_node(piece))?;
        } else {
            let span = document().create_element("span")?;
            span.set_class_name(&class);
            span.set_text_content(Some(piece));
            line.append_child(&span)?;
        }
    }
    Ok(line)
}
