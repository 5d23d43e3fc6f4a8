//! The cursor's place in the preview, and the way from the preview to the letter's source. The marks are drawn over the
//! frame: nothing is put into the letter's document.

use crate::pages::compose::area::Area;
use crate::pages::compose::{places, problems};
use compose::{Format, Letter};
use diag::Span;
use engine::protocol::{BLOCK, Composed};
use gloo::timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::fmt::Write as _;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Document, DomRect, Element, EventTarget, HtmlIFrameElement, Node};
use yew::prelude::*;

/// A cursor that only moves is followed when it rests this long, in milliseconds. One that types is followed with the
/// new preview.
const REST_MILLIS: u32 = 120;

/// Turns of a loop that are marked; no screen shows more.
const TURNS: usize = 200;

/// How far below the stage's upper edge a block is brought into sight, as a share of the stage's height.
const BELOW: f64 = 0.3;

/// Knows where the cursor is and what the preview shows. Cloning it is cheap.
#[derive(Clone)]
pub struct Here(Rc<Inner>);

struct Inner {
    /// The preview, and the letter as it stands.
    shown: RefCell<(Option<Rc<Composed>>, Rc<Letter>)>,
    area: Area,
    /// Called before the cursor goes to a place that was chosen in the preview.
    onvisit: RefCell<Callback<()>>,
    /// The cursor in UTF-16 units, once there was one.
    cursor: Cell<Option<u32>>,
    /// Whether the cursor moved since its block was brought into sight.
    moved: Cell<bool>,
    rest: RefCell<Option<Timeout>>,
    stage: NodeRef,
    /// Holds the marks.
    marks: NodeRef,
}

/// The marks of a preview, and what its frame tells.
#[hook]
pub fn use_here(
    preview: Option<Rc<Composed>>,
    letter: Rc<Letter>,
    area: &Area,
    onvisit: Callback<()>,
) -> Here {
    let (stage, marks) = (use_node_ref(), use_node_ref());
    let here = {
        let (area, letter) = (area.clone(), Rc::clone(&letter));
        use_memo((), move |()| {
            Here(Rc::new(Inner {
                shown: RefCell::new((None, letter)),
                area,
                onvisit: RefCell::default(),
                cursor: Cell::default(),
                moved: Cell::default(),
                rest: RefCell::default(),
                stage,
                marks,
            }))
        })
    };
    let here = Here::clone(&here);
    here.0.shown.replace((preview, letter));
    here.0.onvisit.replace(onvisit);
    {
        let here = here.clone();
        use_effect_with((), move |()| {
            let listener = here.clone();
            here.0.area.hear(Some(Callback::from(move |place| listener.moved(place))));
            move || here.0.area.hear(None)
        });
    }
    here
}

impl Here {
    /// The element that scrolls, for the reference on it.
    pub fn stage(&self) -> NodeRef {
        self.0.stage.clone()
    }

    /// Whether an event is on the stage itself, and not on something in it.
    pub fn is_stage(&self, target: Option<EventTarget>) -> bool {
        let node = target.and_then(|target| target.dyn_into::<Node>().ok());
        node.is_some_and(|node| self.0.stage.get() == Some(node))
    }

    /// The marks, over the frame.
    pub fn marks(&self) -> Html {
        html! { <div class="here" ref={self.0.marks.clone()} aria-hidden="true"></div> }
    }

    fn moved(&self, place: u32) {
        self.0.cursor.set(Some(place));
        self.0.moved.set(true);
        let here = self.clone();
        self.0.rest.replace(Some(Timeout::new(REST_MILLIS, move || here.draw())));
    }

    /// Draws the marks. Called whenever the letter's document changed.
    pub fn draw(&self) {
        let Some(marks) = self.0.marks.cast::<Element>() else { return };
        let mut drawn = String::new();
        for place in self.places() {
            let (top, left, height) = (place.top(), (place.left() - 10.0).max(0.0), place.height());
            let _ = write!(drawn, "<i style=\"top:{top:.0}px;left:{left:.0}px;height:{height:.0}px\"></i>");
        }
        // They are Yew's in nothing but the element around them.
        marks.set_inner_html(&drawn);
        if self.0.moved.replace(false) {
            self.bring_into_sight(&marks);
        }
    }

