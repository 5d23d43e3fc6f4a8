//! What the user chose about the looks of the app. It must be known before the first paint, so it lies in the local
//! storage, where index.html reads it, and as `data-` attributes on the document, where the styles read it.

use gloo::events::EventListener;
use gloo::utils::{document_element, window};
use yew::prelude::*;

/// The event by which every part that shows a choice hears that one changed.
const CHANGED: &str = "preference";

/// A choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preference {
    /// `light`, `dark`, or empty for the system's.
    Theme,
    /// `compact`, or empty for comfortable.
    Density,
    /// `on`, or empty: whether single letters are shortcuts everywhere (WCAG 2.1.4).
    Letters,
}

impl Preference {
    fn name(self) -> &'static str {
        match self {
            Preference::Theme => "theme",
            Preference::Density => "density",
            Preference::Letters => "letters",
        }
    }
}

/// What was chosen; empty where nothing was.
pub fn preference(which: Preference) -> String {
    document_element().get_attribute(&["data-", which.name()].concat()).unwrap_or_default()
}

/// Chooses, keeps the choice, and shows it.
pub fn choose(which: Preference, value: &str) {
    let (attribute, key) = (["data-", which.name()].concat(), ["postroom-", which.name()].concat());
    let storage = window().local_storage().ok().flatten();
    // Without storage the choice lasts as long as the tab, which is all that such a browser promises.
    if value.is_empty() {
        drop(document_element().remove_attribute(&attribute));
        drop(storage.map(|storage| storage.remove_item(&key)));
    } else {
        drop(document_element().set_attribute(&attribute, value));
        drop(storage.map(|storage| storage.set_item(&key, value)));
    }
    if let Ok(event) = Event::new(CHANGED) {
        // Nobody prevents it, so whether somebody did is of no interest.
        drop(document_element().dispatch_event(&event));
    }
}

/// A choice and the way to change it.
#[hook]
pub fn use_preference(which: Preference) -> (String, Callback<&'static str>) {
    let redraw = use_force_update();
    use_effect_with((), move |()| {
        let listener = EventListener::new(&document_element(), CHANGED, move |_| redraw.force_update());
        move || drop(listener)
    });
    (preference(which), Callback::from(move |value: &'static str| choose(which, value)))
}
