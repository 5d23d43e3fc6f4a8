//! What each element does to the text.

use super::writer::{Link, Writer};
use crate::html::{Element, escape};

impl Writer<'_> {
    pub(super) fn open(&mut self, element: &Element) {
        let name = element.name.as_str();
        if let Some((hidden, depth)) = self.hidden.last_mut() {
            if hidden == name && !is_void(name) {
                *depth += 1;
            }
            return;
        }
        if is_hidden(element) && !is_void(name) && !element.self_closing {
            self.hidden.push((element.name.clone(), 1));
            return;
        }
        self.empty = matches!(name, "ul" | "ol" | "table" | "tbody" | "thead");
        match name {
            "br" => {
                self.breaks = (self.breaks + 1).min(2);
                self.space = false;
            }
            "hr" => {
                self.block(2);
                self.push("----------------------------------------");
                self.block(2);
            }
            "img" => {
                let alt = element.value("alt").map(str::trim).unwrap_or("");
                if !alt.is_empty() {
                    self.text(&escape(&format!("[{alt}]")));
                }
            }
            "a" => {
                let href = element.value("href").unwrap_or("").trim().to_string();
                self.links.push(Link { href, start: self.out.len() });
            }
            "ul" | "ol" => {
                self.block(if self.lists.is_empty() { 2 } else { 1 });
                let first = element.value("start").and_then(|s| s.parse().ok()).unwrap_or(1);
                self.lists.push((name == "ol").then_some(first));
            }
            "li" => {
                self.block(1);
                let indent = "  ".repeat(self.lists.len().saturating_sub(1));
                let mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_string(),
                };
                self.push(&format!("{indent}{mark}"));
            }
            "table" => {
                self.block(2);
                let layout =
                    element.value("role").is_some_and(|role| matches!(role, "presentation" | "none"));
                let data = !layout
                    && element.value("cellpadding").is_none()
                    && element.value("width") != Some("100%");
                self.tables.push((data, false));
            }
            "tr" => {
                self.block(1);
                if let Some((_, written)) = self.tables.last_mut() {
                    *written = false;
                }
            }
            "td" | "th" => match self.tables.last_mut() {
                Some((true, written)) => {
                    let bar = std::mem::replace(written, true);
                    if bar {
                        self.space = false;
                        self.push(" | ");
                    }
                }
                _ => self.block(1),
            },
            "blockquote" => {
                self.block(2);
                self.quotes += 1;
            }
            "pre" => {
                self.block(2);
                self.pre += 1;
            }
            _ => self.block(margin(name)),
        }
    }

    pub(super) fn close(&mut self, name: &str) {
        if let Some((hidden, depth)) = self.hidden.last_mut() {
            if hidden == name {
                *depth -= 1;
                if *depth == 0 {
                    self.hidden.pop();
                }
            }
            return;
        }
        match name {
            "a" => self.close_link(),
            "ul" | "ol" => {
                self.lists.pop();
                self.block(if self.lists.is_empty() { 2 } else { 1 });
            }
            "table" => {
                self.tables.pop();
                self.block(2);
            }
            "td" | "th" if self.tables.last().is_some_and(|t| t.0) => {}
            "blockquote" => {
                self.block(2);
                self.quotes = self.quotes.saturating_sub(1);
            }
            "pre" => {
                self.pre = self.pre.saturating_sub(1);
                self.block(2);
            }
            "tr" | "td" | "th" | "li" => self.block(1),
            _ => self.block(margin(name)),
        }
    }

    /// The address after a link's text, unless the text is the address.
    fn close_link(&mut self) {
        let Some(link) = self.links.pop() else { return };
        let shown = self.out.get(link.start..).unwrap_or("").trim().to_string();
        let address = link.href.strip_prefix("mailto:").unwrap_or(&link.href);
        let same = |a: &str, b: &str| a.trim_end_matches('/') == b.trim_end_matches('/');
        let bare = address.split_once("://").map_or(address, |(_, rest)| rest);
        if address.is_empty() || address.starts_with('#') || same(&shown, address) || same(&shown, bare) {
            return;
        }
        let text = if shown.is_empty() { address.to_string() } else { format!("<{address}>") };
        self.space = !shown.is_empty();
        self.push(&text);
    }
}

/// The blank space around a block: 2 leaves a blank line, 1 ends the line, 0 is inline.
fn margin(name: &str) -> usize {
    match name {
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dl" | "figure" | "fieldset" | "details" => 2,
        "address" | "article" | "aside" | "body" | "center" | "dd" | "div" | "dt" | "figcaption"
        | "footer" | "form" | "header" | "main" | "nav" | "section" | "summary" | "tbody" | "tfoot"
        | "thead" | "caption" => 1,
        _ => 0,
    }
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "track"
            | "wbr"
    )
}

/// The head, and what a mail hides: preheaders, mostly.
fn is_hidden(element: &Element) -> bool {
    if element.name == "head" || element.attribute("hidden").is_some() {
        return true;
    }
    let style = element.value("style").unwrap_or("");
    let plain: String = style.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    plain.split(';').any(|declaration| matches!(declaration, "display:none" | "display:none!important"))
}
