//! Which rows are shown: by their state, by a kind of problem, by a search.

use super::View;
use crate::components::{Kind, chip, icon, icon_small};
use crate::text;
use gloo::timers::callback::Timeout;
use recipients::{ListSummary, RowFilter};
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::{HtmlInputElement, InputEvent};
use yew::prelude::*;

/// A search starts when the hands rest for so long, in milliseconds.
const REST_MILLIS: u32 = 150;

/// The chips.
pub fn filters(list: &ListSummary, shown: &View, onview: &Callback<View>) -> Html {
    let counts = list.counts;
    let chips = [
        (RowFilter::All, None, "All", counts.rows),
        (RowFilter::Ready, Some((Kind::Ok, "ok")), "Ready", counts.kept.saturating_sub(counts.warned)),
        (RowFilter::Warned, Some((Kind::Warn, "warn")), "Warnings", counts.warned),
        (RowFilter::Rejected, Some((Kind::Stop, "stop")), "Rejected", counts.rejected),
        (RowFilter::Duplicate, Some((Kind::Plain, "dup")), "Duplicate", counts.duplicate),
        (RowFilter::Suppressed, Some((Kind::Plain, "block")), "Suppressed", counts.suppressed),
        (RowFilter::Segment, Some((Kind::Plain, "filter")), "Not in the segment", counts.segment),
        (RowFilter::ByHand, Some((Kind::Plain, "filter")), "By hand", counts.by_hand),
    ];
    // The first ones are always there, so that they keep their places.
    let chips = chips
        .into_iter()
        .enumerate()
        .filter(|(at, (filter, _, _, count))| *at < 6 || *count > 0 || shown.filter == *filter);
    let show = |filter: RowFilter, code: Option<String>| {
        let (onview, view) = (onview.clone(), shown.clone());
        Callback::from(move |_: MouseEvent| onview.emit(View { filter, code: code.clone(), ..view.clone() }))
    };
    let code = shown.code.as_ref().map(|code| {
        let group = list.groups.iter().find(|group| group.code == *code);
        let title = group.map_or_else(|| code.clone(), |group| group.title.clone());
        html! {
            <button type="button" class="chip" aria-pressed="true" onclick={show(shown.filter, None)}>
                { title }<span class="n">{ text::count(group.map_or(0, |group| group.count)) }</span>
                { icon_small("x") }<span class="vh">{ ", show all kinds" }</span>
            </button>
        }
    });
    html! {
        <div class="chips" role="group" aria-label="Filter by state">
            { for chips.map(|(_, (filter, sign, word, count))| {
                let on = shown.filter == filter && (shown.code.is_none() || filter != RowFilter::All);
                chip(on, sign, word, count, show(filter, None))
            }) }
            { for code }
        </div>
    }
}

/// The search. Its timer waits until the hands rest.
pub fn search(
    list: &ListSummary,
    shown: &View,
    onview: &Callback<View>,
    timer: &Rc<RefCell<Option<Timeout>>>,
) -> Html {
    let oninput = {
        let (onview, view, timer) = (onview.clone(), shown.clone(), Rc::clone(timer));
        Callback::from(move |event: InputEvent| {
            let search = event.target_unchecked_into::<HtmlInputElement>().value();
            let (onview, view) = (onview.clone(), View { search, ..view.clone() });
            // The timer before is dropped, and its search with it.
            timer.replace(Some(Timeout::new(REST_MILLIS, move || onview.emit(view))));
        })
    };
    let label = ["Search ", &text::some(list.counts.rows, "row", "rows")].concat();
    html! {
        <div class="lfind">
            { icon("search") }
            <input class="input" type="search" aria-label={label} placeholder="Search names, addresses, anything" {oninput} />
        </div>
    }
}
