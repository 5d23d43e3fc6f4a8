//! The window on the table: the rows around what is seen are asked of the engine, the others are empty space.

use super::View;
use crate::engine::Lane;
use crate::workbench::Workbench;
use engine::protocol::{Event as Told, Request};
use recipients::{RowsQuery, RowsWindow};
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::Element;
use yew::prelude::*;

/// Rows asked for beyond those that are seen, above and below: to draw one takes about a millisecond on a slow machine.
const BEYOND: usize = 12;
/// Rows that are taken to be seen before anything is measured.
const SEEN: usize = 14;
/// Browsers draw nothing that is higher than this, in pixels. Longer lists are scrolled in larger steps.
const HIGHEST: f64 = 15_000_000.0;

/// The window, and how to move it.
#[derive(Clone, PartialEq)]
pub struct Pane {
    /// The rows.
    pub window: Rc<RowsWindow>,
    /// A row's height in pixels.
    pub height: f64,
    /// The element that scrolls.
    pub node: NodeRef,
    place: Rc<RefCell<Place>>,
    ask: Callback<usize>,
}

#[derive(Default, PartialEq)]
struct Place {
    offset: usize,
    filled: usize,
    asked: Option<usize>,
}

impl Pane {
    /// How much of a row's height it takes on the scroll bar.
    fn step(&self) -> f64 {
        let whole = self.window.total as f64 * self.height;
        if whole > HIGHEST { self.height * HIGHEST / whole } else { self.height }
    }

    /// The empty space above and below the rows, in pixels.
    pub fn space(&self) -> (f64, f64) {
        let rows = self.window.rows.len() as f64 * self.height;
        let whole = self.step() * self.window.total as f64;
        let above = (self.window.offset as f64 * self.step()).min((whole - rows).max(0.0));
        (above, (whole - above - rows).max(0.0))
    }

    /// Asks for the rows that came into sight.
    pub fn scrolled(&self) {
        let Some(node) = self.node.cast::<Element>() else { return };
        let first = (f64::from(node.scroll_top()) / self.step()) as usize;
        let seen = seen(&node, self.height);
        let place = self.place.borrow();
        let end = (first + seen).min(self.window.total);
        let inside = first >= place.offset && end <= place.offset + place.filled;
        let want = first.saturating_sub(BEYOND);
        if !inside && place.asked != Some(want) {
            drop(place);
            self.ask.emit(want);
        }
    }

    /// Scrolls until a row is in sight.
    pub fn show(&self, at: usize) {
        let Some(node) = self.node.cast::<Element>() else { return };
        let (top, bottom) = (at as f64 * self.step(), at as f64 * self.step() + 3.0 * self.height);
        let (from, high) = (f64::from(node.scroll_top()), f64::from(node.client_height()));
        if top < from {
            node.set_scroll_top(top as i32);
        } else if bottom > from + high {
            node.set_scroll_top((bottom - high) as i32);
        }
        self.scrolled();
    }
}

/// The window on the rows of a view.
#[hook]
pub fn use_pane(bench: &Workbench, view: &View) -> Pane {
    let window = use_state(Rc::<RowsWindow>::default);
    let height = use_state(|| 40.0f64);
    let node = use_node_ref();
    let place = use_mut_ref(Place::default);
    let ask = {
        let (engine, view, window, place) =
            (bench.engine.clone(), view.clone(), window.setter(), Rc::clone(&place));
        let (node, height) = (node.clone(), *height);
        Callback::from(move |offset: usize| {
            place.borrow_mut().asked = Some(offset);
            let seen = node.cast::<Element>().map_or(SEEN, |node| seen(&node, height).max(SEEN));
            let count = seen + 2 * BEYOND;
            let View { filter, code, search, sort } = view.clone();
            let request = Request::Rows(RowsQuery { filter, code, search, sort, offset, count });
            let (window, place) = (window.clone(), Rc::clone(&place));
            let heard = Callback::from(move |(event, _)| {
                if let Told::Rows(rows) = event {
                    place.replace(Place { offset: rows.offset, filled: rows.rows.len(), asked: None });
                    window.set(Rc::new(rows));
                }
            });
            engine.ask(request, None, Some(Lane::Rows), heard);
        })
    };
    // Another view starts at its top; another judgement of the same rows stays where the user is.
    {
        let (ask, node, place) = (ask.clone(), node.clone(), Rc::clone(&place));
        let (list, window) = (bench.session.list.clone(), window.setter());
        let last = use_mut_ref(View::default);
        use_effect_with((view.clone(), bench.session.list_revision), move |(view, _)| {
            let same = last.replace(view.clone()) == *view;
            if !same && let Some(node) = node.cast::<Element>() {
                node.set_scroll_top(0);
            }
            let offset = if same { place.borrow().offset } else { 0 };
            // The first rows came with the list. Whether they are enough is seen once they are drawn.
            if offset == 0
                && *view == View::default()
                && let Some(list) = list.as_ref().filter(|list| !list.first.is_empty())
            {
                place.replace(Place { offset, filled: list.first.len(), asked: None });
                let (total, rows) = (list.counts.rows, list.first.clone());
                return window.set(Rc::new(RowsWindow { total, offset, rows }));
            }
            ask.emit(offset);
        });
    }
    // What rows really measure depends on the density, the zoom and the width.
    {
        let (node, height, ask) = (node.clone(), height.clone(), ask.clone());
        use_effect_with(Rc::clone(&window), move |window| {
            let Some(node) = node.cast::<Element>() else { return };
            if let Some(real) = measured(&node)
                && (real - *height).abs() > 0.5
            {
                height.set(real);
            }
            let drawn = window.offset + window.rows.len();
            if drawn < window.total && window.offset == 0 && drawn < seen(&node, *height) {
                ask.emit(0);
            }
        });
    }
    Pane { window: Rc::clone(&window), height: *height, node, place, ask }
}

/// How many rows are seen at a time, those in part too.
fn seen(node: &Element, height: f64) -> usize {
    (f64::from(node.client_height()) / height) as usize + 2
}

/// The height of a row, over those that are drawn. A detail that is open does not count.
fn measured(node: &Element) -> Option<f64> {
    let rows = node.query_selector_all("tr[data-at]").ok()?;
    let edge = |at: u32| {
        let element: Element = wasm_bindgen::JsCast::dyn_into(rows.item(at)?).ok()?;
        Some(element.get_bounding_client_rect())
    };
    let (first, last) = (edge(0)?, edge(rows.length().checked_sub(1)?)?);
    let detail = node
        .query_selector("tr.detail")
        .ok()?
        .map_or(0.0, |detail| detail.get_bounding_client_rect().height());
    Some((last.bottom() - first.top() - detail) / f64::from(rows.length())).filter(|height| *height > 8.0)
}
