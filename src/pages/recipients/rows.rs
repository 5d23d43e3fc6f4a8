//! The rows of the list: filters, search, and the table of which only a window is drawn.

use super::View;
use super::cells::repair;
use super::edit::Cell;
use super::filters::{filters, search};
use super::pane::{Pane, use_pane};
use super::row::{Around, Shown, row};
use crate::command::{Command, use_commands};
use crate::hooks::use_around;
use crate::pages::shared::query;
use crate::provider::use_workbench;
use crate::text;
use engine::Change;
use gloo::timers::callback::Timeout;
use recipients::{ListSummary, RowState, SetAside, Sort};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};
use yew::prelude::*;

/// What the panel is told.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The list.
    pub list: Rc<ListSummary>,
    /// Which rows are shown.
    pub view: View,
    /// Shows others.
    pub onview: Callback<View>,
}

/// The panel.
#[component]
pub fn Rows(props: &Props) -> Html {
    let bench = use_workbench();
    let around = use_around();
    let pane = use_pane(&bench, &props.view);
    // The row that has the focus among those that match, and whether the keyboard brought it there.
    let focus = use_state(|| None::<usize>);
    let grab = use_mut_ref(|| false);
    let timer = use_mut_ref(|| None::<Timeout>);
    let editing = use_state(|| None::<Cell>);
    let (window, list) = (Rc::clone(&pane.window), &props.list);
    {
        let focus = focus.clone();
        use_effect_with(props.view.clone(), move |_| focus.set(None));
    }
    use_wanted_row(&pane, &focus);

    let goto = {
        let (pane, focus, grab) = (pane.clone(), focus.clone(), Rc::clone(&grab));
        move |to: usize| {
            let last = pane.window.total.saturating_sub(1);
            focus.set(Some(to.min(last)));
            grab.replace(true);
            pane.show(to.min(last));
        }
    };
    // After each drawing: the focus follows the keyboard, as soon as the row is there.
    {
        let (node, at, grab) = (pane.node.clone(), *focus, Rc::clone(&grab));
        use_effect(move || {
            let row = at.filter(|_| *grab.borrow()).and_then(|at| {
                let selector = ["[data-at='", &at.to_string(), "']"].concat();
                node.cast::<web_sys::Element>()?.query_selector(&selector).ok()?
            });
            if let Some(row) = row.and_then(|row| row.dyn_into::<HtmlElement>().ok()) {
                grab.replace(false);
                drop(row.focus());
            }
        });
    }
    // A field that opens takes the focus; one that closes gives it back to its row.
    {
        let (node, grab, at) = (pane.node.clone(), Rc::clone(&grab), *focus);
        let was = use_mut_ref(|| None::<Cell>);
        use_effect_with(*editing, move |editing| {
            let before = was.replace(*editing);
            let selector = match (editing, before, at) {
                (Some(_), ..) => "[data-cell]".to_owned(),
                (None, Some(_), Some(at)) => ["[data-at='", &at.to_string(), "']"].concat(),
                _ => return,
            };
            let found =
                node.cast::<web_sys::Element>().and_then(|node| node.query_selector(&selector).ok()?);
            if let Some(element) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
                grab.replace(false);
                drop(element.focus());
            }
        });
    }
    let here = focus.unwrap_or(window.offset);
    let current = focus.and_then(|at| window.rows.get(at.checked_sub(window.offset)?));
    let fixable = current.filter(|row| repair(row).is_some());
    {
        let (next, before, bench, number) =
            (goto.clone(), goto.clone(), bench.clone(), fixable.map(|row| row.row));
        let first = focus.is_none();
        let (aside, edit) = (bench.clone(), editing.clone());
        let cell = current.zip(list.mapping.address).map(|(row, column)| Cell { row: row.row, column });
        let turn = current.map(|row| {
            let by_hand = row.state == RowState::Excluded(SetAside::ByHand);
            Change::Aside { rows: vec![row.row], aside: !by_hand }
        });
        let is_there = turn.is_some();
        use_commands(
            &around.registry,
            vec![
                Command::new("row-next", "Next row", "down", move |()| {
                    next(if first { here } else { here + 1 })
                })
                .keys("j"),
                Command::new("row-before", "Previous row", "up", move |()| before(here.saturating_sub(1)))
                    .keys("k"),
                Command::new("row-edit", "Edit this address", "pencil", move |()| edit.set(cell))
                    .keys("e")
                    .when(cell.is_some()),
                Command::new("row-aside", "Set this row aside, or take it back", "block", move |()| {
                    turn.clone().into_iter().for_each(|turn| aside.change_list(turn));
                })
                .keys("x")
                .when(is_there),
                Command::new("row-fix", "Fix this row", "fix", move |()| bench.fix_rows(None, number))
                    .keys("f")
                    .when(number.is_some()),
            ],
        );
    }
    let onkeydown = {
        let (goto, at, total) = (goto.clone(), *focus, window.total);
        Callback::from(move |event: KeyboardEvent| {
            let to = match (event.key().as_str(), at) {
                ("ArrowDown" | "ArrowUp" | "PageDown" | "PageUp", None) => here,
                ("ArrowDown", Some(at)) => at + 1,
                ("ArrowUp", Some(at)) => at.saturating_sub(1),
                ("PageDown", Some(at)) => at + 10,
                ("PageUp", Some(at)) => at.saturating_sub(10),
                ("Home", _) => 0,
                ("End", _) => total.saturating_sub(1),
                _ => return,
            };
            event.prevent_default();
            goto(to);
        })
    };
    let onscroll = {
        let pane = pane.clone();
        Callback::from(move |_: Event| pane.scrolled())
    };
    let shown = Shown::of(list);
    let seen = match window.rows.as_slice() {
        [first, .., last] => {
            ["Rows ", &text::count(first.row as usize), " to ", &text::count(last.row as usize)].concat()
        }
        [one] => ["Row ", &text::count(one.row as usize)].concat(),
        [] => "No rows".to_owned(),
    };
    let sum = text::some(window.total, "row", "rows");
    let (above, below) = pane.space();
    let around = Around { shown: &shown, list, bench: &bench, editing: &editing };
    html! {
        <section class="sheet list" aria-labelledby="rows-h">
            <header class="lhead">
                <h2 id="rows-h" class="vh">{ "Rows" }</h2>
                { filters(list, &props.view, &props.onview) }
                <div class="ltools">{ search(list, &props.view, &props.onview, &timer) }</div>
            </header>
            <div class="table-wrap rwrap" ref={pane.node.clone()} tabindex="0" role="region" aria-label={[seen, " shown, of ".into(), sum.clone()].concat()}
                data-letters="" {onkeydown} {onscroll}>
                <table class="table rtable" style={shown.style()} aria-rowcount={(window.total + 1).to_string()} aria-labelledby="rows-h">
                    <thead>{ head(list, &shown, &props.view, &props.onview) }</thead>
                    <tbody>
                        { space(above, &shown) }
                        { for window.rows.iter().enumerate().map(|(place, view)| {
                            let at = window.offset + place;
                            let chosen = focus.clone();
                            let onclick = Callback::from(move |_| chosen.set(Some(at)));
                            row(view, at, *focus == Some(at), &around, onclick)
                        }) }
                        { space(below, &shown) }
                    </tbody>
                </table>
                if window.rows.is_empty() {
                    <p class="norows muted" role="status">{ "No row is like this" }</p>
                }
            </div>
            <footer class="lfoot muted small">
                <span>{ sum }</span>
                <span class="keys"><kbd>{ "J" }</kbd>{ " " }<kbd>{ "K" }</kbd>{ " move" }</span>
                <span class="keys"><kbd>{ "E" }</kbd>{ " edit" }</span>
                <span class="keys"><kbd>{ "F" }</kbd>{ " fix" }</span>
                <span class="keys"><kbd>{ "X" }</kbd>{ " set aside" }</span>
            </footer>
        </section>
    }
}

