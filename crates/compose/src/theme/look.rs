//! A theme with what a letter changes of it, and the words for what can't be used.

use super::catalogue::{Font, Head, Palette, Preset, fonts, themes};
use super::{RANGES, ROLES, Theme, colour};
use crate::distance::nearest;
use diag::Diagnostic;

/// Text and its ground have to differ so much (WCAG 2.2, 1.4.3).
const LEAST_CONTRAST: f64 = 4.5;

/// How a letter looks, every value settled. Colours are `#rrggbb`, so that nothing of a letter's theme has to be escaped.
#[derive(Debug, Clone)]
pub(crate) struct Look {
    pub(crate) width: u16,
    pub(crate) size: u16,
    pub(crate) spacing: u16,
    pub(crate) corner: u16,
    pub(crate) head: Head,
    pub(crate) font: Font,
    pub(crate) heading: Font,
    pub(crate) small: Font,
    pub(crate) light: Palette,
    pub(crate) dark: Palette,
    /// CSS pixels.
    pub(crate) logo_width: u16,
}

impl Default for Look {
    fn default() -> Look {
        Look::of(&Theme::default()).0
    }
}

impl Look {
    /// The look of a letter with this theme, and what of it can't be used.
    pub(crate) fn of(theme: &Theme) -> (Look, Vec<Diagnostic>) {
        let mut said = Vec::new();
        let preset = preset(&theme.preset, &mut said);
        let mut number = |name: &str, own: Option<u16>, usual: u16| {
            let (least, most) =
                RANGES.iter().find(|range| range.0 == name).map_or((0, u16::MAX), |range| (range.1, range.2));
            let value = own.unwrap_or(usual);
            if !(least..=most).contains(&value) {
                let message = format!("the theme's `{name}` is {value}, but {least} to {most} was expected");
                said.push(told("theme-range", message));
            }
            value.clamp(least, most)
        };
        let (width, size) =
            (number("width", theme.width, preset.width), number("size", theme.size, preset.size));
        let (spacing, corner) =
            (number("spacing", theme.spacing, preset.spacing), number("corner", theme.corner, preset.corner));
        let logo_width = number("logo_width", theme.logo_width, 160).min(width);
        let head = match theme.head.as_str() {
            "" => preset.head,
            "band" => Head::Band,
            "line" => Head::Line,
            "none" => Head::None,
            other => {
                said.push(
                    told("theme-head", format!("`{other}` is nothing that can stand above a letter"))
                        .hint("it is band, line or none"),
                );
                preset.head
            }
        };
        let look = Look {
            width,
            size,
            spacing,
            corner,
            head,
            font: font(&theme.font, &preset.font, &mut said),
            heading: font(&theme.heading_font, &preset.heading_font, &mut said),
            small: font("", &preset.small_font, &mut said),
            light: palette(&preset.light, &theme.light, "light", &mut said),
            dark: palette(&preset.dark, &theme.dark, "dark", &mut said),
            logo_width,
        };
        (look, said)
    }

    /// A length of the usual room in this look's room, in CSS pixels.
    pub(crate) fn room(&self, usual: u32) -> u32 {
        (usual * u32::from(self.spacing) + 50) / 100
    }

    /// A size of type, in thousandths of the text's, in CSS pixels.
    pub(crate) fn type_size(&self, thousandths: u32) -> u32 {
        (u32::from(self.size) * thousandths + 500) / 1000
    }
}

fn told(code: &'static str, message: String) -> Diagnostic {
    Diagnostic::warning(code, message).in_field("theme")
}

fn preset(id: &str, said: &mut Vec<Diagnostic>) -> Preset {
    let first = || themes().first().cloned().unwrap_or_default();
    if id.is_empty() {
        return first();
    }
    if let Some(found) = themes().iter().find(|theme| theme.id == id) {
        return found.clone();
    }
    let known = || themes().iter().map(|theme| theme.id.as_str());
    let hint = match nearest(id, known()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the themes are {}", known().collect::<Vec<_>>().join(", ")),
    };
    said.push(
        told("theme-unknown", format!("there is no theme `{id}`, so the usual one is taken")).hint(hint),
    );
    first()
}

