//! The letter as one recipient gets it: on a desk, on a phone, in the dark, as text, as source, as headers.

mod forced;
mod held;
mod here;
mod pictured;
pub(super) mod remote;
mod scheme;
mod seek;
mod sheet;
mod text;
mod views;
mod who;

use super::area::Area;
use super::frame::Frame;
use crate::command::{Command, use_commands};
use crate::components::{Kind, Menu, MenuItem, Tab, button, mark, notice, tabs};
use crate::engine::Health;
use crate::hooks::use_around;
use crate::platform::clock;
use crate::provider::use_workbench;
use crate::state::campaign::Action;
use crate::workbench::Workbench;
use compose::Format;
use forced::Forced;
use sheet::Sheet;
use std::rc::Rc;
use web_sys::{HtmlElement, KeyboardEvent};
use yew::prelude::*;

const TABS: &[Tab] = &[
    Tab { id: "desktop", label: "Desktop", icon: Some("desktop") },
    Tab { id: "tablet", label: "Tablet", icon: None },
    Tab { id: "phone", label: "Phone", icon: Some("phone") },
    Tab { id: "text", label: "Text", icon: None },
    Tab { id: "source", label: "Source", icon: None },
    Tab { id: "headers", label: "Headers", icon: None },
];

/// In which colours the letter is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Light,
    /// As the letter's own styles for the dark say; a letter without any stays light.
    Dark,
    Forced(Forced),
}

const LOOKS: [(Look, &str, &str, &str); 4] = [
    (Look::Light, "Light", "", "sun"),
    (Look::Dark, "Dark, as the letter says", "Apple Mail", "moon"),
    (Look::Forced(Forced::Partly), "Dark, turned over in part", "as Gmail may", "moon"),
    (Look::Forced(Forced::Wholly), "Dark, turned over wholly", "as Outlook may", "moon"),
];

/// What the preview is told.
#[derive(Properties, PartialEq)]
pub struct PreviewProps {
    /// The field with the letter's text, whose cursor is marked here.
    pub area: Area,
    /// Called before the cursor goes to the source of what was clicked here.
    pub onvisit: Callback<()>,
}

/// The letter as it is shown: in its colours, with pictures of these hosts, or without any.
fn seen(html: &str, look: Look, bare: bool, hosts: &[String]) -> String {
    let html = remote::held_back(html, hosts);
    let shown = match look {
        Look::Forced(how) => forced::turned(&scheme::seen(&html, false), how),
        look => scheme::seen(&html, look == Look::Dark),
    };
    if bare { forced::without_images(&shown) } else { shown }
}

