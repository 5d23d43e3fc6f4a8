//! Where the user is, for the page and for whatever leads elsewhere.

use crate::route::Route;
use gloo::events::EventListener;
use gloo::utils::{document, window};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

/// The place, and the way to another.
#[derive(Clone, PartialEq, Default)]
pub struct Router {
    /// Where the user is.
    pub route: Route,
    /// Goes elsewhere.
    pub go: Callback<Route>,
}

/// Keeps the place, follows Back and Forward, and gives the focus to the heading of a page that was gone to.
#[hook]
pub fn use_routing() -> Router {
    let route = use_state(Route::now);
    let go = {
        let route = route.clone();
        use_memo((), move |()| {
            Callback::from(move |to: Route| {
                to.push();
                route.set(to);
            })
        })
    };
    {
        let route = route.clone();
        use_effect_with((), move |()| {
            // Links change the hash, Back and Forward do so too; a hash that names no page is a place on this one.
            let listener = EventListener::new(&window(), "hashchange", move |_| {
                let hash = window().location().hash().unwrap_or_default();
                if let Some(to) = if hash.is_empty() { Some(Route::default()) } else { Route::read(&hash) } {
                    route.set(to);
                }
            });
            move || drop(listener)
        });
    }
    let first = use_mut_ref(|| true);
    use_effect_with(route.slug(), move |_| {
        let heading = document().query_selector("main h1").ok().flatten();
        if let Some(heading) = heading.and_then(|heading| heading.dyn_into::<HtmlElement>().ok())
            && !first.replace(false)
        {
            drop(heading.focus());
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    });
    Router { route: (*route).clone(), go: (*go).clone() }
}
