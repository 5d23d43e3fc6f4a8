//! What the shell lends to every page: the place, the voice, and the verbs.

use super::Router;
use crate::command::Registry;
use crate::components::Announcer;
use yew::prelude::*;

/// One context for all three, since a page that wants one mostly wants another.
#[derive(Clone, PartialEq, Default)]
pub struct Around {
    /// Where the user is.
    pub router: Router,
    /// Says something to those who listen to the page.
    pub announcer: Announcer,
    /// The verbs that can be seen now.
    pub registry: Registry,
}

/// What the shell lends.
#[hook]
pub fn use_around() -> Around {
    use_context::<Around>().unwrap_or_default()
}
