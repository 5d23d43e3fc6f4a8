//! The letter as one recipient gets it: on a desk, on a phone, in the dark, as text, as source, as headers.

mod scheme;
mod views;
mod who;

use super::frame::Frame;
use crate::components::{Kind, Tab, mark, notice, tabs};
use crate::engine::Health;
use crate::hooks::use_around;
use crate::platform::clock;
use crate::provider::use_workbench;
use yew::prelude::*;

const TABS: &[Tab] = &[
    Tab { id: "desktop", label: "Desktop", icon: Some("desktop") },
    Tab { id: "phone", label: "Phone", icon: Some("phone") },
    Tab { id: "dark", label: "Dark", icon: Some("moon") },
    Tab { id: "text", label: "Text", icon: None },
    Tab { id: "source", label: "Source", icon: None },
    Tab { id: "headers", label: "Headers", icon: None },
];

/// The preview.
#[component]
pub fn Preview() -> Html {
    let (bench, around) = (use_workbench(), use_around());
    let who = who::use_who(&bench, &around.announcer);
    let view = use_state(|| "desktop");
    let choose = {
        let view = view.clone();
        Callback::from(move |chosen| view.set(chosen))
    };
    let preview = bench.session.preview.clone();
    // A letter with styles of its own for the dark is shown with them; another is turned over, as mail apps do.
    let knows_dark = preview.as_ref().is_some_and(|preview| scheme::knows_dark(&preview.html));
    let dark = *view == "dark";
    let html = use_memo((preview.clone(), dark && knows_dark), |(preview, dark)| {
        preview.as_ref().map(|preview| scheme::seen(&preview.html, *dark)).unwrap_or_default()
    });
    let drawn = matches!(*view, "desktop" | "phone" | "dark");
    // A letter of text alone has nothing to draw; its text stands in for it.
    let has_html = preview.as_ref().is_some_and(|preview| !preview.html.is_empty());
    let stale = bench.session.newest.as_ref().is_some_and(|newest| !newest.good);
    let reader =
        preview.as_ref().map_or_else(String::new, |preview| who::name(&preview.recipient).to_owned());
    let title =
        if reader.is_empty() { "Letter".to_owned() } else { ["Letter as ", &reader, " gets it"].concat() };
    html! {
        <section class="pane prev" id="pane-preview" aria-label="Preview" data-pane="">
            <div class="pbar">
                { tabs(TABS, *view, "Preview", "preview", None, choose) }
            </div>
            { who }
            <div class="stage" id="preview" role="tabpanel" aria-labelledby={["preview-", *view].concat()} data-view={*view}
                data-forced={(dark && !knows_dark).then_some("")} tabindex="0">
                if stale && preview.is_some() {
                    { notice!(kind: Kind::Warn, role: "status", inline: true, title: "This is the last good letter.", children: "The problems below keep the new one from being merged.") }
                }
                if let Some(preview) = &preview {
                    <div class="mail">
                        if !matches!(*view, "source" | "headers") {
                            { views::head(preview, &clock::time_of_day()) }
                        }
                        <Frame html={html} title={title} hidden={!drawn || !has_html} />
                        { match *view {
                            "source" => views::source(preview),
                            "headers" => views::headers(preview),
                            "text" => views::text(preview),
                            _ if !has_html => views::text(preview),
                            _ => Html::default(),
                        } }
                    </div>
                } else {
                    { waiting(&bench.session.health, stale) }
                }
            </div>
        </section>
    }
}

fn waiting(health: &Health, broken: bool) -> Html {
    if broken {
        return notice!(kind: Kind::Stop, role: "status", title: "The letter can't be merged yet", children: html! { <p>{ "The problems below say what to mend; then the preview comes." }</p> });
    }
    let (title, text) = match health {
        Health::Gone(_) => {
            ("There is no preview", "The engine is not there; what you write is kept all the same.")
        }
        Health::Ready => ("Merging the letter", "The preview comes in a moment."),
        _ => ("Loading the engine", "You can write already; the preview comes in a moment."),
    };
    let gone = matches!(health, Health::Gone(_));
    html! {
        <div class="sheet pad row" aria-busy={(!gone).then_some("true")}>
            if gone { { mark(Kind::Stop) } } else { <span class="mark run"></span> }
            <p class="grow" role="status"><b>{ title }</b><br /><span class="muted">{ text }</span></p>
        </div>
    }
}
