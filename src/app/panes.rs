//! F6: from pane to pane, as in a desktop program.

use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

const REACHABLE: &str = "a[href], button:not([tabindex='-1']), input:not([type=hidden]):not([tabindex='-1']), \
                         textarea, select, [tabindex='0']";

/// Gives the focus to the next pane: to what stands first in it.
pub fn next() {
    let Ok(nodes) = document().query_selector_all("[data-pane]") else { return };
    let panes: Vec<HtmlElement> =
        (0..nodes.length()).filter_map(|at| nodes.item(at)?.dyn_into().ok()).filter(is_seen).collect();
    let active = document().active_element();
    let now =
        panes.iter().rposition(|pane| active.as_ref().is_some_and(|active| pane.contains(Some(active))));
    // A pane without anything to reach, such as a list of problems without any, is passed over.
    let after = now.map_or(0, |now| now + 1);
    let next = panes.iter().cycle().skip(after).take(panes.len()).find_map(first_in);
    if let Some(first) = next {
        drop(first.focus());
    }
}

fn first_in(pane: &HtmlElement) -> Option<HtmlElement> {
    // A pane may say itself what one wants there first: the letter, not the sender.
    if let Some(wanted) = pane.query_selector("[data-first]").ok().flatten() {
        return wanted.dyn_into().ok();
    }
    let nodes = pane.query_selector_all(REACHABLE).ok()?;
    (0..nodes.length()).filter_map(|at| nodes.item(at)?.dyn_into::<HtmlElement>().ok()).find(is_seen)
}

fn is_seen(element: &HtmlElement) -> bool {
    let edge = element.unchecked_ref::<Element>().get_bounding_client_rect();
    edge.width() > 0.0 && edge.height() > 0.0
}