/// The preview.
#[component]
pub fn Preview(props: &PreviewProps) -> Html {
    let (bench, around) = (use_workbench(), use_around());
    let who = who::use_who(&bench, &around.announcer);
    let sheet = use_state(|| false);
    {
        let sheet = sheet.clone();
        let verb = Command::new("all-views", "All views at once", "columns", move |()| sheet.set(true));
        let verb =
            verb.keywords("contact sheet preview matrix devices dark").when(bench.session.preview.is_some());
        use_commands(&around.registry, vec![verb]);
    }
    let view = use_state(|| "desktop");
    let choose = {
        let (view, bench) = (view.clone(), bench.clone());
        Callback::from(move |chosen| {
            view.set(chosen);
            bench.show_source(chosen == "source");
        })
    };
    let preview = bench.session.preview.clone();
    let look = use_state(|| Look::Light);
    let bare = use_state(|| false);
    let hosts = use_memo(bench.campaign.saved.shown_hosts.clone(), |hosts| hosts.clone());
    let pictures = Rc::clone(&bench.pictures);
    let about = (preview.clone(), *look, *bare, Rc::clone(&hosts), bench.session.files_revision);
    let html = use_memo(about, |(preview, look, bare, hosts, _)| {
        let shown = preview.as_ref().map(|preview| seen(&preview.html, *look, *bare, hosts));
        pictured::pictured(shown.unwrap_or_default(), &pictures.borrow())
    });
    let asks = use_memo((preview.clone(), Rc::clone(&hosts)), |(preview, shown)| {
        let mut hosts = preview.as_ref().map(|preview| remote::hosts(&preview.html)).unwrap_or_default();
        hosts.retain(|host| !shown.contains(host));
        hosts
    });
    let here = here::use_here(preview.clone(), bench.letter(), &props.area, props.onvisit.clone());
    let onpick = {
        let here = here.clone();
        use_callback((), move |element: web_sys::Element, ()| here.go(&element))
    };
    let ondraw = {
        let here = here.clone();
        use_callback((), move |(), ()| here.draw())
    };
    let onkeydown = {
        let here = here.clone();
        Callback::from(move |event: KeyboardEvent| {
            let on_stage = here.is_stage(event.target());
            if event.key() == "Enter" && on_stage {
                event.prevent_default();
                here.go_to_top();
            }
        })
    };
    let close_sheet = {
        let sheet = sheet.clone();
        Callback::from(move |()| sheet.set(false))
    };
    let onchoose = {
        let (sheet, choose, look, bare) = (sheet.clone(), choose.clone(), look.clone(), bare.clone());
        Callback::from(move |(view, shown, without): sheet::View| {
            sheet.set(false);
            choose.emit(view);
            look.set(shown);
            bare.set(without);
        })
    };
    let onshow = {
        let (bench, stage, asks) = (bench.clone(), here.stage(), Rc::clone(&asks));
        Callback::from(move |()| {
            let hosts = bench.campaign.saved.shown_hosts.iter().chain(asks.iter()).cloned().collect();
            bench.campaign.dispatch(Action::ShowHosts(hosts));
            if let Some(stage) = stage.cast::<HtmlElement>() {
                // The button goes; focus fails only on elements that are out of the page.
                drop(stage.focus());
            }
        })
    };
    let review = bench.session.review.clone().unwrap_or_default();
    // The text part stands beside what it is derived from, where there is room.
    let beside = *view == "text" && bench.letter().format != Format::Text;
    let drawn = matches!(*view, "desktop" | "tablet" | "phone");
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
                <span class="pacts">
                    { all_views(&sheet, preview.is_some()) }
                    { looks(&look, &bare, &bench) }
                </span>
            </div>
            { who }
            <div class="stage" id="preview" role="tabpanel" aria-labelledby={["preview-", *view].concat()} data-view={*view}
                tabindex="0" ref={here.stage()} {onkeydown}>
                if stale && preview.is_some() {
                    { notice!(kind: Kind::Warn, role: "status", inline: true, title: "This is the last good letter.", children: "The problems below keep the new one from being merged.") }
                }
                if drawn && has_html && !*bare && !asks.is_empty() {
                    { held::held(&asks, onshow) }
                }
                if let Some(preview) = &preview {
                    <div class={classes!("mail", beside.then_some("both"))}>
                        if !matches!(*view, "source" | "headers") {
                            { views::head(preview, &clock::time_of_day()) }
                        }
                        <Frame key={["frame ", &hosts.join(" ")].concat()} {html} {title} hidden={!(drawn || beside) || !has_html}
                            hosts={Rc::clone(&hosts)} {onpick} {ondraw} />
                        { here.marks() }
                        { match *view {
                            "source" => views::source(&review),
                            "headers" => views::headers(&review),
                            "text" => html! { <text::Text {preview} {review} /> },
                            _ if !has_html => views::text(preview),
                            _ => Html::default(),
                        } }
                    </div>
                } else {
                    { waiting(&bench.session.health, stale) }
                }
            </div>
            if let Some(preview) = preview.clone() {
                <Sheet open={*sheet} {preview} view={(*view, *look, *bare)} {hosts} onclose={close_sheet} {onchoose} />
            }
        </section>
    }
}

/// The way to all views at once.
fn all_views(sheet: &UseStateHandle<bool>, can: bool) -> Html {
    let sheet = sheet.clone();
    button!(class: "quiet icon", icon: "columns", label: "All views at once", disabled: !can, popup: "dialog", onclick: move |_| sheet.set(true))
}

/// The menu of looks.
fn looks(look: &UseStateHandle<Look>, bare: &UseStateHandle<bool>, bench: &Workbench) -> Html {
    let one = |(own, label, note, icon): &(Look, &'static str, &'static str, &'static str)| {
        let (look, own) = (look.clone(), *own);
        let run = Callback::from(move |()| look.set(own));
        MenuItem { label: (*label).into(), note: (*note).into(), icon: Some(*icon), run }
    };
    let mut items: Vec<MenuItem> = LOOKS.iter().map(one).collect();
    let (turn, shown) = (bare.clone(), **bare);
    items.push(MenuItem {
        label: if shown { "Show images" } else { "Leave images out" }.into(),
        note: AttrValue::default(),
        icon: Some("image"),
        run: Callback::from(move |()| turn.set(!shown)),
    });
    if !bench.campaign.saved.shown_hosts.is_empty() {
        let campaign = bench.campaign.dispatcher();
        items.push(MenuItem {
            label: "Hold images of other servers back".into(),
            note: AttrValue::default(),
            icon: Some("shield"),
            run: Callback::from(move |()| campaign.dispatch(Action::ShowHosts(Vec::new()))),
        });
    }
    let now = LOOKS.iter().find(|(own, ..)| *own == **look);
    let (name, icon) = now.map_or(("Light", "sun"), |(_, name, _, icon)| (*name, *icon));
    let label = ["Look: ", name, if shown { ", without images" } else { "" }].concat();
    html! { <Menu class="quiet icon" {icon} {items} label={label} at_end=true /> }
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
