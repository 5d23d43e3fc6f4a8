//! How a Markdown letter looks: a theme of [`themes`], and what the letter changes of it.
//!
//! A theme is data. What a letter says of its theme is checked when it is compiled: a value that can't be used leaves
//! the theme's own in place and is told.

mod catalogue;
mod colour;
mod look;

pub use catalogue::{Font, Head, Palette, Preset, fonts, themes};
pub(crate) use look::Look;

use serde::{Deserialize, Serialize};

/// What a letter says of its looks. What is absent or empty is the theme's own.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Theme {
    /// The id of one of [`themes`]; empty: the first.
    pub preset: String,
    /// How wide the letter is, in CSS pixels, 320 to 800.
    pub width: Option<u16>,
    /// The size of its text, in CSS pixels, 12 to 24.
    pub size: Option<u16>,
    /// The room between its parts, in per cent of the usual, 50 to 200.
    pub spacing: Option<u16>,
    /// How round corners are, in CSS pixels, 0 to 32.
    pub corner: Option<u16>,
    /// What stands above the letter: `band`, `line` or `none`.
    pub head: String,
    /// The id of one of [`fonts`].
    pub font: String,
    /// The same, for headings.
    pub heading_font: String,
    /// The address of an image that stands for the sender's name, a template; `cid:` shows a file of the letter.
    pub logo: String,
    /// What is read where the logo is not seen, a template; empty: the sender's name.
    pub logo_alt: String,
    /// How wide the logo is shown, in CSS pixels, 16 to 800.
    pub logo_width: Option<u16>,
    /// Colours (`#rgb` or `#rrggbb`) by their roles, which are [`ROLES`].
    pub light: Vec<(String, String)>,
    /// The same, for mail programs in the dark.
    pub dark: Vec<(String, String)>,
}

/// What colours are for, in the order in which they are written.
pub const ROLES: [&str; 9] =
    ["canvas", "paper", "ink", "muted", "line", "soft", "accent", "on_accent", "link"];

/// The range of each number of a theme, by its name.
pub const RANGES: [(&str, u16, u16); 5] =
    [("width", 320, 800), ("size", 12, 24), ("spacing", 50, 200), ("corner", 0, 32), ("logo_width", 16, 800)];

#[cfg(test)]
mod tests {
    use super::*;

    /// Pairs of roles, and how much they have to differ: text 4.5:1 (WCAG 2.2, 1.4.3).
    const READ: [(&str, &str); 6] = [
        ("ink", "paper"),
        ("muted", "paper"),
        ("link", "paper"),
        ("ink", "soft"),
        ("on_accent", "accent"),
        ("muted", "canvas"),
    ];

    #[test]
    fn every_theme_can_be_read_light_and_dark() {
        for theme in themes() {
            for (name, palette) in [("light", &theme.light), ("dark", &theme.dark)] {
                for (front, back) in READ {
                    let (front_colour, back_colour) = (palette.of(front).unwrap(), palette.of(back).unwrap());
                    let contrast = colour::contrast(front_colour, back_colour);
                    assert!(contrast >= 4.5, "{} {name}: {front} on {back} is {contrast:.2}", theme.id);
                }
            }
        }
    }

    #[test]
    fn themes_name_fonts_that_are_there_and_keep_their_ranges() {
        for theme in themes() {
            for font in [&theme.font, &theme.heading_font, &theme.small_font] {
                assert!(fonts().iter().any(|known| known.id == *font), "{}: {font}", theme.id);
            }
            let whole = Theme { preset: theme.id.clone(), ..Theme::default() };
            let (_, said) = Look::of(&whole);
            assert_eq!(said, [], "{}", theme.id);
        }
    }
}
