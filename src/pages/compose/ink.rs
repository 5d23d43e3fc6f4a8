//! The ink of the letter's text: which part of a line is a merge field, a tag, a sign of Markdown, or wrong. A line is
//! looked at alone, so that a key press costs one line.

use crate::components::Kind;
use compose::Format;

/// What a piece of a line is; several may be true at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ink(u16);

impl Ink {
    const STRONG: Ink = Ink(1);
    const EMPHASIS: Ink = Ink(2);
    const SIGN: Ink = Ink(4);
    const LINK: Ink = Ink(8);
    const TAG: Ink = Ink(16);
    const FIELD: Ink = Ink(32);
    const PIPE: Ink = Ink(64);
    const BAD: Ink = Ink(128);
    const SOFT: Ink = Ink(256);

    fn has(self, other: Ink) -> bool {
        self.0 & other.0 != 0
    }

    /// Its classes.
    pub fn class(self) -> String {
        let words = [
            (Ink::STRONG, "st"),
            (Ink::EMPHASIS, "em"),
            (Ink::SIGN, "mk"),
            (Ink::LINK, "lk"),
            (Ink::TAG, "tg"),
            (Ink::FIELD, "mf"),
            (Ink::PIPE, "pipe"),
            (Ink::BAD, "is-bad-text"),
            (Ink::SOFT, "is-soft-text"),
        ];
        let chosen: Vec<&str> =
            words.iter().filter(|(ink, _)| self.has(*ink)).map(|(_, word)| *word).collect();
        chosen.join(" ")
    }
}

/// What is wrong in a line: a part of it in bytes, and how much it matters.
pub type Wrong = (usize, usize, Kind);

/// The pieces of a line, in their order, and their ink.
pub fn pieces<'l>(line: &'l str, format: Format, wrong: &[Wrong]) -> Vec<(Ink, &'l str)> {
    let mut inks = vec![Ink::default(); line.len()];
    match format {
        Format::Markdown => markdown(line, &mut inks),
        Format::Html | Format::Mjml => markup(line, &mut inks),
        Format::Text => (),
    }
    let tags = template(line, &mut inks);
    for &(start, end, kind) in wrong {
        let ink = if kind == Kind::Stop { Ink::BAD } else { Ink::SOFT };
        // A fault inside a merge field marks the whole field: that is what has to be mended.
        let (start, end) =
            tags.iter().find(|(from, to)| *from <= start && end <= *to).copied().unwrap_or((start, end));
        let end = end.max(start + 1).min(line.len());
        lay(&mut inks, start.min(end), end, ink);
    }
    let mut all = Vec::new();
    let mut start = 0;
    for (at, _) in line.char_indices().skip(1).chain([(line.len(), ' ')]) {
        if at == line.len() || inks.get(at) != inks.get(start) {
            if let (Some(piece), Some(ink)) = (line.get(start..at), inks.get(start)) {
                all.push((*ink, piece));
            }
            start = at;
        }
    }
    all
}

fn lay(inks: &mut [Ink], start: usize, end: usize, ink: Ink) {
    for place in inks.get_mut(start..end).into_iter().flatten() {
        place.0 |= ink.0;
    }
}

/// Lays the ink of fields and tags over all other ink, and says where they stand.
fn template(line: &str, inks: &mut [Ink]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = line.get(from..).and_then(|rest| rest.find('{')).map(|at| at + from) {
        let close = match line.get(start..start + 2) {
            Some("{{") => "}}",
            Some("{%") => "%}",
            Some("{#") => "#}",
            _ => {
                from = start + 1;
                continue;
            }
        };
        let rest = line.get(start + 2..).unwrap_or_default();
        let end = rest.find(close).map_or(line.len(), |at| start + 2 + at + 2);
        let field = close == "}}";
        let strong = inks.get(start).is_some_and(|ink| ink.has(Ink::STRONG));
        for place in inks.get_mut(start..end).into_iter().flatten() {
            *place = if field { Ink::FIELD } else { Ink::TAG };
        }
        if strong {
            lay(inks, start, end, Ink::STRONG);
        }
        if field {
            for (at, _) in line.get(start..end).unwrap_or_default().match_indices('|') {
                lay(inks, start + at, start + at + 1, Ink::PIPE);
            }
        }
        found.push((start, end));
        from = end;
    }
    found
}

