//! The campaign that a first visitor finds: a finished letter and its list.

use super::campaign::Saved;
use compose::Letter;
use std::rc::Rc;

/// The list's file name.
pub const LIST_NAME: &str = "sample-members.csv";

/// The list's text, shipped with the page so that the first visit needs nothing else.
pub const LIST_TEXT: &str = include_str!("../../static/samples/list.csv");

/// The list's name of a sample letter of the gallery.
pub fn name_of(letter: &str) -> String {
    ["sample-", letter, ".csv"].concat()
}

/// Whether a list is one of ours, which may be replaced without asking.
pub fn is_sample(list_name: &str) -> bool {
    list_name.starts_with("sample-")
}

/// The sample campaign.
pub fn campaign() -> Saved {
    Saved {
        name: "Sample letter".into(),
        letter: Rc::new(letter()),
        list_name: Some(LIST_NAME.into()),
        ..Saved::default()
    }
}

/// The sample letter. `static/samples/letter.json` is `letter.md` as the engine reads it; a test holds them equal.
pub fn letter() -> Letter {
    serde_json::from_str(include_str!("../../static/samples/letter.json")).unwrap_or_default()
}
