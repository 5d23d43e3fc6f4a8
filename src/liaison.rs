//! Tells the engine what the user does: the campaign when the worker came up, and every change of the letter or the list.
//! It also brings the styles that the first look does without.

use crate::engine::Health;
use crate::provider::use_workbench;
use yew::platform::spawn_local;
use yew::prelude::*;

/// Stands on the page as long as the page does, and is not seen.
#[component]
pub fn Liaison() -> Html {
    let workbench = use_workbench();
    let (campaign, session) = (&workbench.campaign, &workbench.session);
    // A worker that came up, for the first time or again, is told everything, once the campaign is there; and when another
    // campaign takes its place.
    {
        let workbench = workbench.clone();
        let known = (session.health == Health::Ready && campaign.loaded, campaign.opened);
        use_effect_with(known, move |known| {
            if known.0 {
                // The files first: a letter that shows one of them is not to be told as broken.
                spawn_local(async move {
                    workbench.brief_files().await;
                    workbench.brief_engine();
                });
            }
        });
    }
    // Every change of the letter, of its files and of the list asks for a new preview; the engine drops the older question.
    {
        let workbench = workbench.clone();
        let revisions = (campaign.letter_revision, session.list_revision, session.files_revision);
        use_effect_with(revisions, move |_| {
            if workbench.campaign.loaded && workbench.engine_is_ready() {
                workbench.compose_changed();
            }
        });
    }
    html! { <link rel="stylesheet" href="later.css" /> }
}
