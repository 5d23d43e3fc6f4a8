//! Settings: how the app looks, what it listens to, what it keeps.

mod storage;

use crate::components::{button, flag, seg};
use crate::engine::{BUILD, Health};
use crate::hooks::{Preference, use_preference};
use crate::provider::use_workbench;
use web_sys::{HtmlInputElement, InputEvent};
use yew::prelude::*;

const THEMES: &[(&str, &str)] = &[("", "System"), ("light", "Light"), ("dark", "Dark")];
const DENSITIES: &[(&str, &str)] = &[("", "Comfortable"), ("compact", "Compact")];

/// The page of settings.
#[component]
pub fn Settings() -> Html {
    let bench = use_workbench();
    let (theme, set_theme) = use_preference(Preference::Theme);
    let (density, set_density) = use_preference(Preference::Density);
    let (letters, set_letters) = use_preference(Preference::Letters);
    let onletters = Callback::from(move |event: InputEvent| {
        let on = event.target_unchecked_into::<HtmlInputElement>().checked();
        set_letters.emit(if on { "on" } else { "" });
    });
    let storage = storage::use_storage(&bench);
    let engine = match &bench.session.health {
        Health::Loading => "is loading".to_owned(),
        Health::Ready => "answers".to_owned(),
        Health::Restarting => "is starting again".to_owned(),
        Health::Gone(reason) => ["is not there: ", reason].concat(),
    };
    let reload = Callback::from(|_| drop(gloo::utils::window().location().reload()));
    html! {
        <div class="page">
            <div class="bar">
                <h1 tabindex="-1">{ "Settings" }</h1>
                <p class="lede">{ "They are kept in this browser and hold for every campaign." }</p>
            </div>
            <div class="settings">
                <section class="sheet pad" aria-labelledby="looks">
                    <h2 id="looks">{ "Looks" }</h2>
                    <div class="setrow">
                        <div><b>{ "Theme" }</b><p class="hint">{ "System follows the light or dark of your computer." }</p></div>
                        { seg(THEMES, &theme, "Theme", &set_theme) }
                    </div>
                    <div class="setrow">
                        <div><b>{ "Density" }</b><p class="hint">{ "Compact shows more rows of a list at once." }</p></div>
                        { seg(DENSITIES, &density, "Density", &set_density) }
                    </div>
                </section>
                <section class="sheet pad" aria-labelledby="keys">
                    <h2 id="keys">{ "Keyboard" }</h2>
                    <div class="setrow">
                        <div>
                            <label for="letters"><b>{ "Letter shortcuts everywhere" }</b></label>
                            <p class="hint" id="letters-hint">
                                { "J, K, X, E and G with a letter, whenever you are not typing. Off, they work only while a list has the focus." }
                            </p>
                        </div>
                        <input type="checkbox" role="switch" class="switch" id="letters" aria-describedby="letters-hint"
                            checked={letters == "on"} aria-checked={flag(letters == "on")} oninput={onletters} />
                    </div>
                </section>
                { storage }
                <section class="sheet pad" aria-labelledby="about">
                    <h2 id="about">{ "About" }</h2>
                    <dl class="kv">
                        <div><dt>{ "Build of the page" }</dt><dd class="mono">{ BUILD }</dd></div>
                        <div><dt>{ "Engine" }</dt><dd>{ engine }</dd></div>
                        <div><dt>{ "What leaves this tab" }</dt><dd>{ "Only what you hand to the relay" }</dd></div>
                    </dl>
                    <div class="setrow">
                        <p class="hint">{ "A new build is taken when the page is loaded again." }</p>
                        { button!(class: "small", icon: "refresh", onclick: reload, children: "Reload") }
                    </div>
                </section>
            </div>
        </div>
    }
}