fn markdown(line: &str, inks: &mut [Ink]) {
    let body = line.trim_start();
    let indent = line.len() - body.len();
    let hashes = body.bytes().take_while(|byte| *byte == b'#').count();
    if (1..=6).contains(&hashes) && body[hashes..].starts_with(' ') {
        lay(inks, indent, indent + hashes, Ink::SIGN);
        lay(inks, indent + hashes, line.len(), Ink::STRONG);
        return;
    }
    if body.len() >= 3 && body.bytes().all(|byte| matches!(byte, b'-' | b'*' | b'_' | b' ')) {
        return lay(inks, 0, line.len(), Ink::SIGN);
    }
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    let sign = match body.as_bytes() {
        [b'-' | b'*' | b'+' | b'>', b' ', ..] => 1,
        bytes if digits > 0 && matches!(bytes.get(digits..digits + 2), Some(b". " | b") ")) => digits + 1,
        [b'|', ..] => 0,
        _ => 0,
    };
    lay(inks, indent, indent + sign, Ink::SIGN);
    if body.starts_with('|') {
        for (at, _) in line.match_indices('|') {
            lay(inks, at, at + 1, Ink::SIGN);
        }
    }
    pairs(line, indent + sign, "**", inks, |inks, start, end| {
        lay(inks, start, start + 2, Ink::SIGN);
        lay(inks, start + 2, end - 2, Ink::STRONG);
        lay(inks, end - 2, end, Ink::SIGN);
    });
    pairs(line, indent + sign, "*", inks, |inks, start, end| lay(inks, start, end, Ink::EMPHASIS));
    pairs(line, indent + sign, "`", inks, |inks, start, end| lay(inks, start, end, Ink::SIGN));
    links(line, inks);
}

/// Calls for each pair of a sign, from the first byte of the opening one to the last of the closing one.
fn pairs(line: &str, from: usize, sign: &str, inks: &mut [Ink], found: impl Fn(&mut [Ink], usize, usize)) {
    let free = |inks: &[Ink], at: usize| inks.get(at).is_some_and(|ink| !ink.has(Ink::SIGN));
    let mut open: Option<usize> = None;
    for (at, _) in line.match_indices(sign).filter(|(at, _)| *at >= from) {
        if !free(inks, at) {
            continue;
        }
        let before = line[..at].chars().next_back().is_none_or(char::is_whitespace);
        let after = line[at + sign.len()..].chars().next().is_none_or(char::is_whitespace);
        match open {
            Some(start) if !before => {
                found(inks, start, at + sign.len());
                open = None;
            }
            None if !after => open = Some(at),
            _ => (),
        }
    }
}

fn links(line: &str, inks: &mut [Ink]) {
    let mut from = 0;
    while let Some(open) = line.get(from..).and_then(|rest| rest.find('[')).map(|at| at + from) {
        let middle = line.get(open..).and_then(|rest| rest.find("](")).map(|at| at + open);
        let Some(middle) = middle else { return };
        let Some(close) = line.get(middle..).and_then(|rest| rest.find(')')).map(|at| at + middle) else {
            return;
        };
        lay(inks, open, open + 1, Ink::SIGN);
        lay(inks, open + 1, middle, Ink::LINK);
        lay(inks, middle, close + 1, Ink::SIGN);
        let attributes =
            line.get(close + 1..).filter(|rest| rest.starts_with("{.")).and_then(|rest| rest.find('}'));
        from = attributes.map_or(close + 1, |at| close + 2 + at);
        lay(inks, close + 1, from, Ink::SIGN);
    }
}

/// The tags of HTML and MJML, quietly.
fn markup(line: &str, inks: &mut [Ink]) {
    let mut from = 0;
    while let Some(open) = line.get(from..).and_then(|rest| rest.find('<')).map(|at| at + from) {
        let end = line.get(open..).and_then(|rest| rest.find('>')).map_or(line.len(), |at| open + at + 1);
        lay(inks, open, end, Ink::SIGN);
        from = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, wrong: &[Wrong], expected: &[(&str, &str)]) {
        let all = pieces(line, Format::Markdown, wrong);
        let all: Vec<(String, &str)> = all.into_iter().map(|(ink, piece)| (ink.class(), piece)).collect();
        let all: Vec<(&str, &str)> = all.iter().map(|(class, piece)| (class.as_str(), *piece)).collect();
        assert_eq!(all, expected);
    }

    #[test]
    fn markdown_is_inked() {
        check("# Hei", &[], &[("mk", "#"), ("st", " Hei")]);
        check("a *b* c", &[], &[("", "a "), ("em", "*b*"), ("", " c")]);
        check("- **a**", &[], &[("mk", "-"), ("", " "), ("mk", "**"), ("st", "a"), ("mk", "**")]);
        check("2 * 3 * 4", &[], &[("", "2 * 3 * 4")]);
        check("[a](b){.button}", &[], &[("mk", "["), ("lk", "a"), ("mk", "](b){.button}")]);
    }

    #[test]
    fn templates_are_inked_over_markdown() {
        check("{% if a %}", &[], &[("tg", "{% if a %}")]);
        check("Hi {{ a|b }}", &[], &[("", "Hi "), ("mf", "{{ a"), ("mf pipe", "|"), ("mf", "b }}")]);
        check("{{ a", &[], &[("mf", "{{ a")]);
        check("# {{ a }}", &[], &[("mk", "#"), ("st", " "), ("st mf", "{{ a }}")]);
    }

    #[test]
    fn a_fault_marks_its_field() {
        check("ø {{ x }}", &[(6, 7, Kind::Stop)], &[("", "ø "), ("mf is-bad-text", "{{ x }}")]);
        check("abc", &[(1, 1, Kind::Warn)], &[("", "a"), ("is-soft-text", "b"), ("", "c")]);
        check("abc", &[(3, 9, Kind::Warn)], &[("", "abc")]);
        check("", &[(0, 0, Kind::Warn)], &[]);
    }
}
