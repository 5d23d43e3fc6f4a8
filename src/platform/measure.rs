//! What a measurement hears: the functions in `index.html` that time a key press listen for it.

use gloo::utils::document;

/// Says on the document that the engine has answered a key press.
pub fn composed() {
    if let Ok(event) = web_sys::Event::new("composed") {
        // Dispatching fails only for an event that is under way already.
        let _ = document().dispatch_event(&event);
    }
}
