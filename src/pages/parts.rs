//! The pages that are not needed at first. Each is a part of the wasm of its own: `cargo xtask parts` cuts it off at the
//! function here that is marked as a split point, and it is fetched when the user goes there, or before, when the page
//! in front has all it needs.

use super::{check::Check, explain::Explain, recipients::Recipients, send::Send, settings::Settings};
use crate::components::{Kind, button, notice};
use crate::route::Route;
use gloo::utils::document;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use web_sys::{Element, HtmlElement};
use yew::platform::spawn_local;
use yew::prelude::*;

/// Draws a page. Having it means that its part is here.
type Draw = fn() -> Html;

type Fetched = Result<Draw, SplitLoaderError>;

/// A page that is fetched when it is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Whom the letter goes to.
    Recipients,
    /// What stands in its way.
    Check,
    /// Export or hand over.
    Send,
    /// What came back.
    Explain,
    /// How the app looks and what it keeps.
    Settings,
}

const ALL: [Part; 5] = [Part::Recipients, Part::Check, Part::Send, Part::Explain, Part::Settings];

thread_local! {
    static HERE: RefCell<[Option<Draw>; ALL.len()]> = const { RefCell::new([None; ALL.len()]) };
}

impl Part {
    /// The part that holds a page; `None` for the page that is there from the start.
    pub fn of(route: &Route) -> Option<Part> {
        match route {
            Route::Compose => None,
            Route::Recipients => Some(Part::Recipients),
            Route::Check => Some(Part::Check),
            Route::Send => Some(Part::Send),
            Route::Explain { .. } => Some(Part::Explain),
            Route::Settings => Some(Part::Settings),
        }
    }

    fn here(self) -> Option<Draw> {
        HERE.with_borrow(|here| here.get(self as usize).copied().flatten())
    }

    async fn fetch(self) -> Fetched {
        let draw = match self {
            Part::Recipients => recipients().await,
            Part::Check => check().await,
            Part::Send => send().await,
            Part::Explain => explain().await,
            Part::Settings => settings().await,
        }?;
        HERE.with_borrow_mut(|here| {
            if let Some(place) = here.get_mut(self as usize) {
                *place = Some(draw);
            }
        });
        Ok(draw)
    }
}

/// Fetches every part, one after the other. What can't be had now is asked for again when the user goes there.
pub fn fetch_all() {
    spawn_local(async {
        for part in ALL {
            if part.here().is_none() && part.fetch().await.is_err() {
                return;
            }
        }
    });
}

#[wasm_split(steps, fallible)]
fn recipients() -> Fetched {
    Ok(|| html! { <Recipients /> })
}

#[wasm_split(steps, fallible)]
fn check() -> Fetched {
    Ok(|| html! { <Check /> })
}

#[wasm_split(steps, fallible)]
fn send() -> Fetched {
    Ok(|| html! { <Send /> })
}

#[wasm_split(explain, fallible)]
fn explain() -> Fetched {
    Ok(|| html! { <Explain /> })
}

#[wasm_split(steps, fallible)]
fn settings() -> Fetched {
    Ok(|| html! { <Settings /> })
}

/// Which page.
#[derive(Properties, PartialEq)]
pub struct PageProps {
    /// The part that holds it.
    pub part: Part,
    /// The page's name, which is its heading until it is here.
    pub name: &'static str,
}

/// A page, or its heading with a word until its part is here.
#[component]
pub fn Page(props: &PageProps) -> Html {
    let part = props.part;
    let failed = use_state(|| false);
    // Whether the heading had the focus when the page came and took its place.
    let held = use_mut_ref(|| false);
    let again = use_force_update();
    let fetch = {
        let (failed, held) = (failed.clone(), Rc::clone(&held));
        Callback::from(move |()| {
            let (failed, held, again) = (failed.clone(), Rc::clone(&held), again.clone());
            failed.set(false);
            spawn_local(async move {
                match part.fetch().await {
                    Ok(_) => {
                        held.replace(
                            document().active_element().is_some() && document().active_element() == heading(),
                        );
                        again.force_update();
                    }
                    Err(_) => failed.set(true),
                }
            });
        })
    };
    let here = part.here();
    {
        let fetch = fetch.clone();
        use_effect_with(here.is_some(), move |here| match heading() {
            _ if !here => fetch.emit(()),
            // Focus fails only on elements that were taken out of the page.
            Some(heading) if held.take() => drop(heading.unchecked_into::<HtmlElement>().focus()),
            _ => {}
        });
    }
    if let Some(draw) = here {
        return draw();
    }
    html! {
        <div class="page">
            <div class="bar"><h1 tabindex="-1">{ props.name }</h1></div>
            if *failed {
                { notice!(
                    kind: Kind::Stop,
                    title: "This page could not be fetched",
                    role: Some("alert"),
                    children: html! { <p>{ "Your letter and your list are still here. Look whether the server that this app came from can be reached." }</p> },
                    acts: button!(class: "small", icon: "refresh", onclick: move |_| fetch.emit(()), children: "Try again"),
                ) }
            } else {
                <p class="muted" role="status">{ "Fetching the page…" }</p>
            }
        </div>
    }
}

fn heading() -> Option<Element> {
    document().query_selector("main h1").ok().flatten()
}