fn font(own: &str, usual: &str, said: &mut Vec<Diagnostic>) -> Font {
    let find = |id: &str| fonts().iter().find(|font| font.id == id).cloned();
    if !own.is_empty() && find(own).is_none() {
        let known: Vec<&str> = fonts().iter().map(|font| font.id.as_str()).collect();
        let message = format!("there is no font `{own}` that mail programs have");
        said.push(told("theme-font", message).hint(format!("the fonts are {}", known.join(", "))));
    }
    find(own).or_else(|| find(usual)).unwrap_or_default()
}

fn palette(usual: &Palette, own: &[(String, String)], name: &str, said: &mut Vec<Diagnostic>) -> Palette {
    let mut palette = usual.clone();
    for (role, text) in own {
        match (palette.of_mut(role), colour::normal(text)) {
            (None, _) => {
                let message = format!("`{role}` in the theme's {name} colours is no colour of a letter");
                said.push(told("theme-colour", message).hint(format!("they are {}", ROLES.join(", "))));
            }
            (_, None) => {
                let message = format!("`{text}` for {role} in the theme's {name} colours is no colour");
                said.push(told("theme-colour", message).hint("write it like #0e5caf"));
            }
            (Some(place), Some(colour)) => *place = colour,
        }
    }
    // The themes themselves are held to this by a test.
    if !own.is_empty() {
        let pairs = [("ink", "paper"), ("muted", "paper"), ("link", "paper"), ("on_accent", "accent")];
        for (front, back) in pairs {
            let (Some(one), Some(other)) = (palette.of(front), palette.of(back)) else { continue };
            let contrast = colour::contrast(one, other);
            if contrast < LEAST_CONTRAST {
                let message = format!(
                    "{} on {} has a contrast of {contrast:.1} in the theme's {name} colours, but {LEAST_CONTRAST} is needed to read it",
                    words(front),
                    words(back),
                );
                said.push(told("theme-contrast", message).hint("make one of them darker or lighter"));
            }
        }
    }
    palette
}

fn words(role: &str) -> &str {
    match role {
        "ink" => "the text",
        "muted" => "the small print",
        "link" => "a link",
        "on_accent" => "the text of a button",
        "accent" => "its ground",
        "paper" => "the paper",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(theme: Theme, codes: &[&str]) -> Look {
        let (look, said) = Look::of(&theme);
        assert_eq!(said.iter().map(|d| d.code.as_ref()).collect::<Vec<_>>(), codes, "{said:?}");
        look
    }

    #[test]
    fn a_letter_changes_what_it_names() {
        let theme = Theme {
            preset: "meadow".into(),
            width: Some(640),
            font: "verdana".into(),
            light: vec![("accent".into(), "#036".into())],
            ..Theme::default()
        };
        let look = check(theme, &[]);
        assert_eq!((look.width, look.light.accent.as_str(), look.corner), (640, "#003366", 12));
        assert!(look.font.stack.starts_with("Verdana"));
    }

    #[test]
    fn what_can_not_be_used_is_told_and_leaves_the_theme_as_it_is() {
        let pair = |role: &str, colour: &str| vec![(role.to_owned(), colour.to_owned())];
        check(Theme { preset: "paste".into(), ..Theme::default() }, &["theme-unknown"]);
        check(Theme { font: "Comic".into(), ..Theme::default() }, &["theme-font"]);
        check(Theme { head: "hat".into(), ..Theme::default() }, &["theme-head"]);
        check(Theme { light: pair("acent", "#000"), ..Theme::default() }, &["theme-colour"]);
        let evil = "#fff\" onload=\"x";
        assert_eq!(
            check(Theme { dark: pair("ink", evil), ..Theme::default() }, &["theme-colour"]).dark.ink,
            "#e8ebef"
        );
        assert_eq!(check(Theme { width: Some(9000), ..Theme::default() }, &["theme-range"]).width, 800);
        check(Theme { light: pair("ink", "#ccc"), ..Theme::default() }, &["theme-contrast"]);
    }
}
