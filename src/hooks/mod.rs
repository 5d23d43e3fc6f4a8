//! Hooks that several pages share.

mod around;
mod keyboard;
mod preference;
mod router;
mod seen;

pub use around::{Around, use_around};
pub use keyboard::use_keyboard;
pub use preference::{Preference, choose, preference, use_preference};
pub use router::{Router, use_routing};
pub use seen::use_seen;
