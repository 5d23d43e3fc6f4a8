//! The parts that pages are made of. Props in, callbacks out; what needs no state of its own is a plain function.

mod announcer;
mod button;
mod dialog;
mod empty;
mod field;
mod icon;
mod menu;
mod notice;
mod palette;
mod postmark;
mod problems;
mod progress;
mod slip;
mod splitter;
mod state;
mod tabs;
mod toast;

pub use announcer::{Announcer, AnnouncerProvider};
pub use button::Button;
pub use dialog::Dialog;
pub use empty::Empty;
pub use field::Field;
pub use icon::{icon, icon_of, icon_small, logo};
pub use menu::{Menu, MenuItem};
pub use notice::Notice;
pub use palette::Palette;
pub use postmark::postmark;
pub use problems::{Problem, ProblemList};
pub use progress::Progress;
pub use slip::slip;
pub use splitter::Splitter;
pub use state::{Kind, badge, chip, mark, tag};
pub use tabs::{Seg, Tab, Tabs};
pub use toast::Toasts;

/// `"true"` or `"false"`, as ARIA writes them.
pub fn flag(on: bool) -> &'static str {
    if on { "true" } else { "false" }
}
