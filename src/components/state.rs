//! The small signs of a state: mark, badge, tag and chip. Colour never stands alone, a shape or a word is with it.

use super::{flag, icon, icon_of};
use yew::prelude::*;

/// What a sign says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// Nothing in particular.
    #[default]
    Plain,
    /// Good.
    Ok,
    /// Worth a look.
    Warn,
    /// Stops something.
    Stop,
    /// Good to know.
    Info,
}

impl Kind {
    /// The kind of a diagnostic.
    pub fn of(severity: diag::Severity) -> Kind {
        match severity {
            diag::Severity::Error => Kind::Stop,
            diag::Severity::Warning => Kind::Warn,
            diag::Severity::Info => Kind::Info,
        }
    }

    /// Its class.
    pub fn class(self) -> &'static str {
        match self {
            Kind::Plain => "",
            Kind::Ok => "ok",
            Kind::Warn => "warn",
            Kind::Stop => "stop",
            Kind::Info => "info",
        }
    }

    /// The icon that says the same in a line of text.
    pub fn icon(self) -> &'static str {
        match self {
            Kind::Ok => "ok",
            Kind::Warn => "warn",
            Kind::Stop => "stop",
            Kind::Plain | Kind::Info => "info",
        }
    }

    // The shape in the ring, where the ring itself is part of the sign.
    fn glyph(self) -> &'static str {
        match self {
            Kind::Ok => "ok",
            Kind::Warn => "bang",
            Kind::Stop => "x",
            Kind::Plain | Kind::Info => "glyph",
        }
    }
}

/// The ring in which a state is stamped.
pub fn mark(kind: Kind) -> Html {
    html! { <span class={classes!("mark", kind.class())}>{ icon(kind.glyph()) }</span> }
}

/// A count, or a tick where there is nothing to count; `word` is read out with it.
pub fn badge(kind: Kind, count: Option<usize>, word: impl Into<AttrValue>) -> Html {
    let word: AttrValue = word.into();
    html! {
        <span class={classes!("state", "badge", kind.class())}>
            if let Some(count) = count { { crate::text::count(count) }{ " " } } else { { icon("ok") } }
            <span class="vh">{ word }</span>
        </span>
    }
}

/// A state in words.
pub fn tag(kind: Kind, icon_name: &'static str, word: impl Into<AttrValue>) -> Html {
    let word: AttrValue = word.into();
    html! { <span class={classes!("tag", kind.class())}>{ icon(icon_name) }<span>{ word }</span></span> }
}

/// A filter of a list with its count.
pub fn chip(
    on: bool,
    sign: Option<(Kind, &'static str)>,
    word: &'static str,
    count: usize,
    onclick: Callback<MouseEvent>,
) -> Html {
    let sign = sign.map(|(kind, name)| match kind {
        Kind::Ok => icon_of(name, "i ok"),
        Kind::Warn => icon_of(name, "i warn"),
        Kind::Stop => icon_of(name, "i stop"),
        Kind::Plain | Kind::Info => icon(name),
    });
    html! {
        <button type="button" class="chip" aria-pressed={flag(on)} {onclick}>
            { for sign }{ word }{ " " }<span class="n">{ crate::text::count(count) }</span>
        </button>
    }
}
