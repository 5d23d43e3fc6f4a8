//! The themes and fonts there are: `data/themes.toml`, read once.

use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// The nine colours of a theme, each `#rrggbb`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Palette {
    /// Around the letter.
    pub canvas: String,
    /// Below its words.
    pub paper: String,
    /// Its words.
    pub ink: String,
    /// Small print and quotes.
    pub muted: String,
    /// Lines.
    pub line: String,
    /// Below code.
    pub soft: String,
    /// The band above the letter, and buttons.
    pub accent: String,
    /// Words on these.
    pub on_accent: String,
    /// Links.
    pub link: String,
}

impl Palette {
    /// The colour of a role.
    pub fn of(&self, role: &str) -> Option<&str> {
        Some(match role {
            "canvas" => &self.canvas,
            "paper" => &self.paper,
            "ink" => &self.ink,
            "muted" => &self.muted,
            "line" => &self.line,
            "soft" => &self.soft,
            "accent" => &self.accent,
            "on_accent" => &self.on_accent,
            "link" => &self.link,
            _ => return None,
        })
    }

    /// The same, to be changed.
    pub(super) fn of_mut(&mut self, role: &str) -> Option<&mut String> {
        Some(match role {
            "canvas" => &mut self.canvas,
            "paper" => &mut self.paper,
            "ink" => &mut self.ink,
            "muted" => &mut self.muted,
            "line" => &mut self.line,
            "soft" => &mut self.soft,
            "accent" => &mut self.accent,
            "on_accent" => &mut self.on_accent,
            "link" => &mut self.link,
            _ => return None,
        })
    }
}

/// What stands above the letter's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Head {
    /// A band of the accent's colour with the logo or the sender's name.
    #[default]
    Band,
    /// A thin line of the accent's colour, and the logo or the name on the paper.
    Line,
    /// Nothing but the logo, where there is one.
    None,
}

/// Font families for a mail.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Font {
    /// How a letter names it.
    pub id: String,
    /// How people call it.
    pub name: String,
    /// CSS `font-family`.
    pub stack: String,
    /// The same for Outlook for Windows.
    pub outlook: String,
}

/// A theme as it comes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Preset {
    /// How a letter names it.
    pub id: String,
    /// How people call it.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// CSS pixels.
    pub width: u16,
    /// CSS pixels.
    pub size: u16,
    /// Per cent.
    pub spacing: u16,
    /// CSS pixels.
    pub corner: u16,
    /// What stands above the words.
    pub head: Head,
    /// The font of the text, by its id.
    pub font: String,
    /// The font of headings.
    pub heading_font: String,
    /// The font of buttons, tables and the small print.
    pub small_font: String,
    /// Colours.
    pub light: Palette,
    /// Colours in the dark.
    pub dark: Palette,
}

#[derive(Default, Deserialize)]
struct Catalogue {
    font: Vec<Font>,
    theme: Vec<Preset>,
}

const SOURCE: &str = include_str!("../../data/themes.toml");

fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    // The file is part of the program, and the test below reads it.
    CATALOGUE.get_or_init(|| toml::from_str(SOURCE).unwrap_or_default())
}

/// Every theme, the one that a letter without a theme has first.
pub fn themes() -> &'static [Preset] {
    &catalogue().theme
}

/// Every font.
pub fn fonts() -> &'static [Font] {
    &catalogue().font
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_can_be_read() {
        let read: Result<Catalogue, _> = toml::from_str(SOURCE);
        assert_eq!(read.err(), None);
        let mut ids: Vec<&str> = themes().iter().map(|theme| theme.id.as_str()).collect();
        assert_eq!((ids.len(), ids[0]), (8, "post"));
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 8);
    }
}
