//! The field with the letter's text: a plain textarea at first, and the editor once its code is there. Whoever inserts
//! text or goes to a place need not know which.

use super::code::Place;
use gloo::utils::document;
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::HtmlTextAreaElement;
use yew::{Callback, NodeRef};

/// The field. Places are UTF-16 units.
#[derive(Clone, Default)]
pub struct Area {
    /// The textarea.
    pub node: NodeRef,
    /// The editor.
    pub code: Place,
    /// Who hears where the cursor is.
    hearer: Rc<RefCell<Option<Callback<u32>>>>,
}

impl PartialEq for Area {
    fn eq(&self, other: &Area) -> bool {
        self.node == other.node && Rc::ptr_eq(&self.code, &other.code)
    }
}

impl Area {
    /// From now on, or no longer, somebody hears where the cursor is.
    pub fn hear(&self, hearer: Option<Callback<u32>>) {
        self.hearer.replace(hearer);
    }

    /// Tells where the cursor is now.
    pub fn tell(&self, place: u32) {
        let hearer = self.hearer.borrow().clone();
        if let Some(hearer) = hearer {
            hearer.emit(place);
        }
    }

    fn plain(&self) -> Option<HtmlTextAreaElement> {
        self.node.cast::<HtmlTextAreaElement>()
    }

    /// The text and where the selection starts and ends; `None` while the field is not on the page.
    pub fn selected(&self) -> Option<(String, usize, usize)> {
        if let Some(code) = &*self.code.borrow() {
            return Some((code.text(), code.start() as usize, code.end() as usize));
        }
        let area = self.plain()?;
        let (start, end) = (area.selection_start().ok()??, area.selection_end().ok()??);
        Some((area.value(), start as usize, end as usize))
    }

    /// Another text. The cursor stays where the text is the same.
    pub fn bring(&self, text: &str) {
        if let Some(code) = &*self.code.borrow() {
            return code.bring(text);
        }
        if let Some(area) = self.plain().filter(|area| area.value() != text) {
            area.set_value(text);
        }
    }

    /// Selects.
    pub fn select(&self, from: u32, to: u32) {
        if let Some(code) = &*self.code.borrow() {
            return code.select(from, to);
        }
        if let Some(area) = self.plain() {
            // A selection can be set in every textarea.
            drop(area.set_selection_range(from, to));
        }
    }

    /// Takes the focus.
    pub fn focus(&self) {
        if let Some(code) = &*self.code.borrow() {
            return code.focus();
        }
        if let Some(area) = self.plain() {
            drop(area.focus());
        }
    }

    /// Whether the textarea has the focus.
    pub fn is_plain_and_active(&self) -> bool {
        let active = document().active_element();
        self.plain().is_some_and(|area| active.is_some_and(|active| active.is_same_node(Some(&area))))
    }
}
