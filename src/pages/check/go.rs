//! The way from a finding to its place: in the letter, or among the rows.

use crate::hooks::Router;
use crate::pages::compose::places;
use crate::route::Route;
use diag::Diagnostic;
use gloo::timers::callback::Timeout;
use gloo::utils::document;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CustomEvent, CustomEventInit, HtmlElement, HtmlInputElement, HtmlTextAreaElement};

/// Compose needs a moment to stand before its fields can take the focus, in milliseconds.
const STANDS_MILLIS: u32 = 60;

/// Whether the finding is about the list and not about the letter.
pub fn is_about_list(diagnostic: &Diagnostic) -> bool {
    diagnostic.field.is_none() && (diagnostic.row.is_some() || diagnostic.code.starts_with("list-"))
}

/// Goes to the place of a finding.
pub fn go(router: &Router, diagnostic: &Diagnostic) {
    if is_about_list(diagnostic) {
        return match diagnostic.row {
            Some(row) => show_row(row),
            None => router.go.emit(Route::Recipients),
        };
    }
    router.go.emit(Route::Compose);
    let diagnostic = diagnostic.clone();
    let select = move || {
        if diagnostic.field.as_deref() == Some("text") {
            places::show_text_part();
            Timeout::new(STANDS_MILLIS, move || select(&diagnostic)).forget();
        } else {
            select(&diagnostic);
        }
    };
    Timeout::new(STANDS_MILLIS, select).forget();
}

/// Shows a row of the list by its number.
pub fn show_row(row: u32) {
    // Only a location without a page refuses a hash.
    drop(gloo::utils::window().location().set_hash(&["/recipients?row=", &row.to_string()].concat()));
}

fn select(diagnostic: &Diagnostic) {
    let field = diagnostic.field.as_deref().unwrap_or("body");
    let selector = ["[data-field='", field, "']"].concat();
    let Some(element) = document().query_selector(&selector).ok().flatten() else { return };
    let units = |text: &str| {
        let span = diagnostic.span.unwrap_or_default();
        (places::units_of(text, span.start), places::units_of(text, span.end))
    };
    // A field of another kind takes no selection, and then the focus alone shows the place.
    if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
        let (start, end) = units(&area.value());
        drop(area.set_selection_range(start, end));
    } else if let Some(input) = element.dyn_ref::<HtmlInputElement>().filter(|_| diagnostic.span.is_some()) {
        let (start, end) = units(&input.value());
        drop(input.set_selection_range(start, end));
    }
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        drop(element.focus());
    }
    // The editor of the body counts in bytes by itself.
    if let (Some(span), true) = (diagnostic.span, element.has_attribute("contenteditable")) {
        let how = CustomEventInit::new();
        how.set_detail(&JsValue::from_str(&[&span.start.to_string(), " ", &span.end.to_string()].concat()));
        if let Ok(event) = CustomEvent::new_with_event_init_dict("choose", &how) {
            // Dispatching fails only for an event that is under way already.
            let _ = element.dispatch_event(&event);
        }
    }
}
