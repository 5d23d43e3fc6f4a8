//! Hooks that several pages share.

mod announcer;
mod keyboard;
mod preference;
mod router;

pub use announcer::use_announcer;
pub use keyboard::use_keyboard;
pub use preference::{Preference, choose, preference, use_preference};
pub use router::{Router, use_router, use_routing};
