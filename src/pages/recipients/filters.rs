//! Which rows are shown: by their state, by a kind of problem, by a search.

use super::View;
use crate::components::{Kind, chip, icon, icon_small};
use crate::text;
use gloo::timers::callback::Timeout;
use recipients::{ListSummary, RowFilter};
use std::rc::Rc;
use web_sys::{HtmlInputElement, InputEvent};
use yew::prelude::*;

/// What the filters are told.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The list.
    pub list: Rc<ListSummary>,
    /// Which rows are shown.
    pub view: View,
    /// Shows others.
    pub onview: Callback<View>,
}

/// A search starts when the hands rest for so long, in milliseconds.
const REST_MILLIS: u32 = 150;

/// The chips.
#[component]
pub fn Filters(props: &Props) -> Html {
    let counts = props.list.counts;
    let chips = [
        (RowFilter::All, None, "All", counts.rows),
        (RowFilter::Ready, Some((Kind::Ok, "ok")), "Ready", counts.kept.saturating_sub(counts.warned)),
        (RowFilter::Warned, Some((Kind::Warn, "warn")), "Warnings", counts.warned),
        (RowFilter::Rejected, Some((Kind::Stop, "stop")), "Rejected", counts.rejected),
        (RowFilter::Duplicate, Some((Kind::Plain, "dup")), "Duplicate", counts.duplicate),
        (RowFilter::Suppressed, Some((Kind::Plain, "block")), "Suppressed", counts.suppressed),
    ];
    let show = |filter: RowFilter, code: Option<String>| {
        let (onview, view) = (props.onview.clone(), props.view.clone());
        Callback::from(move |_: MouseEvent| onview.emit(View { filter, code: code.clone(), ..view.clone() }))
    };
    let code = props.view.code.as_ref().map(|code| {
        let group = props.list.groups.iter().find(|group| group.code == *code);
        let title = group.map_or_else(|| code.clone(), |group| group.title.clone());
        html! {
            <button type="button" class="chip" aria-pressed="true" onclick={show(props.view.filter, None)}>
                { title }<span class="n">{ text::count(group.map_or(0, |group| group.count)) }</span>
                { icon_small("x") }<span class="vh">{ ", show all kinds" }</span>
            </button>
        }
    });
    html! {
        <div class="chips" role="group" aria-label="Filter by state">
            { for chips.into_iter().map(|(filter, sign, word, count)| {
                let on = props.view.filter == filter && (props.view.code.is_none() || filter != RowFilter::All);
                chip(on, sign, word, count, show(filter, None))
            }) }
            { for code }
        </div>
    }
}

/// The search.
#[component]
pub fn Search(props: &Props) -> Html {
    let timer = use_mut_ref(|| None::<Timeout>);
    let oninput = {
        let (onview, view, timer) = (props.onview.clone(), props.view.clone(), Rc::clone(&timer));
        Callback::from(move |event: InputEvent| {
            let search = event.target_unchecked_into::<HtmlInputElement>().value();
            let (onview, view) = (onview.clone(), View { search, ..view.clone() });
            // The timer before is dropped, and its search with it.
            timer.replace(Some(Timeout::new(REST_MILLIS, move || onview.emit(view))));
        })
    };
    let label = ["Search ", &text::some(props.list.counts.rows, "row", "rows")].concat();
    html! {
        <div class="lfind">
            { icon("search") }
            <input class="input" type="search" aria-label={label} placeholder="Search names, addresses, anything" {oninput} />
        </div>
    }
}
