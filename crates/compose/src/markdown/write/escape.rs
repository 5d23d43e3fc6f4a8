//! What of the letter may stand in its HTML, and how.

use crate::html::escape;
use crate::tags::is_placeholder;

/// Elements that would swallow the rest of the letter, or that no mail program takes (GitHub's Markdown filters nearly
/// the same ones). `<<name>>` must not hide half a letter.
const SWALLOWING: &[&str] = &[
    "title",
    "textarea",
    "xmp",
    "iframe",
    "noembed",
    "noframes",
    "script",
    "plaintext",
    "noscript",
    "template",
];

/// Raw HTML with those elements shown as text.
pub(super) fn harmless(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(i) = rest.find('<') {
        let (before, tag) = rest.split_at(i);
        out.push_str(before);
        let name = tag.trim_start_matches(['<', '/']);
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        let name = name.get(..end).unwrap_or("").to_ascii_lowercase();
        out.push_str(if SWALLOWING.contains(&name.as_str()) { "&lt;" } else { "<" });
        rest = tag.get(1..).unwrap_or("");
    }
    out.push_str(rest);
    out
}

/// Text of the letter. A quote needs no escape there.
pub(super) fn text_escape(text: &str) -> String {
    escape(text).replace("&quot;", "\"")
}

/// An address as a value: what may not stand in a URL is percent-encoded, placeholders and what is encoded stay.
pub(in crate::markdown) fn address_escape(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for c in address.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '\'' => out.push_str("&#39;"),
            c if is_placeholder(c) => out.push(c),
            ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => push_percent(&mut out, c),
            c if c.is_control() || !c.is_ascii() => push_percent(&mut out, c),
            c => out.push(c),
        }
    }
    out
}

fn push_percent(out: &mut String, c: char) {
    let mut buffer = [0; 4];
    for byte in c.encode_utf8(&mut buffer).bytes() {
        out.push_str(&format!("%{byte:02X}"));
    }
}

pub(super) fn title_attribute(title: &str) -> String {
    if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(title)) }
}
