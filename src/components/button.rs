//! A button that shows its key.

use super::{flag, icon};
use crate::command::keys;
use yew::prelude::*;

/// What a button is told.
#[derive(Properties, PartialEq)]
pub struct ButtonProps {
    /// Its words; none for a button of an icon alone.
    #[prop_or_default]
    pub children: Html,
    /// `primary`, `quiet`, `small`, `big`, `danger`, `icon`, alone or together.
    #[prop_or_default]
    pub class: Classes,
    /// An icon before the words.
    #[prop_or_default]
    pub icon: Option<&'static str>,
    /// What is read out instead of the words; also the tip of a button without words.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// Its key, as the registry writes it: `Mod+Enter`.
    #[prop_or_default]
    pub keys: &'static str,
    /// Whether the key is shown on the button; it is told to assistive technology in any case.
    #[prop_or(true)]
    pub show_keys: bool,
    /// Whether it can't be used now. It keeps the focus and its place in the tab order.
    #[prop_or_default]
    pub disabled: bool,
    /// For a button that stays down.
    #[prop_or_default]
    pub pressed: Option<bool>,
    /// For a button that opens something.
    #[prop_or_default]
    pub expanded: Option<bool>,
    /// What it opens: `menu`, `listbox`, `dialog`.
    #[prop_or_default]
    pub popup: Option<&'static str>,
    /// The element itself, for giving it the focus.
    #[prop_or_default]
    pub node: NodeRef,
    /// Its id, where something refers to it.
    #[prop_or_default]
    pub id: Option<AttrValue>,
    /// Called unless the button is disabled.
    #[prop_or_default]
    pub onclick: Callback<MouseEvent>,
}

/// A button: `button!(class: "primary", onclick: go, children: "Go")`.
macro_rules! told_button {
    ($($told:tt)*) => {
        $crate::components::button(yew::props!($crate::components::ButtonProps { $($told)* }))
    };
}
pub(crate) use told_button as button;

/// A button.
pub fn button(props: ButtonProps) -> Html {
    let onclick = match props.disabled {
        true => Callback::noop(),
        false => props.onclick,
    };
    let shown = (!props.keys.is_empty()).then(|| keys::shown(props.keys));
    let bare = props.class.contains("icon");
    let title = match (&props.label, &shown) {
        (Some(label), Some(keys)) if bare => Some(AttrValue::from(format!("{label} ({keys})"))),
        (Some(label), None) if bare => Some(label.clone()),
        _ => None,
    };
    let key = shown.filter(|_| props.show_keys && !bare).map(|keys| html! { <kbd>{ keys }</kbd> });
    html! {
        <button
            type="button"
            ref={props.node}
            id={props.id}
            class={classes!("btn", props.class)}
            aria-label={props.label}
            {title}
            aria-keyshortcuts={(!props.keys.is_empty()).then(|| keys::aria(props.keys))}
            aria-disabled={props.disabled.then_some("true")}
            aria-pressed={props.pressed.map(flag)}
            aria-expanded={props.expanded.map(flag)}
            aria-haspopup={props.popup}
            {onclick}
        >
            { for props.icon.map(icon) }
            { props.children }
            { for key }
        </button>
    }
}
