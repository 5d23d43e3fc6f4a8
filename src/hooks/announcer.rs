//! Saying something to those who listen to the page.

use crate::components::Announcer;
use yew::prelude::*;

/// The announcer of the page.
#[hook]
pub fn use_announcer() -> Announcer {
    use_context::<Announcer>().unwrap_or_default()
}
