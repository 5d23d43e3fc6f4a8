//! The letter's editor of [`super::code`], kept in step with the letter: opened when its code is there, and told what
//! changes.

use super::area::Area;
use super::code::{self, Host};
use super::editor::named;
use super::{places, problems, tools};
use crate::engine::Health;
use crate::provider::use_workbench;
use compose::Letter;
use diag::{Diagnostic, Severity};
use gloo::timers::callback::Timeout;
use std::rc::Rc;
use web_sys::Element;
use yew::prelude::*;

/// What it is told.
#[derive(Properties, PartialEq)]
pub struct CodedProps {
    /// The letter, whose body the editor shows.
    pub letter: Rc<Letter>,
    /// What is wrong with the letter.
    pub diagnostics: Rc<Vec<Diagnostic>>,
    /// The field, for whoever inserts or goes to a place.
    pub area: Area,
    /// Where the editor is put.
    pub place: NodeRef,
    /// Whether it is open.
    pub opened: bool,
    /// Called when it opens.
    pub onopen: Callback<()>,
    /// Called with every new text.
    pub oninput: Callback<String>,
}

/// Opens the editor when its code is there, and tells it what changes. Nothing of this is seen; the editor draws itself.
#[component]
pub fn Coded(props: &CodedProps) -> Html {
    let bench = use_workbench();
    let opened = props.opened;
    let fields = tools::fields(&bench);
    let onfix = {
        let (bench, diagnostics) = (bench.clone(), Rc::clone(&props.diagnostics));
        Callback::from(move |number: u32| {
            if let Some(diagnostic) = diagnostics.get(number as usize) {
                problems::mend(&bench, diagnostic);
            }
        })
    };
    // The newest callbacks: the editor is opened once and calls whatever holds now.
    let calls = use_mut_ref(|| (props.oninput.clone(), onfix.clone()));
    calls.replace((props.oninput.clone(), onfix));
    let letter = use_mut_ref(|| Rc::clone(&props.letter));
    letter.replace(Rc::clone(&props.letter));
    {
        let (area, place, onopen) = (props.area.clone(), props.place.clone(), props.onopen.clone());
        // The engine comes first: without it there is nothing to preview.
        let up = matches!(bench.session.health, Health::Ready | Health::Gone(_));
        use_effect_with(up, move |up| {
            let code = Rc::clone(&area.code);
            if *up && code.borrow().is_none() {
                code::load(move || {
                    let Some(parent) = place.cast::<Element>() else { return };
                    let typed = {
                        let calls = Rc::clone(&calls);
                        Callback::from(move |text: String| {
                            let call = calls.borrow().0.clone();
                            call.emit(text);
                        })
                    };
                    let fix = Callback::from(move |number: u32| {
                        let call = calls.borrow().1.clone();
                        call.emit(number);
                    });
                    let moved = {
                        let area = area.clone();
                        Callback::from(move |place: u32| area.tell(place))
                    };
                    let host = Host { typed, moved, fix };
                    let letter = Rc::clone(&letter.borrow());
                    let before = area.is_plain_and_active().then(|| area.selected()).flatten();
                    let editor = code::open(&parent, &letter.body, about(&letter), &host);
                    if let Some((_, from, to)) = before {
                        editor.select(from as u32, to as u32);
                    }
                    let had_focus = area.is_plain_and_active();
                    area.code.replace(Some(editor));
                    onopen.emit(());
                    if had_focus {
                        Timeout::new(0, move || area.focus()).forget();
                    }
                });
            }
        });
    }
    {
        // The editor goes with the page that it stands on.
        let code = Rc::clone(&props.area.code);
        use_effect_with((), move |()| move || drop(code.take()));
    }
    {
        let area = props.area.clone();
        use_effect_with((Rc::clone(&props.letter), opened), move |(letter, opened)| {
            if *opened {
                area.bring(&letter.body);
            }
        });
    }
    {
        let code = Rc::clone(&props.area.code);
        let about_it = (props.letter.format, props.letter.language.clone(), opened);
        use_effect_with(about_it, move |(format, language, _)| {
            if let Some(code) = &*code.borrow() {
                let (format, label) = named(*format);
                code.describe(format, language, label);
            }
        });
    }
    {
        let code = Rc::clone(&props.area.code);
        use_effect_with((fields, opened), move |(fields, _)| {
            if let Some(code) = &*code.borrow() {
                let one = |(name, sample): &(AttrValue, AttrValue)| {
                    format!("{{\"name\":{},\"sample\":{}}}", quoted(name), quoted(sample))
                };
                code.columns(&listed(fields.iter().map(one)));
            }
        });
    }
    {
        let (code, letter) = (Rc::clone(&props.area.code), Rc::clone(&props.letter));
        use_effect_with((Rc::clone(&props.diagnostics), opened), move |(diagnostics, _)| {
            if let Some(code) = &*code.borrow() {
                code.wrong(&told(diagnostics, &letter.body));
            }
        });
    }
    Html::default()
}

/// The body's diagnostics for the editor, with their numbers in the whole list.
fn told(diagnostics: &[Diagnostic], body: &str) -> String {
    let all = diagnostics.iter().enumerate().filter(|(_, d)| d.field.as_deref() == Some("body"));
    listed(all.filter_map(|(number, d)| {
        let span = d.span?;
        let severity = match d.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            _ => "info",
        };
        let hint = d.hint.as_deref().map(|hint| format!("; {hint}")).unwrap_or_default();
        let fix = d.fix.as_ref().map_or("null".to_owned(), |fix| quoted(&fix.title));
        Some(format!(
            "{{\"number\":{number},\"from\":{},\"to\":{},\"severity\":\"{severity}\",\"message\":{},\"fix\":{fix}}}",
            places::units_of(body, span.start),
            places::units_of(body, span.end),
            quoted(&crate::text::sentence(&[&d.message, hint.as_str()].concat())),
        ))
    }))
}

fn listed(all: impl Iterator<Item = String>) -> String {
    ["[", &all.collect::<Vec<_>>().join(","), "]"].concat()
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

fn about(letter: &Letter) -> (&'static str, &str, &'static str) {
    let (format, label) = named(letter.format);
    (format, &letter.language, label)
}
