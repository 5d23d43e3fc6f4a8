//! Tabs: one stop in the tab order, arrows move and choose (WAI-ARIA tabs pattern, automatic activation). And the
//! two- or three-way switch that looks like them.

use super::{flag, icon, icon_small};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};
use yew::prelude::*;

/// A tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tab {
    /// Its name in the code.
    pub id: &'static str,
    /// Its word.
    pub label: &'static str,
    /// Its icon.
    pub icon: Option<&'static str>,
}

/// Tabs above a panel. `label` says what they are about; a tab's own id is that of the panel, a hyphen and its name.
/// `seg` makes them look like a switch, with one more class.
pub fn tabs(
    items: &'static [Tab],
    chosen: &'static str,
    label: &'static str,
    panel: &'static str,
    seg: Option<&'static str>,
    onchoose: Callback<&'static str>,
) -> Html {
    let onkeydown = {
        let choose = onchoose.clone();
        Callback::from(move |event: KeyboardEvent| {
            let at = items.iter().position(|tab| tab.id == chosen).unwrap_or(0);
            let last = items.len().saturating_sub(1);
            let to = match event.key().as_str() {
                "ArrowRight" => {
                    if at == last {
                        0
                    } else {
                        at + 1
                    }
                }
                "ArrowLeft" => {
                    if at == 0 {
                        last
                    } else {
                        at - 1
                    }
                }
                "Home" => 0,
                "End" => last,
                _ => return,
            };
            event.prevent_default();
            if let Some(tab) = items.get(to) {
                choose.emit(tab.id);
                focus_child(&event, to);
            }
        })
    };
    let (list, tab_class) = if seg.is_some() { ("seg", "") } else { ("tabs", "tab") };
    html! {
        <div class={classes!(list, seg.filter(|class| !class.is_empty()))} role="tablist" aria-label={label} {onkeydown}>
            { for items.iter().map(|tab| {
                let on = tab.id == chosen;
                let (choose, id) = (onchoose.clone(), tab.id);
                let picture = if seg.is_some() { icon } else { icon_small };
                html! {
                    <button
                        type="button"
                        role="tab"
                        key={id}
                        id={[panel, "-", id].concat()}
                        class={tab_class}
                        aria-selected={flag(on)}
                        aria-controls={panel}
                        tabindex={if on { "0" } else { "-1" }}
                        onclick={move |_| choose.emit(id)}
                    >{ for tab.icon.map(picture) }{ tab.label }</button>
                }
            }) }
        </div>
    }
}

fn focus_child(event: &KeyboardEvent, at: usize) {
    let list = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let child = list.and_then(|list| list.children().item(at as u32));
    if let Some(child) = child.and_then(|child| child.dyn_into::<HtmlElement>().ok()) {
        // Focus fails only on elements that were taken out of the page.
        drop(child.focus());
    }
}

/// A switch between a few values: name and word. `label` says what it is about.
pub fn seg(
    items: &'static [(&'static str, &'static str)],
    chosen: &str,
    label: &'static str,
    onchoose: &Callback<&'static str>,
) -> Html {
    html! {
        <div class="seg" role="group" aria-label={label}>
            { for items.iter().map(|&(id, word)| {
                let choose = onchoose.clone();
                html! {
                    <button
                        type="button"
                        aria-pressed={flag(chosen == id)}
                        onclick={move |_| choose.emit(id)}
                    >{ word }</button>
                }
            }) }
        </div>
    }
}