    /// Scrolls to the first mark where all are wholly out of sight.
    fn bring_into_sight(&self, marks: &Element) {
        let Some(stage) = self.0.stage.cast::<Element>() else { return };
        let seen = stage.get_bounding_client_rect();
        let marks = marks.children();
        let mut places =
            (0..marks.length()).filter_map(|at| marks.item(at)).map(|mark| mark.get_bounding_client_rect());
        let Some(first) = places.next() else { return };
        let out = |place: &DomRect| place.bottom() < seen.top() || place.top() > seen.bottom();
        if out(&first) && places.all(|place| out(&place)) {
            let by = first.top() - seen.top() - seen.height() * BELOW;
            stage.set_scroll_top(stage.scroll_top() + by as i32);
        }
    }

    /// Where on the stage the cursor's block stands: once for each turn of a loop, not at all where it can't be seen.
    fn places(&self) -> Vec<DomRect> {
        let shown = self.0.shown.borrow();
        let (Some(preview), letter) = &*shown else { return Vec::new() };
        let Some(cursor) = self.0.cursor.get() else { return Vec::new() };
        let byte = places::byte_of(&letter.body, cursor as usize);
        // The innermost block begins last.
        let blocks = preview.blocks.partition_point(|start| *start as usize <= byte);
        let (Some(block), Some((frame, document))) = (blocks.checked_sub(1), self.document()) else {
            return Vec::new();
        };
        let (across, down) = (f64::from(frame.offset_left()), f64::from(frame.offset_top()));
        let place = |mut element: Element| {
            if letter.format == Format::Markdown && matches!(element.local_name().as_str(), "td" | "th") {
                // A line of the table is its row.
                element = element.closest("tr").ok().flatten().unwrap_or(element);
            }
            let place = element.get_bounding_client_rect();
            place.set_x(place.x() + across);
            place.set_y(place.y() + down);
            place
        };
        let turns = all(&document, &["[", BLOCK, "=\"", &block.to_string(), "\"]"].concat());
        turns.take(TURNS).map(place).filter(|place| place.height() > 0.0).collect()
    }

    /// The letter's document, while it is shown.
    fn document(&self) -> Option<(HtmlIFrameElement, Document)> {
        let frame = self.0.stage.cast::<Element>()?.query_selector("iframe:not([hidden])").ok()??;
        let frame = frame.dyn_into::<HtmlIFrameElement>().ok()?;
        let document = frame.content_document()?;
        Some((frame, document))
    }

    /// Goes to the source of what was clicked in the letter.
    pub fn go(&self, element: &Element) {
        let Some((_, document)) = self.document() else { return };
        if document.get_selection().ok().flatten().is_some_and(|selection| !selection.is_collapsed()) {
            // Words were chosen, to be copied.
            return;
        }
        let own = element.closest(&["[", BLOCK, "]"].concat()).ok().flatten();
        if let Some(block) = own.or_else(|| before(&document, element)) {
            self.visit(&block);
        }
    }

    /// Goes to the source of the first block in sight.
    pub fn go_to_top(&self) {
        let Some((frame, document)) = self.document() else { return };
        let Some(stage) = self.0.stage.cast::<Element>() else { return };
        let top = stage.get_bounding_client_rect().top() - frame.get_bounding_client_rect().top();
        let first = blocks(&document).find(|block| block.get_bounding_client_rect().bottom() > top + 1.0);
        if let Some(block) = first {
            self.visit(&block);
        }
    }

    fn visit(&self, block: &Element) {
        let number = block.get_attribute(BLOCK).and_then(|number| number.parse::<usize>().ok());
        let start = {
            let shown = self.0.shown.borrow();
            number.and_then(|number| shown.0.as_ref()?.blocks.get(number).copied())
        };
        let Some(start) = start else { return };
        self.0.onvisit.borrow().emit(());
        let area = self.0.area.clone();
        // A moment later: in the narrow view the editor is only then on the page.
        Timeout::new(0, move || problems::select(&area, Span::new(start as usize, start as usize))).forget();
    }
}

/// The elements that blocks begin with, in their order.
fn blocks(document: &Document) -> impl Iterator<Item = Element> + use<> {
    all(document, &["[", BLOCK, "]"].concat())
}

/// The elements that a selector finds, in their order.
fn all(document: &Document, selector: &str) -> impl Iterator<Item = Element> + use<> {
    let all = document.query_selector_all(selector).ok();
    // A node of the frame is no `Element` of this window; the selector found elements alone.
    all.into_iter()
        .flat_map(|all| (0..all.length()).filter_map(move |at| all.item(at)))
        .map(|node| node.unchecked_into())
}

/// The last block that begins before an element.
fn before(document: &Document, element: &Element) -> Option<Element> {
    let precedes =
        |block: &Element| element.compare_document_position(block) & Node::DOCUMENT_POSITION_PRECEDING != 0;
    blocks(document).take_while(precedes).last()
}
