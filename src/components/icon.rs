//! Icons from the sprite that stands in index.html. They are decoration: the word stands beside them or in a label.

use yew::prelude::*;

/// An icon of 20 by 20 pixels, or as large as its place makes it.
pub fn icon(name: &'static str) -> Html {
    icon_of(name, "i")
}

/// An icon beside a line of text.
pub fn icon_small(name: &'static str) -> Html {
    icon_of(name, "i i-s")
}

/// An icon with classes of its own.
pub fn icon_of(name: &'static str, class: &'static str) -> Html {
    html! { <svg class={class} aria-hidden="true"><use href={format!("#i-{name}")} /></svg> }
}

/// The mark of the app.
pub fn logo() -> Html {
    icon_of("logo", "logo")
}
