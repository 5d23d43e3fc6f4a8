//! The images that the HTML shows out of the letter's files, each as `cid:` and its name (RFC 2392).

use compose::{Compiled, Context};

/// The images that a letter shows: those in all of its messages, and whether each recipient may have others, whose names
/// come out of a column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Images {
    fixed: Vec<String>,
    /// What stands after `cid:` in the letter itself, and may be no name.
    written: Vec<String>,
    own: bool,
}

impl Images {
    /// Looks through a letter.
    pub fn of(compiled: &Compiled) -> Images {
        let source = compiled.html_source().unwrap_or_default();
        // A letter that is merged before it is laid out has no HTML of its own before that.
        let late =
            source.is_empty() && compiled.html_source().is_some() && compiled.letter().body.contains("cid:");
        Images {
            fixed: shown_images(source),
            written: references(source),
            own: late || names_by_tags(source),
        }
    }

    /// Those in all messages, in their order.
    pub fn fixed(&self) -> &[String] {
        &self.fixed
    }

    /// Those of this recipient alone, in their order, also such that can't be shown ([`can_be_shown`]). None where the letter
    /// can't be merged for the recipient.
    pub fn own(&self, compiled: &Compiled, cx: &Context) -> Vec<String> {
        let mut html = Vec::new();
        if !self.own || compiled.write_html(cx, &mut html).is_err() {
            return Vec::new();
        }
        let mut names = references(&String::from_utf8_lossy(&html));
        names.retain(|name| !self.written.contains(name));
        names
    }
}

/// The names that a document shows as `cid:name`, each once, in their order. Only characters that are safe in an
/// address and in a field count.
pub fn shown_images(html: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (_, rest) in addresses(html) {
        let end = rest.find(|c| !is_safe(c)).unwrap_or(rest.len());
        let name = rest.get(..end).unwrap_or_default();
        let ends = rest.get(end..).is_none_or(|rest| rest.starts_with(['"', '\'', ')', ' ', '>']));
        if ends && !name.is_empty() && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// Whether an image of this name can be shown: the name stands in an address and in a field.
pub fn can_be_shown(name: &str) -> bool {
    name.chars().all(is_safe)
}

fn is_safe(c: char) -> bool {
    c.is_ascii_alphanumeric() || "._-@+$".contains(c)
}

/// What follows each `cid:` that begins an address, with the character before it.
fn addresses(html: &str) -> impl Iterator<Item = (char, &str)> {
    html.match_indices("cid:").filter_map(|(at, _)| {
        let before = html.get(..at)?.chars().next_back()?;
        matches!(before, '"' | '\'' | '(' | '=').then_some((before, html.get(at + 4..)?))
    })
}

/// Whether tags of the template give names of images.
fn names_by_tags(source: &str) -> bool {
    let by_tag = |rest: &str| {
        let rest = rest.trim_start_matches(is_safe);
        rest.starts_with("{{") || rest.starts_with("{%")
    };
    addresses(source).any(|(_, rest)| by_tag(rest))
}

/// What stands after `cid:` up to the end of each address, each once, in their order.
fn references(html: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (before, rest) in addresses(html) {
        let end = match before {
            '(' => rest.find(')'),
            '=' => rest.find([' ', '\t', '\n', '>']),
            quote => rest.find(quote),
        };
        let name = end.and_then(|end| rest.get(..end)).unwrap_or_default().trim();
        if !name.is_empty() && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_images_are_found() {
        let html = "<img src=\"cid:logo.png\"><td background='cid:a-b@c'><p style=\"x:url(cid:logo.png)\">\
                    acid:no cid:no \"cid:{{ x }}\" \"cid:a b\" 'cid:'";
        assert_eq!(shown_images(html), ["logo.png", "a-b@c", "a"]);
        assert_eq!(references(html), ["logo.png", "a-b@c", "{{ x }}", "a b"]);
    }

    #[test]
    fn tags_that_give_names_are_told_from_those_beside_them() {
        for source in
            ["<img src=\"cid:{{ x }}\">", "<img src=cid:p-{{ x }}.png>", "'cid:{% if a %}b{% endif %}"]
        {
            assert!(names_by_tags(source), "{source}");
        }
        for source in ["<img src=\"cid:logo.png\">{{ x }}", "<img src=\"{{ x }}\">", "cid:{{ x }}"] {
            assert!(!names_by_tags(source), "{source}");
        }
    }
}
