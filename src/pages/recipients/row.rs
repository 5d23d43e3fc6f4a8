//! One row of the table, and what there is to say of it.

use super::cells;
use super::edit::{self, Cell, Editing};
use crate::components::button;
use crate::text;
use crate::workbench::Workbench;
use engine::Change;
use recipients::{ListSummary, RowState, RowView, SetAside};
use yew::prelude::*;

/// The columns of the table, by their place in the list.
#[derive(Clone, PartialEq)]
pub struct Shown {
    /// The reader's name.
    pub name: Option<usize>,
    /// The address.
    pub address: Option<usize>,
    /// All others, in the file's order. Those for which there is no room are reached by scrolling sideways.
    pub others: Vec<usize>,
}

/// Columns beside name and address for which the table has room without growing wider.
const ROOM: usize = 3;

impl Shown {
    /// What of a list is shown.
    pub fn of(list: &ListSummary) -> Shown {
        let (name, address) = (list.mapping.name, list.mapping.address);
        let others = (0..list.columns.len()).filter(|at| Some(*at) != name && Some(*at) != address).collect();
        Shown { name, address, others }
    }

    /// The columns in the order in which they are shown.
    pub fn order(&self) -> Vec<usize> {
        self.name.into_iter().chain(self.address).chain(self.others.iter().copied()).collect()
    }

    /// How many columns more than there is room for, for the style sheet.
    pub fn style(&self) -> String {
        ["--more:", &self.others.len().saturating_sub(ROOM).to_string()].concat()
    }

    /// One cell as wide as the table.
    pub fn across(&self, cell: Html, style: Option<String>) -> Html {
        let columns =
            2 + usize::from(self.name.is_some()) + usize::from(self.address.is_some()) + self.others.len();
        html! { <td colspan={columns.to_string()} {style}>{ cell }</td> }
    }
}

/// What every row of the table is drawn with.
pub struct Around<'a> {
    /// The columns.
    pub shown: &'a Shown,
    /// The list.
    pub list: &'a ListSummary,
    /// Where changes go.
    pub bench: &'a Workbench,
    /// The cell that is edited.
    pub editing: &'a Editing,
}

/// A row at a place among those that match.
pub fn row(
    row: &RowView,
    at: usize,
    focus: bool,
    around: &Around<'_>,
    onclick: Callback<MouseEvent>,
) -> Html {
    let Around { shown, list, bench, editing } = *around;
    let cell = |at: usize| row.cells.get(at).map(String::as_str).unwrap_or_default();
    // The text of a cell, or the field in which it is edited.
    let told = |at: usize, text: Html| {
        let here = Cell { row: row.row, column: at };
        if **editing != Some(here) {
            return text;
        }
        let name = list.columns.get(at).map(|column| column.name.as_str()).unwrap_or_default();
        edit::field(bench, editing, here, cell(at), shown, [name, " of row ", &row.row.to_string()].concat())
    };
    let edit = |at: usize| {
        let (editing, here) = (editing.clone(), Cell { row: row.row, column: at });
        Callback::from(move |_: MouseEvent| editing.set(Some(here)))
    };
    let written = shown.address.map(cell).unwrap_or_default();
    let fix = cells::repair(row).map(|fix| {
        let (bench, number, mended) = (bench.clone(), row.row, cells::repaired(written, fix));
        let word = [" to ", &mended].concat();
        html! {
            <button type="button" class="btn small" tabindex="-1" title={mended}
                onclick={move |_| bench.fix_rows(None, Some(number))}>{ "Fix" }<span class="vh">{ word }</span></button>
        }
    });
    html! {
        <>
            <tr key={row.index} aria-rowindex={(at + 2).to_string()} data-at={at.to_string()} {onclick}
                class={focus.then_some("is-focus")} tabindex={if focus { "0" } else { "-1" }}>
                <td class="rownum">{ row.row }</td>
                if let Some(name) = shown.name {
                    <th scope="row" class="c-nm" ondblclick={edit(name)}>{ told(name, html! { <bdi>{ value(cell(name)) }</bdi> }) }</th>
                }
                if let Some(at) = shown.address {
                    <td class="c-ad" ondblclick={edit(at)}>{ told(at, html! { <span class="adr">{ cells::address(written, &row.diagnostics) }{ for fix }</span> }) }</td>
                }
                <td class="c-st">{ cells::state(row, &list.groups) }</td>
                { for shown.others.iter().map(|at| html! {
                    <td class="c-o" ondblclick={edit(*at)}>{ told(*at, html! { <bdi>{ value(cell(*at)) }</bdi> }) }</td>
                }) }
            </tr>
            if focus {
                { detail(row, shown, list, bench, editing) }
            }
        </>
    }
}

fn value(text: &str) -> Html {
    if text.trim().is_empty() {
        return html! { <span class="muted">{ "empty" }</span> };
    }
    html! { { text.to_owned() } }
}

fn detail(row: &RowView, shown: &Shown, list: &ListSummary, bench: &Workbench, editing: &Editing) -> Html {
    let acts = cells::repair(row).map(|fix| {
        let code = row.diagnostics.iter().find(|d| d.fix.as_ref() == Some(fix)).map(|d| d.code.to_string());
        let group = list.groups.iter().find(|group| Some(&group.code) == code.as_ref());
        let many = group.map(|group| group.fixable).filter(|many| *many > 1);
        let (one, all, number) = (bench.clone(), bench.clone(), row.row);
        html! {
            <span class="row">
                { button!(class: "small", icon: "fix", keys: "f", onclick: move |_| one.fix_rows(None, Some(number)), children: "Fix this one") }
                if let Some(many) = many {
                    { button!(class: "small", onclick: move |_| all.fix_rows(code.clone(), None), children: ["Fix all ", &text::count(many)].concat()) }
                }
            </span>
        }
    });
    let aside = match row.state {
        RowState::Excluded(SetAside::Duplicate { of }) => {
            Some(["The same address stands in row ", &of.to_string(), ", which gets the letter"].concat())
        }
        RowState::Excluded(SetAside::Suppressed) => Some("The address is on your suppression list".into()),
        _ => None,
    };
    let by_hand = row.state == RowState::Excluded(SetAside::ByHand);
    let turn = Change::Aside { rows: vec![row.row], aside: !by_hand };
    let (edit, bench) = (editing.clone(), bench.clone());
    let here = shown.address.map(|column| Cell { row: row.row, column });
    let words = html! {
        <div class="row">
            { for aside.map(|words| html! { <span>{ words }</span> }) }
            { for row.diagnostics.iter().map(|diagnostic| html! {
                <span>
                    { text::sentence(&diagnostic.message) }
                    if let Some(hint) = &diagnostic.hint { <span class="muted">{ ". " }{ text::sentence(hint) }</span> }
                </span>
            }) }
            { for acts }
            <span class="row">
                { button!(class: "small", keys: "e", onclick: move |_| edit.set(here), children: "Edit") }
                { button!(class: "small", keys: "x", onclick: move |_| bench.change_list(turn.clone()), children: if by_hand { "Take back" } else { "Set aside" }) }
            </span>
        </div>
    };
    // Where there is no room for their columns, the other cells are told here.
    let others = html! {
        <dl class="others">
            { for shown.others.iter().filter_map(|at| list.columns.get(*at).zip(row.cells.get(*at))).map(|(column, cell)| html! {
                <div><dt>{ column.name.clone() }</dt><dd><bdi>{ value(cell) }</bdi></dd></div>
            }) }
        </dl>
    };
    html! {
        <tr class="detail">{ shown.across(html! { <>{ words }{ others }</> }, None) }</tr>
    }
}
