//! A button and the menu below it. Arrows move, Enter chooses, Escape closes and gives the focus back.

use super::{button, icon};
use crate::command::Command;
use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, HtmlElement, KeyboardEvent, Node};
use yew::prelude::*;

/// Room that is left between a menu and the edge of the window, in CSS pixels.
const EDGE: f64 = 8.0;

/// A line of a menu.
#[derive(Clone, PartialEq)]
pub struct MenuItem {
    /// Its word.
    pub label: AttrValue,
    /// What stands behind it, in muted ink.
    pub note: AttrValue,
    /// Its icon.
    pub icon: Option<&'static str>,
    /// What it does.
    pub run: Callback<()>,
}

impl MenuItem {
    /// A verb.
    pub fn of(command: &Command) -> MenuItem {
        MenuItem {
            label: command.label.clone(),
            note: AttrValue::default(),
            icon: Some(command.icon),
            run: command.run.clone(),
        }
    }
}

/// What a menu is told.
#[derive(Properties, PartialEq)]
pub struct MenuProps {
    /// Its lines.
    pub items: Vec<MenuItem>,
    /// What the button shows.
    #[prop_or_default]
    pub children: Html,
    /// The button's icon.
    #[prop_or_default]
    pub icon: Option<&'static str>,
    /// What the menu is called, and the button too where it shows no words.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// The button's classes.
    #[prop_or_default]
    pub class: Classes,
    /// Whether the menu ends where the button ends, instead of starting where it starts.
    #[prop_or_default]
    pub at_end: bool,
}

/// A button with a menu.
#[component]
pub fn Menu(props: &MenuProps) -> Html {
    let open = use_state(|| false);
    let (button, list) = (use_node_ref(), use_node_ref());
    {
        let list = list.clone();
        use_effect_with(*open, move |open| {
            if let Some(list) = list.cast::<HtmlElement>().filter(|_| *open) {
                keep_inside(&list);
                focus(list.first_element_child());
            }
        });
    }
    let onkeydown = {
        let (open, button, list) = (open.clone(), button.clone(), list.clone());
        Callback::from(move |event: KeyboardEvent| {
            let Some(list) = list.cast::<Element>() else { return };
            let active = document().active_element().filter(|active| list.contains(Some(active)));
            match event.key().as_str() {
                "ArrowDown" => {
                    focus(active.and_then(|a| a.next_element_sibling()).or(list.first_element_child()))
                }
                "ArrowUp" => {
                    focus(active.and_then(|a| a.previous_element_sibling()).or(list.last_element_child()))
                }
                "Home" => focus(list.first_element_child()),
                "End" => focus(list.last_element_child()),
                "Escape" => {
                    open.set(false);
                    focus(button.cast::<Element>());
                }
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        })
    };
    // The menu closes when the focus leaves it.
    let onfocusout = {
        let open = open.clone();
        Callback::from(move |event: FocusEvent| {
            let place: Option<Node> = event.current_target().and_then(|target| target.dyn_into().ok());
            let to: Option<Node> = event.related_target().and_then(|target| target.dyn_into().ok());
            if place.is_some_and(|place| !place.contains(to.as_ref())) {
                open.set(false);
            }
        })
    };
    let onclick = {
        let open = open.clone();
        Callback::from(move |_| open.set(!*open))
    };
    // A button's own words are its name: what is seen must be in what is read (WCAG 2.5.3).
    let bare = props.label.clone().filter(|_| props.children == Html::default());
    html! {
        <span class={classes!("menu-at", props.at_end.then_some("end"))} {onkeydown} {onfocusout}>
            { button!(node: button, class: props.class.clone(), icon: props.icon, label: bare, popup: "menu", expanded: *open, onclick, children: props.children.clone()) }
            if *open {
                <div class="menu" role="menu" ref={list} aria-label={props.label.clone()}>
                    { for props.items.iter().map(|item| {
                        let (run, open) = (item.run.clone(), open.clone());
                        html! {
                            <button type="button" role="menuitem" tabindex="-1" onclick={move |_| {
                                open.set(false);
                                run.emit(());
                            }}>
                                { for item.icon.map(icon) }
                                <span class="cut">{ item.label.clone() }{ " " }<span class="muted">{ item.note.clone() }</span></span>
                            </button>
                        }
                    }) }
                </div>
            }
        </span>
    }
}

/// Moves a list that would reach past the window's edge.
fn keep_inside(list: &HtmlElement) {
    let width = f64::from(document().document_element().map_or(0, |page| page.client_width()));
    let over = list.get_bounding_client_rect().right() + EDGE - width;
    if over > 0.0 {
        // A declaration that is well formed is taken.
        drop(
            list.style().set_property("translate", &["-", &(over.ceil() as i32).to_string(), "px"].concat()),
        );
    }
}

fn focus(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Focus fails only on elements that were taken out of the page.
        drop(element.focus());
    }
}
