//! A field with its label, its hint, and its error beside it.

use super::icon_small;
use web_sys::{HtmlInputElement, InputEvent};
use yew::prelude::*;

/// What a field is told.
#[derive(Properties, PartialEq)]
pub struct FieldProps {
    /// Its id; the hint and the error get ids from it.
    pub id: &'static str,
    /// Its label.
    pub label: AttrValue,
    /// Its value.
    pub value: AttrValue,
    /// What kind of input it is.
    #[prop_or("text")]
    pub kind: &'static str,
    /// Which keys a phone shows.
    #[prop_or_default]
    pub inputmode: Option<&'static str>,
    /// An example, or what holds while it is empty.
    #[prop_or_default]
    pub placeholder: Option<&'static str>,
    /// What helps to fill it in.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    /// What is wrong with it.
    #[prop_or_default]
    pub error: Option<AttrValue>,
    /// Whether it can't be used now.
    #[prop_or_default]
    pub disabled: bool,
    /// Called with every new value.
    pub oninput: Callback<String>,
}

/// A field of one line: `field!(id: "name", label: "Name", value, oninput)`.
macro_rules! told_field {
    ($($told:tt)*) => {
        $crate::components::field(yew::props!($crate::components::FieldProps { $($told)* }))
    };
}
pub(crate) use told_field as field;

/// A field of one line.
pub fn field(props: FieldProps) -> Html {
    let oninput =
        props.oninput.reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value());
    let (error, hint) = (format!("{}-error", props.id), format!("{}-hint", props.id));
    let described = match (&props.error, &props.hint) {
        (Some(_), Some(_)) => Some(format!("{error} {hint}")),
        (Some(_), None) => Some(error.clone()),
        (None, Some(_)) => Some(hint.clone()),
        (None, None) => None,
    };
    html! {
        <div class="field">
            <label for={props.id}>{ props.label }</label>
            <input class="input" id={props.id} type={props.kind} inputmode={props.inputmode}
                placeholder={props.placeholder} value={props.value} disabled={props.disabled}
                aria-invalid={props.error.is_some().then_some("true")} aria-describedby={described} {oninput} />
            if let Some(text) = &props.error {
                <span class="err" id={error}>{ icon_small("stop") }{ text.clone() }</span>
            }
            if let Some(text) = &props.hint {
                <span class="hint" id={hint}>{ text.clone() }</span>
            }
        </div>
    }
}
