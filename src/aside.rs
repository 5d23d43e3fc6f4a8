//! All that the first look can do without: what shows the engine's answers, and what opens later. It is a part of the
//! wasm of its own (`cargo xtask parts`) and fetched while the page in front can be used already; the engine, without
//! which it would have nothing to show, is on the way at the same time and comes after it.

use crate::app::{banners::Banners, help::Help};
use crate::components::{palette, toasts};
use crate::engine::Codec;
use crate::liaison::Liaison;
use crate::pages::compose::area::Area;
use crate::pages::compose::bar::{Bar, BarProps};
use crate::pages::compose::coded::{Coded, CodedProps};
use crate::pages::compose::preview::Preview;
use crate::pages::compose::problems::Problems;
use crate::state::campaign::{Campaign, Loaded, Saved};
use crate::state::past;
use crate::state::session::Session;
use engine::protocol::{decode, encode};
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use yew::prelude::*;

/// What the part holds. Having it means that it is here.
pub struct Aside {
    /// How one speaks with the worker.
    pub codec: Codec,
    /// Reads a campaign and its history out of the store; `None` where the campaign can't be read.
    pub read: fn(&str, Option<&str>) -> Option<Box<Loaded>>,
    /// Writes a campaign and its history for the store.
    pub write: fn(&Campaign) -> (String, String),
    /// Tells the engine what the user does. Nothing of it is seen.
    pub liaison: fn() -> Html,
    /// The letter as one recipient gets it. The callback is called when the user goes from there to its source.
    pub preview: fn(Area, Callback<()>) -> Html,
    /// What is wrong with the letter. The callback is called when the user goes to a problem, with the pane that has it.
    pub problems: fn(Area, Callback<&'static str>) -> Html,
    /// The bar above the letter.
    pub bar: fn(BarProps) -> Html,
    /// Keeps the letter's editor in step with the letter. Nothing of it is seen.
    pub coded: fn(CodedProps) -> Html,
    /// The command palette: whether it is open, and what closes it.
    pub palette: fn(bool, Callback<()>) -> Html,
    /// The list of keys: whether it is open, and what closes it.
    pub help: fn(bool, Callback<()>) -> Html,
    /// What concerns the whole app and has to be said.
    pub banners: fn() -> Html,
    /// What was done, with the ways to undo it and to take the word away.
    pub toasts: fn(&UseReducerHandle<Session>) -> Html,
}

static ASIDE: Aside = Aside {
    codec: Codec { encode, decode },
    read,
    write,
    liaison: || html! { <Liaison /> },
    preview: |area, onvisit| html! { <Preview {area} {onvisit} /> },
    problems: |area, onvisit| html! { <Problems {area} {onvisit} /> },
    bar: |props| html! { <Bar ..props /> },
    coded: |props| html! { <Coded ..props /> },
    palette,
    help: |open, onclose| html! { <Help {open} {onclose} /> },
    banners: || html! { <Banners /> },
    toasts,
};

fn read(text: &str, history: Option<&str>) -> Option<Box<Loaded>> {
    let saved: Saved = serde_json::from_str(text).ok()?;
    // A history that can't be read is none.
    let stored = history.and_then(|history| serde_json::from_str(history).ok()).unwrap_or_default();
    let history = past::restore(&stored, &saved.letter);
    Some(Box::new((saved, history)))
}

fn write(campaign: &Campaign) -> (String, String) {
    let history = past::store(&campaign.history, &campaign.saved.letter);
    let json = serde_json::to_string(&campaign.saved).unwrap_or_default();
    (json, serde_json::to_string(&history).unwrap_or_default())
}

/// Fetches the part.
///
/// # Errors
/// When the server that the app came from does not answer.
#[wasm_split(aside, fallible)]
pub fn fetch() -> Result<&'static Aside, SplitLoaderError> {
    Ok(&ASIDE)
}
