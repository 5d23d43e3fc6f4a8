//! The letter as programs show it that turn colours over or leave images out, made in the shown copy. Nobody's exact
//! recipe is known; these are the two kinds there are.

/// How much is turned over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forced {
    /// Light backgrounds become dark and dark words light; what is dark already stays.
    Partly,
    /// Every colour changes its lightness, also where the letter was dark.
    Wholly,
}

/// The letter with its colours turned over. Images stay as they are.
pub fn turned(html: &str, how: Forced) -> String {
    let mut out = String::with_capacity(html.len() + 256);
    let mut rest = html;
    while let Some(at) = rest.find('#') {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let digits = after.bytes().skip(1).take_while(u8::is_ascii_hexdigit).count();
        let colour = match digits {
            3 | 6 => property(&out).and_then(|ground| Some((ground, parse(after.get(1..=digits)?)?))),
            _ => None,
        };
        match colour {
            Some((ground, colour)) => {
                let light = lightness(colour) > 0.5;
                let turn = how == Forced::Wholly || light == ground;
                out.push_str(&written(if turn { over(colour) } else { colour }));
                rest = after.get(digits + 1..).unwrap_or("");
            }
            None => {
                out.push('#');
                rest = after.get(1..).unwrap_or("");
            }
        }
    }
    out.push_str(rest);
    // What names no colour is dark on white elsewhere, and so light on dark here.
    let base = "<style>:root{background:#121416;color:#e6e8ea}a:not([style*=color]){color:#8ab4f8}</style>";
    match out.find("</head>") {
        Some(at) => out.insert_str(at, base),
        None => out.insert_str(0, base),
    }
    out
}

/// Whether the colour that follows is one of the ground (true) or of the ink; `None` where none follows.
fn property(before: &str) -> Option<bool> {
    let start = before.rfind([';', '{', '"', '\'', '<']).map_or(0, |at| at + 1);
    let piece = before.get(start..)?;
    let attribute = piece.is_empty().then(|| before.get(..start.saturating_sub(1))).flatten();
    if let Some(attribute) = attribute {
        return attribute.to_ascii_lowercase().ends_with("bgcolor=").then_some(true);
    }
    let (name, _) = piece.split_once(':')?;
    let name = name.trim().to_ascii_lowercase();
    match name.as_str() {
        name if name.starts_with("background") => Some(true),
        name if name == "color" || name.starts_with("border") || name.ends_with("-color") => Some(false),
        _ => None,
    }
}

type Rgb = [u8; 3];

fn parse(hex: &str) -> Option<Rgb> {
    let wide = match hex.len() {
        3 => hex.chars().flat_map(|c| [c, c]).collect(),
        _ => hex.to_owned(),
    };
    let part = |at: usize| u8::from_str_radix(wide.get(at..at + 2)?, 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

fn written([r, g, b]: Rgb) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn lightness(colour: Rgb) -> f32 {
    let (most, least) = (colour.iter().max().unwrap_or(&0), colour.iter().min().unwrap_or(&0));
    (f32::from(*most) + f32::from(*least)) / 510.0
}

/// The same hue with the opposite lightness, and never quite black.
fn over(colour: Rgb) -> Rgb {
    let (most, least) = (colour.iter().max().unwrap_or(&0), colour.iter().min().unwrap_or(&0));
    let shift = 255 - i16::from(*most) - i16::from(*least);
    colour.map(|part| u8::try_from((i16::from(part) + shift).clamp(18, 255)).unwrap_or(u8::MAX))
}

/// The letter as it is seen before images are loaded: their words stand in their place.
pub fn without_images(html: &str) -> String {
    let mut parts = html.split("<img");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (tag, rest) = part.split_at(part.find('>').unwrap_or(part.len()));
        out.push_str("<img");
        out.push_str(&tag.replace(" src=", " data-src=").replace(" srcset=", " data-srcset="));
        out.push_str(rest);
    }
    out.replace(" background=", " data-background=")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, partly: &str, wholly: &str) {
        let bare = |html: String| html[html.find("</style>").unwrap() + 8..].to_owned();
        assert_eq!(bare(turned(html, Forced::Partly)), partly);
        assert_eq!(bare(turned(html, Forced::Wholly)), wholly);
    }

    #[test]
    fn light_grounds_and_dark_words_are_turned_over() {
        check(
            "<p style=\"background-color:#ffffff;color:#111\">a</p>",
            "<p style=\"background-color:#121212;color:#eeeeee\">a</p>",
            "<p style=\"background-color:#121212;color:#eeeeee\">a</p>",
        );
    }

    #[test]
    fn what_is_dark_already_stays_where_only_a_part_is_turned() {
        check(
            "<td bgcolor=\"#123a52\" style=\"color:#fff\">",
            "<td bgcolor=\"#123a52\" style=\"color:#ffffff\">",
            "<td bgcolor=\"#add5ed\" style=\"color:#121212\">",
        );
    }

    #[test]
    fn what_is_no_colour_stays() {
        let html = "<a href=\"#add\">#fff &#123;</a><a href=\"x#123456\">";
        check(html, html, html);
    }

    #[test]
    fn images_are_left_out_and_their_words_stay() {
        let html = "<img alt=\"A\" src=\"a.png\"><p>src= <table background=\"b.png\">";
        let without = "<img alt=\"A\" data-src=\"a.png\"><p>src= <table data-background=\"b.png\">";
        assert_eq!(without_images(html), without);
    }
}
