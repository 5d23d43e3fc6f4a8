//! The letter as a file: TOML between two `+++` lines, then the body.
//!
//! Every key is optional, and a file without front matter is a body and nothing else.

mod read;
mod write;

pub use read::read;
pub use write::write;

use crate::letter::Letter;

/// A letter read from a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LetterFile {
    /// What the file says.
    pub letter: Letter,
    /// Where the body starts in the file, in bytes: a span in the body plus this is a span in the file.
    pub body_start: usize,
}

/// The keys of the front matter, in the order in which they are written.
const KEYS: &[&str] = &[
    "subject",
    "preheader",
    "from",
    "reply_to",
    "format",
    "language",
    "headers",
    "attachments",
    "unsubscribe",
    "postal_address",
    "theme",
    "text",
    "text_from",
];

/// The keys of `unsubscribe`.
const UNSUBSCRIBE_KEYS: &[&str] = &["url", "mailto", "one_click"];

/// The keys of `theme`.
const THEME_KEYS: &[&str] = &[
    "preset",
    "width",
    "size",
    "spacing",
    "corner",
    "head",
    "font",
    "heading_font",
    "logo",
    "logo_alt",
    "logo_width",
    "light",
    "dark",
];

/// The names of the formats, as the file has them.
const FORMATS: &[(&str, crate::Format)] = &[
    ("markdown", crate::Format::Markdown),
    ("mjml", crate::Format::Mjml),
    ("html", crate::Format::Html),
    ("text", crate::Format::Text),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Format, Theme, Unsubscribe};
    use proptest::prelude::*;

    fn themes() -> impl Strategy<Value = Theme> {
        let text = || prop_oneof![Just(String::new()), any::<String>()];
        let number = || proptest::option::of(any::<u16>());
        let colours = || proptest::collection::vec((any::<String>(), "#[0-9a-f]{3}"), 0..3);
        (
            (text(), text(), text(), text()),
            (number(), number(), number(), number(), number()),
            (text(), text(), colours(), colours()),
        )
            .prop_map(
                |(
                    (preset, head, font, heading_font),
                    (width, size, spacing, corner, logo_width),
                    (logo, logo_alt, light, dark),
                )| Theme {
                    preset,
                    width,
                    size,
                    spacing,
                    corner,
                    head,
                    font,
                    heading_font,
                    logo,
                    logo_alt,
                    logo_width,
                    light,
                    dark,
                },
            )
    }

    fn letters() -> impl Strategy<Value = Letter> {
        let text =
            || prop_oneof![Just(String::new()), any::<String>(), "[ -~]{0,40}", "[\"'\\\\\n\r\t{}%+]{0,9}"];
        let format =
            prop_oneof![Just(Format::Markdown), Just(Format::Mjml), Just(Format::Html), Just(Format::Text)];
        (
            (text(), text(), text(), text(), format, text()),
            proptest::collection::vec((text(), text()), 0..4),
            proptest::collection::vec(text(), 0..3),
            (text(), text(), any::<bool>()),
            (text(), text(), themes(), text(), text()),
        )
            .prop_map(
                |(
                    (subject, preheader, from, reply_to, format, language),
                    headers,
                    attachments,
                    (url, mailto, one_click),
                    (postal_address, body, theme, text, text_from),
                )| Letter {
                    subject,
                    preheader,
                    from,
                    reply_to,
                    format,
                    language,
                    headers,
                    attachments,
                    unsubscribe: Unsubscribe { url, mailto, one_click },
                    postal_address,
                    theme,
                    text,
                    text_from,
                    body,
                },
            )
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(letter in letters()) {
            let text = write(&letter);
            let report = read(&text);
            prop_assert_eq!(&report.diagnostics, &vec![]);
            prop_assert_eq!(&text[report.value.body_start..], &letter.body);
            prop_assert_eq!(report.value.letter, letter);
        }

        #[test]
        fn any_text_can_be_read(text in any::<String>(), front in "[a-z_ =\"'\\[\\]{}\n+]{0,60}") {
            let _ = read(&text);
            let file = format!("+++\n{front}\n+++\n{text}");
            let report = read(&file);
            prop_assert!(file.is_char_boundary(report.value.body_start));
        }
    }
}