/// Brings the row into sight that the address asks for, such as `#/recipients?row=733`, once.
#[hook]
fn use_wanted_row(pane: &Pane, focus: &UseStateHandle<Option<usize>>) {
    let wanted = use_mut_ref(|| query("row").parse::<usize>().ok());
    let (pane, focus) = (pane.clone(), focus.clone());
    use_effect_with(Rc::clone(&pane.window.clone()), move |window: &Rc<_>| {
        // The first row tells how the spreadsheet's numbers run: the header is 1, if there is one.
        let first = window.rows.first().map(|row| (row.row as usize).saturating_sub(row.index));
        if let Some(first) = first
            && let Some(number) = wanted.take()
        {
            let at = number.saturating_sub(first).min(window.total.saturating_sub(1));
            focus.set(Some(at));
            pane.show(at);
        }
    });
}

fn head(list: &ListSummary, shown: &Shown, view: &View, onview: &Callback<View>) -> Html {
    let name = |at: usize| list.columns.get(at).map(|column| column.name.clone()).unwrap_or_default();
    // Up, down, and the file's own order again.
    let next = |column: usize| match view.sort {
        Some(Sort { column: at, descending: false }) if at == column => {
            Some(Sort { column, descending: true })
        }
        Some(Sort { column: at, descending: true }) if at == column => None,
        _ => Some(Sort { column, descending: false }),
    };
    let column = |at: usize, class: &'static str, word: String| {
        let (sort, direction) = match view.sort.filter(|sort| sort.column == at) {
            Some(Sort { descending: false, .. }) => ("ascending", " ↑"),
            Some(Sort { descending: true, .. }) => ("descending", " ↓"),
            None => ("none", ""),
        };
        let (onview, next) = (onview.clone(), View { sort: next(at), ..view.clone() });
        html! {
            <th scope="col" {class} aria-sort={sort}>
                <button type="button" class="sortby" onclick={move |_| onview.emit(next.clone())}>{ word }<span aria-hidden="true">{ direction }</span></button>
            </th>
        }
    };
    html! {
        <tr aria-rowindex="1">
            <th class="rownum" scope="col">{ "Row" }</th>
            { for shown.name.map(|at| column(at, "c-nm", "Name".to_owned())) }
            { for shown.address.map(|at| column(at, "c-ad", "Address".to_owned())) }
            <th scope="col" class="c-st">{ "State" }</th>
            { for shown.others.iter().map(|at| column(*at, "c-o", name(*at))) }
        </tr>
    }
}

/// Rows that are not drawn, as empty space.
fn space(pixels: f64, shown: &Shown) -> Html {
    if pixels < 1.0 {
        return Html::default();
    }
    let style = ["block-size:", &(pixels as u64).to_string(), "px"].concat();
    html! { <tr class="space" aria-hidden="true">{ shown.across(Html::default(), Some(style)) }</tr> }
}
