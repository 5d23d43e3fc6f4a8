//! The panel of problems: what is wrong with the letter, each with the way to its place and its fix.

use super::area::Area;
use super::envelope;
use super::{places, verbs};
use crate::command::use_commands;
use crate::components::{Kind, Problem, button, problem_list, tag};
use crate::hooks::use_around;
use crate::provider::use_workbench;
use crate::text;
use crate::workbench::Workbench;
use compose::Letter;
use diag::{Diagnostic, Severity, Span};
use gloo::timers::callback::Timeout;
use gloo::utils::{document, window};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

/// Below this width the panel is a drawer, closed at first.
const WIDE: &str = "(min-width: 75rem)";

/// The text part by hand, as diagnostics name it. It is edited in the preview.
const TEXT: &str = "text";

/// What the panel is told.
#[derive(Properties, PartialEq)]
pub struct ProblemsProps {
    /// The editor of the letter's body.
    pub area: Area,
    /// Called when the user goes to a problem, with the pane that has its place.
    pub onvisit: Callback<&'static str>,
}

/// The panel of problems.
#[component]
pub fn Problems(props: &ProblemsProps) -> Html {
    let (bench, around) = (use_workbench(), use_around());
    let current = use_state(|| None::<usize>);
    let folded = use_state(|| {
        let wide = window().match_media(WIDE).ok().flatten();
        !wide.is_some_and(|query| query.matches())
    });
    let known = bench.session.review.is_some();
    let diagnostics = use_memo(bench.session.diagnostics().to_vec(), |diagnostics| diagnostics.clone());
    let counts = counts(&diagnostics);
    {
        // A place in the list means nothing in another list.
        let current = current.clone();
        use_effect_with(Rc::clone(&diagnostics), move |_| current.set(None));
    }
    let announcer = around.announcer;
    use_effect_with((counts, known), move |(counts, known)| {
        if *known {
            announcer.say(match counts {
                (0, 0) => "No problems in the letter".to_owned(),
                (errors, warnings) => {
                    let errors = text::some(*errors, "error", "errors");
                    [&errors, ", ", &text::some(*warnings, "warning", "warnings")].concat()
                }
            });
        }
    });
    let items = problems(&bench, &props.area, &diagnostics, &props.onvisit);
    let visit = {
        let current = current.clone();
        Callback::from(move |at: usize| current.set(Some(at)))
    };
    use_commands(&around.registry, verbs::problems(&items, *current, &visit));
    let onfold = {
        let folded = folded.clone();
        Callback::from(move |on| folded.set(on))
    };
    let state = Panel { current: *current, counts, known, folded: *folded };
    panel(&items, &state, onfold, &visit)
}

/// The diagnostics as the panel shows them, the worst first.
fn problems(
    bench: &Workbench,
    area: &Area,
    diagnostics: &[Diagnostic],
    onvisit: &Callback<&'static str>,
) -> Vec<Problem> {
    let letter = bench.letter();
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by_key(|diagnostic| diagnostic.severity);
    sorted.into_iter().map(|diagnostic| problem(bench, area, &letter, diagnostic, onvisit)).collect()
}

fn problem(
    bench: &Workbench,
    area: &Area,
    letter: &Letter,
    diagnostic: &Diagnostic,
    onvisit: &Callback<&'static str>,
) -> Problem {
    let go = {
        let (area, diagnostic, onvisit) = (area.clone(), diagnostic.clone(), onvisit.clone());
        let in_text = diagnostic.field.as_deref() == Some(TEXT);
        // A moment later: in the narrow view the editor is only then on the page.
        Callback::from(move |()| {
            onvisit.emit(if in_text { "preview" } else { "edit" });
            if in_text {
                places::show_text_part();
            }
            let (area, diagnostic) = (area.clone(), diagnostic.clone());
            Timeout::new(0, move || go(&area, &diagnostic)).forget();
        })
    };
    let fix = diagnostic.fix.as_ref().map(|fix| {
        let (bench, diagnostic) = (bench.clone(), diagnostic.clone());
        (AttrValue::from(fix.title.clone()), Callback::from(move |()| mend(&bench, &diagnostic)))
    });
    Problem {
        kind: Kind::of(diagnostic.severity),
        text: text::sentence(&diagnostic.message),
        place: place(letter, diagnostic),
        hint: diagnostic.hint.clone(),
        go,
        fix,
        acts: Html::default(),
    }
}

