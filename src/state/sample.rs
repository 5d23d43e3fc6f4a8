//! The campaign that a first visitor finds: a finished letter and its list.

use super::campaign::Saved;
use compose::{Format, Letter, Unsubscribe};
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

const LETTER_TEXT: &str = include_str!("../../static/samples/letter.md");

/// The sample letter: `letter.md` as the engine reads it. The head is here as data, since what reads it would be most
/// of the page; a test holds the two equal.
pub fn letter() -> Letter {
    Letter {
        subject: "{{ first_name | default('Dear friend') }}, the garden opens on 2 May".into(),
        preheader: "Seedlings, soup, and {% if tickets | default(0) | int > 0 %}your tickets{% else %}a place at the long table{% endif %}".into(),
        from: "The Walled Garden <hello@walledgarden.example>".into(),
        reply_to: "ida@walledgarden.example".into(),
        format: Format::Markdown,
        language: "en".into(),
        headers: vec![("X-Campaign".into(), "spring-opening".into())],
        unsubscribe: Unsubscribe {
            url: "https://walledgarden.example/leave/{{ member_no }}".into(),
            mailto: "leave@walledgarden.example".into(),
            one_click: true,
        },
        postal_address: "The Walled Garden, 14 Mill Lane, Ashby-on-the-Water".into(),
        body: LETTER_TEXT.splitn(3, "+++\n").nth(2).unwrap_or_default().into(),
        ..Letter::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_is_its_file() {
        let read = compose::read(LETTER_TEXT);
        assert_eq!(read.diagnostics, []);
        assert_eq!(read.value.letter, letter());
    }
}
