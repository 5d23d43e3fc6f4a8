//! Hooks that several pages share.

mod around;
mod keyboard;
mod preference;
mod router;

pub use around::{Around, use_around};
pub use keyboard::use_keyboard;
pub use preference::{Preference, choose, preference, use_preference};
pub use router::{Router, use_routing};
