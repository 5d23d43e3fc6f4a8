//! The answers of a batch, line by line: a search, and a table that grows when asked.

use super::words::{action_tag, fault_word};
use crate::components::{button, icon};
use crate::text;
use crate::workbench::Workbench;
use bounces::Explanation;
use engine::batch::{Batch, BounceRow, BouncesQuery, BouncesWindow};
use engine::protocol::{Event as Told, Request};
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Lines shown at first, and with each wish for more.
const STEP: usize = 50;

/// Which lines are shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// Only with this action; empty for all.
    pub action: String,
    /// Only of this cause; empty for all.
    pub cause: String,
    /// Only with these words.
    pub search: String,
    /// So many steps are shown beyond the first.
    pub more: usize,
}

/// The parts of the panel.
pub struct Lines {
    /// What is shown.
    pub query: Query,
    /// The search.
    pub search: Html,
    /// The table.
    pub table: Html,
}

/// The lines of a batch that match a query.
#[hook]
pub fn use_lines(
    bench: &Workbench,
    batch: Option<Rc<Batch>>,
    query: &Query,
    onquery: &Callback<Query>,
    onshow: &Callback<Explanation>,
) -> Lines {
    let window = use_state(|| Rc::new(BouncesWindow::default()));
    {
        let (window, engine) = (window.clone(), bench.engine.clone());
        use_effect_with((batch, query.clone()), move |(batch, query)| {
            if batch.as_ref().is_some_and(|batch| batch.answers > 0) {
                let answer = Callback::from(move |(event, _)| {
                    if let Told::Bounces(found) = event {
                        window.set(Rc::new(found));
                    }
                });
                let query = BouncesQuery {
                    action: query.action.clone(),
                    cause: query.cause.clone(),
                    search: query.search.clone(),
                    offset: 0,
                    limit: STEP * (query.more + 1),
                };
                engine.ask(Request::Bounces(query), None, None, answer);
            }
        });
    }
    let oninput = {
        let (set, query) = (onquery.clone(), query.clone());
        move |event: InputEvent| {
            let search = event.target_unchecked_into::<HtmlInputElement>().value();
            set.emit(Query { search, more: 0, ..query.clone() });
        }
    };
    let search = html! {
        <div class="lfind">
            { icon("search") }
            <input class="input" type="search" aria-label="Search the answers" placeholder="Search"
                value={query.search.clone()} {oninput} />
        </div>
    };
    let left = window.total.saturating_sub(window.rows.len());
    let more = {
        let (set, query) = (onquery.clone(), query.clone());
        move |_| set.emit(Query { more: query.more + 1, ..query.clone() })
    };
    let shown =
        [&text::count(window.rows.len()), " of ", &text::some(window.total, "answer", "answers")].concat();
    let table = html! {
        <>
            <div class="table-wrap" tabindex="0" role="region" aria-label="Answers">
                <table class="table cards">
                    <thead><tr>
                        <th scope="col">{ "Address" }</th><th scope="col">{ "Code" }</th><th scope="col">{ "What happened" }</th>
                        <th scope="col">{ "Whose fault" }</th><th scope="col">{ "What to do" }</th>
                    </tr></thead>
                    <tbody>{ for window.rows.iter().map(|row| line(row, bench, onshow)) }</tbody>
                </table>
            </div>
            <p class="norows muted" role="status">
                { shown }{ " " }
                if left > 0 { { button!(class: "small quiet", onclick: more, children: "Show more") } }
            </p>
        </>
    };
    Lines { query: query.clone(), search, table }
}

fn line(row: &BounceRow, bench: &Workbench, onshow: &Callback<Explanation>) -> Html {
    let (engine, onshow, at) = (bench.engine.clone(), onshow.clone(), row.at);
    let open = move |_| {
        let onshow = onshow.clone();
        let answer = Callback::from(move |(event, _)| {
            if let Told::Bounce(one) = event {
                onshow.emit(*one);
            }
        });
        engine.ask(Request::Bounce { at }, None, None, answer);
    };
    let who = if row.recipient.is_empty() { "No address named" } else { row.recipient.as_str() };
    html! {
        <tr key={row.at}>
            <th scope="row" class="addr"><button type="button" class="link cut" onclick={open}>{ who.to_owned() }</button></th>
            <td class="mono">{ row.codes.clone() }</td>
            <td>{ row.title.clone() }</td>
            <td class="muted">{ fault_word(&row.fault) }</td>
            <td>{ action_tag(&row.action) }</td>
        </tr>
    }
}
