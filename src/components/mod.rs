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

pub use announcer::Announcer;
pub(crate) use button::{ButtonProps, button};
pub use dialog::Dialog;
pub use empty::empty;
pub(crate) use field::{FieldProps, field};
pub use icon::{icon, icon_of, icon_small, logo};
pub use menu::{Menu, MenuItem};
pub(crate) use notice::{NoticeProps, notice};
pub use palette::palette;
pub use postmark::postmark;
pub use problems::{Problem, problem_list};
pub use progress::{Progress, wide};
pub use slip::slip;
pub use splitter::Splitter;
pub use state::{Kind, badge, chip, mark, tag};
pub use tabs::{Tab, seg, tabs};
pub use toast::toasts;

/// `"true"` or `"false"`, as ARIA writes them.
pub fn flag(on: bool) -> &'static str {
    if on { "true" } else { "false" }
}
