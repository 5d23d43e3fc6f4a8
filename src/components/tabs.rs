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

/// What tabs are told.
#[derive(Properties, PartialEq)]
pub struct TabsProps {
    /// The tabs in their order.
    pub items: &'static [Tab],
    /// The chosen one.
    pub chosen: &'static str,
    /// What the tabs are about.
    pub label: &'static str,
    /// The id of the panel that they show; a tab's own id is that of the panel, a hyphen and its name.
    pub panel: &'static str,
    /// Whether they look like a switch.
    #[prop_or_default]
    pub seg: bool,
    /// More classes.
    #[prop_or_default]
    pub class: Classes,
    /// Called with the name of the tab that was chosen.
    pub onchoose: Callback<&'static str>,
}

/// Tabs above a panel.
#[component]
pub fn Tabs(props: &TabsProps) -> Html {
    let onkeydown = {
        let (items, chosen, choose) = (props.items, props.chosen, props.onchoose.clone());
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
    let (list, tab_class) = if props.seg { ("seg", "") } else { ("tabs", "tab") };
    html! {
        <div class={classes!(list, props.class.clone())} role="tablist" aria-label={props.label} {onkeydown}>
            { for props.items.iter().map(|tab| {
                let on = tab.id == props.chosen;
                let (choose, id) = (props.onchoose.clone(), tab.id);
                let picture = if props.seg { icon } else { icon_small };
                html! {
                    <button
                        type="button"
                        role="tab"
                        key={id}
                        id={format!("{}-{id}", props.panel)}
                        class={tab_class}
                        aria-selected={flag(on)}
                        aria-controls={props.panel}
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

/// What a switch is told.
#[derive(Properties, PartialEq)]
pub struct SegProps {
    /// Its values: name and word.
    pub items: &'static [(&'static str, &'static str)],
    /// The chosen one.
    pub chosen: AttrValue,
    /// What it is about.
    pub label: &'static str,
    /// Called with the name that was chosen.
    pub onchoose: Callback<&'static str>,
}

/// A switch between a few values.
#[component]
pub fn Seg(props: &SegProps) -> Html {
    html! {
        <div class="seg" role="group" aria-label={props.label}>
            { for props.items.iter().map(|&(id, word)| {
                let choose = props.onchoose.clone();
                html! {
                    <button
                        type="button"
                        aria-pressed={flag(props.chosen == id)}
                        onclick={move |_| choose.emit(id)}
                    >{ word }</button>
                }
            }) }
        </div>
    }
}
