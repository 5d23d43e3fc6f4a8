//! Tells the engine what the user does: the campaign when the worker came up, and every change of the letter or the list.

use crate::engine::Health;
use crate::provider::use_workbench;
use yew::prelude::*;

/// Stands on the page as long as the page does, and is not seen.
#[component]
pub fn Liaison() -> Html {
    let workbench = use_workbench();
    let (campaign, session) = (&workbench.campaign, &workbench.session);
    // A worker that came up, for the first time or again, is told everything, once the campaign is there.
    {
        let workbench = workbench.clone();
        let known = (session.health == Health::Ready, campaign.loaded);
        use_effect_with(known, move |known| {
            if *known == (true, true) {
                workbench.brief_engine();
            }
        });
    }
    // Every change of the letter and of the list asks for a new preview; the engine drops the older question.
    {
        let workbench = workbench.clone();
        use_effect_with((campaign.letter_revision, session.list_revision), move |_| {
            if workbench.campaign.loaded && workbench.engine_is_ready() {
                workbench.compose_changed();
            }
        });
    }
    Html::default()
}
