//! What concerns the whole app and has to be said above the page: a crash, no storage, a full disk.

use crate::components::{Kind, button, notice};
use crate::engine::Health;
use crate::provider::use_workbench;
use crate::state::session::{SaveState, Told};
use yew::prelude::*;

/// The banners.
#[component]
pub fn Banners() -> Html {
    let bench = use_workbench();
    let unkept_read = use_state(|| false);
    let mut all = Vec::new();
    if let Health::Gone(reason) = &bench.session.health {
        let reload = Callback::from(|_| drop(gloo::utils::window().location().reload()));
        all.push(notice!(kind: Kind::Stop, role: "alert", inline: true, title: "The engine is not there.", end: button!(class: "small", icon: "refresh", onclick: reload, children: "Reload the page"), children: ["Your draft is saved. ", &crate::text::sentence(reason)].concat()));
    } else if bench.session.restarted {
        let session = bench.session.dispatcher();
        all.push(notice!(kind: Kind::Warn, icon: "refresh", role: "status", inline: true, title: "The engine restarted.", onclose: Callback::from(move |()| session.dispatch(Told::Dismiss)), children: "Your draft is saved; the preview shows the last good letter."));
    }
    match &bench.session.save {
        SaveState::Failed(reason) => all.push(notice!(kind: Kind::Warn, icon: "archive", role: "alert", inline: true, title: "The last changes are only in this tab.", children: ["The browser would not store them: ", reason].concat())),
        SaveState::MemoryOnly if !*unkept_read => all.push(notice!(kind: Kind::Warn, role: "status", inline: true, title: "This browser keeps nothing after you close it.", onclose: Callback::from(move |()| unkept_read.set(true)), children: "It may be a private window. Export what you want to keep before you go.")),
        _ => (),
    }
    if all.is_empty() {
        return Html::default();
    }
    html! { <div class="banners">{ for all }</div> }
}
