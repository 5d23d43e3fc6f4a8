//! Segments: which recipients are meant, by a condition over the columns in the letter's own language.

use crate::components::{button, flag, icon_of, icon_small};
use crate::state::campaign::{Action, Named};
use crate::text;
use crate::workbench::Workbench;
use engine::protocol::SegmentCount;
use gloo::timers::callback::Timeout;
use recipients::ListSummary;
use web_sys::{HtmlInputElement, InputEvent, KeyboardEvent};
use yew::prelude::*;

/// The count starts when the hands rest for so long, in milliseconds.
const REST_MILLIS: u32 = 200;

/// The panel.
#[hook]
pub fn use_segments(bench: &Workbench, list: Option<&ListSummary>) -> Html {
    let saved = &bench.campaign.saved;
    let written = use_state(|| saved.segment.clone());
    let count = use_state(|| None::<SegmentCount>);
    let timer = use_mut_ref(|| None::<Timeout>);
    let name = use_node_ref();
    // Another segment may have come with the campaign, or from one of the names.
    {
        let (written, chosen) = (written.clone(), saved.segment.clone());
        use_effect_with(chosen, move |chosen| written.set(chosen.clone()));
    }
    // Each change of the text, or of the list, is counted anew.
    {
        let (bench, count) = (bench.clone(), count.clone());
        let known = ((*written).clone(), bench.session.list_revision);
        use_effect_with(known, move |(text, _)| {
            if text.trim().is_empty() {
                timer.replace(None);
                count.set(None);
                return;
            }
            let text = text.clone();
            let told = Callback::from(move |told| count.set(Some(told)));
            // The timer before is dropped, and its question with it.
            timer.replace(Some(Timeout::new(REST_MILLIS, move || bench.count_segment(text, told))));
        });
    }
    let Some(list) = list else { return Html::default() };
    let oninput = {
        let written = written.clone();
        Callback::from(move |event: InputEvent| {
            written.set(event.target_unchecked_into::<HtmlInputElement>().value());
        })
    };
    let answer = count.as_ref().filter(|count| count.text == *written);
    let error = answer
        .and_then(|count| count.diagnostics.iter().find(|found| found.severity == diag::Severity::Error));
    let note = answer.and_then(|count| count.diagnostics.first()).filter(|_| error.is_none());
    let good = answer.is_some() && error.is_none();
    let choose = {
        let (bench, text) = (bench.clone(), (*written).clone());
        Callback::from(move |()| bench.choose_segment(text.clone()))
    };
    let onkeydown = {
        let choose = choose.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" && good {
                choose.emit(());
            }
        })
    };
    let everyone = {
        let (bench, written) = (bench.clone(), written.clone());
        move |_| {
            written.set(String::new());
            bench.choose_segment(String::new());
        }
    };
    let keep = {
        let (bench, name, text) = (bench.clone(), name.clone(), (*written).clone());
        move |_| {
            let Some(field) = name.cast::<HtmlInputElement>() else { return };
            let named = Named { name: field.value().trim().to_owned(), text: text.clone() };
            if !named.name.is_empty() {
                field.set_value("");
                bench.campaign.dispatch(Action::KeepSegment(named));
            }
        }
    };
    let kept = |named: &Named| {
        let (use_it, forget, text, gone) =
            (bench.clone(), bench.clone(), named.text.clone(), named.name.clone());
        let on = saved.segment == named.text;
        let label = ["Forget the segment ", &named.name].concat();
        html! {
            <li class="row" key={named.name.clone()}>
                <button type="button" class="chip" aria-pressed={flag(on)} title={named.text.clone()}
                    onclick={move |_| use_it.choose_segment(text.clone())}>{ named.name.clone() }</button>
                { button!(class: "small quiet icon", icon: "x", label, onclick: move |_| forget.campaign.dispatch(Action::ForgetSegment(gone.clone()))) }
            </li>
        }
    };
    let said = match (error, answer) {
        (Some(error), _) => html! {
            <span class="err" id="segment-error">{ icon_small("stop") }{ text::sentence(&error.message) }
                { for error.hint.iter().map(|hint| [". ", &text::sentence(hint)].concat()) }</span>
        },
        (None, Some(count)) => html! {
            <span><b>{ text::count(count.members) }</b>{ [" of ", &text::some(count.of, "recipient", "recipients")].concat() }</span>
        },
        (None, None) => html! { <span class="muted">{ "Everyone on the list is meant" }</span> },
    };
    let example = match list
        .columns
        .iter()
        .find(|column| Some(&column.name) != list.columns.first().map(|first| &first.name))
    {
        Some(column) => [
            column.variable.as_str(),
            " == \"",
            column.samples.first().map(String::as_str).unwrap_or("…"),
            "\"",
        ]
        .concat(),
        None => "plan == \"pro\"".to_owned(),
    };
    html! {
        <details class="sheet fold segments" open={!saved.segment.is_empty()}>
            <summary>
                { icon_of("right", "i i-s chev") }<h2 class="h3 grow">{ "Segment" }</h2>
                <span class="muted small">{ match list.segment.as_str() {
                    "" => "everyone".to_owned(),
                    text => text.to_owned(),
                } }</span>
            </summary>
            <div class="foldp stack">
                <div class="field">
                    <label for="segment">{ "Recipients for whom this holds" }</label>
                    <input class="input mono" id="segment" spellcheck="false" autocomplete="off" value={(*written).clone()} placeholder={example}
                        aria-invalid={error.map(|_| "true")} aria-describedby="segment-hint segment-said" {oninput} {onkeydown} />
                    <span class="hint" id="segment-hint">{ "The letter's own language over the columns: ==, in, and, or, not. Cells are text; `| int` makes one a number" }</span>
                </div>
                <p id="segment-said" role="status">{ said }
                    { for note.map(|note| html! { <span class="muted">{ ". " }{ text::sentence(&note.message) }
                        { for note.hint.iter().map(|hint| [". ", &text::sentence(hint)].concat()) }</span> }) }</p>
                <div class="row">
                    { button!(class: "primary", disabled: !good || list.segment == *written, onclick: move |_| choose.emit(()), children: "Use this segment") }
                    if !list.segment.is_empty() {
                        { button!(onclick: everyone, children: "Everyone") }
                    }
                    if good {
                        <input class="input" ref={name} aria-label="Name for this segment" placeholder="Name" />
                        { button!(class: "quiet", onclick: keep, children: "Save") }
                    }
                </div>
                if !saved.segments.is_empty() {
                    <ul class="row segs" aria-label="Saved segments">{ for saved.segments.iter().map(kept) }</ul>
                }
            </div>
        </details>
    }
}
