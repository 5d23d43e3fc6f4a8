//! Whether an element was in sight, for what is drawn only then.

use wasm_bindgen::prelude::*;
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry};
use yew::prelude::*;

/// Whether the element is in sight, or was once. Without an observer everything counts as seen.
#[hook]
pub fn use_seen(node: NodeRef) -> bool {
    let seen = use_state_eq(|| false);
    {
        let seen = seen.clone();
        use_effect_with((), move |()| {
            let told = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
                let entries =
                    entries.iter().filter_map(|entry| entry.dyn_into::<IntersectionObserverEntry>().ok());
                if entries.into_iter().any(|entry| entry.is_intersecting()) {
                    seen.set(true);
                }
            });
            let observer = IntersectionObserver::new(told.as_ref().unchecked_ref()).ok();
            if let (Some(observer), Some(element)) = (&observer, node.cast::<Element>()) {
                observer.observe(&element);
            }
            // The closure lives as long as the observer that calls it.
            move || {
                observer.inspect(IntersectionObserver::disconnect);
                drop(told);
            }
        });
    }
    *seen
}
