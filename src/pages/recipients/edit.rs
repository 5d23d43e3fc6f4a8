//! A cell edited in place: Enter keeps the text, Escape leaves the cell as it was, Tab goes on to the next cell.

use super::row::Shown;
use crate::workbench::Workbench;
use engine::Change;
use std::rc::Rc;
use web_sys::{FocusEvent, HtmlInputElement, KeyboardEvent};
use yew::prelude::*;

/// Which cell is edited: the row's number and the column.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// The row's number as a spreadsheet shows it.
    pub row: u32,
    /// The column, from 0.
    pub column: usize,
}

/// The cell that is edited, and how another becomes it.
pub type Editing = UseStateHandle<Option<Cell>>;

/// The field in a cell.
pub fn field(
    bench: &Workbench,
    editing: &Editing,
    cell: Cell,
    text: &str,
    shown: &Shown,
    label: String,
) -> Html {
    let before: Rc<str> = text.into();
    let keep = {
        let (bench, before) = (bench.clone(), Rc::clone(&before));
        move |text: String| {
            if *text != *before {
                bench.change_list(Change::Cell { row: cell.row, column: cell.column, text });
            }
        }
    };
    let onkeydown = {
        let (editing, keep, order) = (editing.clone(), keep.clone(), shown.order());
        Callback::from(move |event: KeyboardEvent| {
            // Keys of the table stand still while a cell is written.
            event.stop_propagation();
            let value = event.target_unchecked_into::<HtmlInputElement>().value();
            let place = order.iter().position(|column| *column == cell.column);
            let step = |to: Option<usize>| {
                to.and_then(|to| order.get(to)).map(|column| Cell { column: *column, ..cell })
            };
            match event.key().as_str() {
                "Enter" => {
                    editing.set(None);
                    keep(value);
                }
                "Escape" => editing.set(None),
                "Tab" => {
                    event.prevent_default();
                    let to = if event.shift_key() {
                        place.and_then(|at| at.checked_sub(1))
                    } else {
                        place.map(|at| at + 1)
                    };
                    editing.set(step(to));
                    keep(value);
                }
                _ => (),
            }
        })
    };
    let onblur = {
        let editing = editing.clone();
        Callback::from(move |event: FocusEvent| {
            // Where a key has ended it already, there is nothing to keep.
            if *editing == Some(cell) {
                editing.set(None);
                keep(event.target_unchecked_into::<HtmlInputElement>().value());
            }
        })
    };
    html! {
        <input class="input celledit" data-cell="" aria-label={label} value={before.to_string()} spellcheck="false" {onkeydown} {onblur} />
    }
}
