//! Files that are pasted into the letter or dropped on it: images ask how they go in, all others are attached.

use super::area::Area;
use crate::platform::folders::{self, Dropped};
use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::document;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DataTransfer, DragEvent, Event};
use yew::prelude::*;

/// The pane of the letter.
const PANE: &str = "pane-edit";

/// Listens at the letter's pane as long as the page stands. `take` is called with what came.
#[hook]
pub fn use_caught(area: &Area, take: &Callback<Rc<Dropped>>) {
    let newest = use_mut_ref(|| take.clone());
    newest.replace(take.clone());
    let area = area.clone();
    use_effect_with((), move |()| {
        let pane = document().get_element_by_id(PANE);
        // Before the editor, which would take a file for a text.
        let first = EventListenerOptions { phase: gloo::events::EventListenerPhase::Capture, passive: false };
        let listen = |name: &'static str| {
            let (area, newest) = (area.clone(), newest.clone());
            pane.as_ref().map(|pane| {
                EventListener::new_with_options(pane, name, first, move |event| {
                    let Some(data) = data(event).filter(holds_files) else { return };
                    event.prevent_default();
                    if event.type_() == "dragover" {
                        return;
                    }
                    event.stop_propagation();
                    if let (Some(drag), Some(code)) = (event.dyn_ref::<DragEvent>(), &*area.code.borrow()) {
                        let place = code.place(f64::from(drag.client_x()), f64::from(drag.client_y()));
                        code.select(place, place);
                    }
                    let take = newest.borrow().clone();
                    take.emit(Rc::new(folders::dropped(&data)));
                })
            })
        };
        let all: Vec<_> = ["paste", "dragover", "drop"].into_iter().filter_map(listen).collect();
        move || drop(all)
    });
}

fn data(event: &Event) -> Option<DataTransfer> {
    if let Some(paste) = event.dyn_ref::<ClipboardEvent>() {
        // What a table or a text program copies is text first; its picture is only for those who can't read that.
        return paste.clipboard_data().filter(|data| !has(data, "text/plain"));
    }
    event.dyn_ref::<DragEvent>()?.data_transfer()
}

fn holds_files(data: &DataTransfer) -> bool {
    has(data, "Files")
}

fn has(data: &DataTransfer, kind: &str) -> bool {
    data.types().iter().any(|own| own.as_string().as_deref() == Some(kind))
}
