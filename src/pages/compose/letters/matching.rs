//! The letter's fields and the list's columns, matched in one step.

use crate::components::{Dialog, button};
use crate::pages::shared::select;
use crate::text;
use crate::workbench::Workbench;
use engine::protocol::{Event, FieldCard, Request};
use std::rc::Rc;
use yew::platform::spawn_local;
use yew::prelude::*;

/// What the dialog is told.
#[derive(Properties, PartialEq)]
pub struct MatchingProps {
    /// Whether it is open.
    pub open: bool,
    /// Called when the user closes it.
    pub onclose: Callback<()>,
}

/// The choice of a column for each field that is none.
#[component]
pub fn Matching(props: &MatchingProps) -> Html {
    let bench = crate::provider::use_workbench();
    let fields = use_state(|| None::<Rc<Vec<FieldCard>>>);
    let chosen = use_state(Vec::<(String, usize)>::new);
    {
        let (bench, fields, chosen) = (bench.clone(), fields.clone(), chosen.clone());
        use_effect_with(props.open, move |open| {
            fields.set(None);
            chosen.set(Vec::new());
            if *open {
                spawn_local(async move {
                    if let Some(found) = ask(&bench).await {
                        fields.set(Some(Rc::new(found)));
                    }
                });
            }
        });
    }
    let list = bench.session.list.clone();
    let options: Vec<(String, String)> = list.as_ref().map_or_else(Vec::new, |list| {
        let leave = (String::new(), "Leave it as it is".to_owned());
        let columns = list.columns.iter().enumerate();
        let column = |(at, column): (usize, &recipients::Column)| {
            let sample =
                column.samples.first().map(|sample| [", such as ", sample].concat()).unwrap_or_default();
            (at.to_string(), [column.name.as_str(), &sample].concat())
        };
        std::iter::once(leave).chain(columns.map(column)).collect()
    });
    let row = |field: &FieldCard| {
        let column =
            chosen.iter().find(|(name, _)| *name == field.name).map(|(_, column)| column.to_string());
        let onchange = {
            let (chosen, name) = (chosen.clone(), field.name.clone());
            Callback::from(move |value: String| {
                let mut all: Vec<_> = chosen.iter().filter(|(own, _)| *own != name).cloned().collect();
                all.extend(value.parse().ok().map(|column| (name.clone(), column)));
                chosen.set(all);
            })
        };
        let label = [field.name.as_str(), ", ", &text::some(field.uses, "use", "uses")].concat();
        html! { <li key={field.name.clone()}>{ select(AttrValue::from(["match-", &field.name].concat()), label, &column.unwrap_or_default(), &options, onchange) }</li> }
    };
    let done = {
        let (bench, chosen, close) = (bench.clone(), chosen.clone(), props.onclose.clone());
        Callback::from(move |_: MouseEvent| {
            let (bench, matches) = (bench.clone(), (*chosen).clone());
            close.emit(());
            if matches.is_empty() {
                return;
            }
            spawn_local(async move {
                let request = Request::MatchFields { letter: (*bench.letter()).clone(), matches };
                if let Ok((Event::Letter { letter, .. }, _)) =
                    bench.engine.last(request, None, None, Callback::noop()).await
                {
                    bench.edit("match", |present| *present = *letter);
                }
            });
        })
    };
    let cancel = props.onclose.clone();
    let foot = html! {
        <>
            { button!(class: "quiet", onclick: move |_| cancel.emit(()), children: "Cancel") }
            { button!(class: "primary", disabled: chosen.is_empty(), onclick: done, children: "Write them as these columns") }
        </>
    };
    let strange: Option<Vec<FieldCard>> =
        fields.as_ref().map(|all| all.iter().filter(|field| field.column.is_none()).cloned().collect());
    html! {
        <Dialog open={props.open} title="Fields and columns" onclose={props.onclose.clone()} {foot}>
            { match strange {
                _ if list.is_none() => html! { <p>{ "There is no list yet. Choose one on the page Recipients; its columns are what fields can be." }</p> },
                None => html! { <p class="muted" role="status">{ "Reading the letter…" }</p> },
                Some(strange) if strange.is_empty() => html! { <p role="status">{ "Every field of the letter is a column of the list." }</p> },
                Some(strange) => html! {
                    <>
                        <p class="muted">{ "The list has no columns of these names. Choose the column that is meant; it is written wherever the name stands." }</p>
                        <ul class="stack">{ for strange.iter().map(row) }</ul>
                    </>
                },
            } }
        </Dialog>
    }
}

async fn ask(bench: &Workbench) -> Option<Vec<FieldCard>> {
    let request = Request::LetterFields { letter: (*bench.letter()).clone() };
    match bench.engine.last(request, None, None, Callback::noop()).await {
        Ok((Event::LetterFields(found), _)) => Some(found),
        _ => None,
    }
}
