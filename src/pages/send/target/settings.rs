//! The settings of a preset.

use relays::preset::Setting;
use std::collections::BTreeMap;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Their fields. `prefix` makes their ids.
pub fn fields(
    prefix: &str,
    settings: &[Setting],
    said: &BTreeMap<String, String>,
    onchange: &Callback<(String, String)>,
) -> Html {
    let one = |setting: &Setting| {
        let (onchange, name) = (onchange.clone(), setting.name.clone());
        let oninput = Callback::from(move |event: InputEvent| {
            onchange.emit((name.clone(), event.target_unchecked_into::<HtmlInputElement>().value()));
        });
        let value = said.get(&setting.name).cloned().unwrap_or_default();
        let id = [prefix, &setting.name].concat();
        html! {
            <div class="field" key={setting.name.clone()}>
                <label for={id.clone()}>{ setting.label.clone() }</label>
                <input class="input" {id} {value} placeholder={setting.default.clone()} {oninput} />
            </div>
        }
    };
    settings.iter().map(one).collect()
}