/// Where a diagnostic points, in words.
pub fn place(letter: &Letter, diagnostic: &Diagnostic) -> String {
    let field = diagnostic.field.as_deref().unwrap_or_default();
    let mut words = match field {
        "" => String::new(),
        TEXT => "Text part".to_owned(),
        "body" => match diagnostic.span {
            Some(span) => {
                let place = diag::line_column(&letter.body, span.start);
                ["Line ", &place.line.to_string(), ", column ", &place.column.to_string()].concat()
            }
            None => "Letter".to_owned(),
        },
        other => text::sentence(&other.replace(['_', '.'], " ").replace("header:", "header ")),
    };
    if let Some(row) = diagnostic.row {
        let row = text::count(row as usize);
        words = match words.as_str() {
            "" => ["Row ", &row].concat(),
            words => [words, ", first in row ", &row].concat(),
        };
    }
    words
}

/// Goes to the place of a diagnostic and selects what it is about.
fn go(area: &Area, diagnostic: &Diagnostic) {
    let field = diagnostic.field.as_deref().unwrap_or("body");
    if field == "body" {
        return select(area, diagnostic.span.unwrap_or_default());
    }
    let Some(input) = document().get_element_by_id(field) else { return };
    if let Some(span) = diagnostic.span {
        let units = |text: &str| (places::units_of(text, span.start), places::units_of(text, span.end));
        if let Some(input) = input.dyn_ref::<HtmlInputElement>() {
            let (start, end) = units(&input.value());
            drop(input.set_selection_range(start, end));
        } else if let Some(area) = input.dyn_ref::<HtmlTextAreaElement>() {
            let (start, end) = units(&area.value());
            drop(area.set_selection_range(start, end));
        }
    }
    if let Some(input) = input.dyn_ref::<HtmlElement>() {
        drop(input.focus());
    }
}

/// Selects a span of the letter's text, and goes there.
pub fn select(area: &Area, span: Span) {
    let Some((text, ..)) = area.selected() else { return };
    let (from, to) = (places::units_of(&text, span.start), places::units_of(&text, span.end));
    area.focus();
    area.select(from, to);
    let line = places::line_of(&text, from as usize);
    let ink = [".edink > :nth-child(", &(line + 1).to_string(), ")"].concat();
    if let Ok(Some(ink)) = document().query_selector(&ink) {
        let how = web_sys::ScrollIntoViewOptions::new();
        how.set_block(web_sys::ScrollLogicalPosition::Nearest);
        ink.scroll_into_view_with_scroll_into_view_options(&how);
    }
}

/// Writes a diagnostic's fix into the letter. An edit that no longer fits the text is left out.
pub fn mend(bench: &Workbench, diagnostic: &Diagnostic) {
    let field = diagnostic.field.as_deref().unwrap_or("body");
    bench.edit("fix", |letter| {
        let (Some(fix), Some(part)) = (&diagnostic.fix, envelope::part(letter, field)) else { return };
        for edit in fix.edits.iter().rev() {
            let (start, end) = (edit.span.start, edit.span.end);
            if start <= end && part.is_char_boundary(start) && part.is_char_boundary(end) {
                part.replace_range(start..end, &edit.text);
            }
        }
    });
}

/// How the panel stands.
struct Panel {
    /// Where the user is among the problems.
    current: Option<usize>,
    /// How many have which severity: errors, warnings.
    counts: (usize, usize),
    /// Whether the engine has said anything yet.
    known: bool,
    /// Whether the list is folded away.
    folded: bool,
}

/// The panel of problems, the worst first. `onvisit` is called with the place of the one that was gone to.
fn panel(items: &[Problem], panel: &Panel, onfold: Callback<bool>, onvisit: &Callback<usize>) -> Html {
    let ((errors, warnings), folded) = (panel.counts, panel.folded);
    let none = items.is_empty();
    html! {
        <section class="problems" aria-labelledby="problems" data-pane="">
            <header>
                <h2 id="problems">{ "Problems" }</h2>
                if errors > 0 { { tag(Kind::Stop, "stop", text::some(errors, "error", "errors")) } }
                if warnings > 0 { { tag(Kind::Warn, "warn", text::some(warnings, "warning", "warnings")) } }
                if none && panel.known { { tag(Kind::Ok, "ok", "None") } }
                <span class="grow"></span>
                if !none {
                    <span class="muted small keys"><span><kbd>{ "F8" }</kbd>{ " next" }</span></span>
                    { button!(class: "quiet small icon fold-b", icon: "down", expanded: !folded, label: if folded { "Unfold problems" } else { "Fold problems" }, onclick: move |_| onfold.emit(!folded)) }
                }
            </header>
            if !none && !folded {
                { problem_list(items, panel.current, false, onvisit) }
            }
        </section>
    }
}

/// How many diagnostics are errors, and how many warnings.
fn counts(diagnostics: &[Diagnostic]) -> (usize, usize) {
    let count = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
    (count(Severity::Error), count(Severity::Warning))
}
