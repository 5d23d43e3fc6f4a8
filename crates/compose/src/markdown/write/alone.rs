//! What is more in a mail than its element: buttons and pictures that stand alone, and columns side by side.

use super::escape::{address_escape, title_attribute};
use super::{BUTTON, Writer};
use crate::html::escape;
use crate::markdown::columns::Columns;
use crate::markdown::nodes::Node;
use pulldown_cmark::{Event, Tag, TagEnd};

/// What follows an image to say how wide it is shown, in CSS pixels: `{width=300}`. Outlook shows an image without a
/// width as large as it is.
const WIDTH: &str = "{width=";

impl Writer<'_, '_> {
    /// A paragraph of one button: a table cell with a background, which Outlook also draws.
    pub(super) fn lone_button(&mut self, i: usize) -> Option<usize> {
        let Some(Event::Start(Tag::Link { .. })) = self.event_at(i + 1) else { return None };
        let end = self.end_of(i + 1, TagEnd::Link);
        match (self.event_at(end), self.event_at(end + 1)) {
            (Some(Event::Text(text)), Some(Event::End(TagEnd::Paragraph))) if text.trim_end() == BUTTON => {}
            _ => return None,
        }
        let (table, cell) = (self.styled("button-table"), self.styled("button-cell"));
        self.out.push_str(&format!(
            "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"{table}\"><tr>\
             <td class=\"pr-button-cell pr-small\" bgcolor=\"{}\" style=\"{cell}\">",
            self.look.light.accent
        ));
        let mut at = i + 1;
        while at < end {
            at = match self.nodes.get(at).cloned() {
                Some(Node::Event(event)) => self.event(&event, at),
                Some(Node::Statement(c)) => {
                    self.out.push(c);
                    at + 1
                }
                Some(Node::Block(_)) => at + 1,
                Some(Node::Columns(_)) | None => end,
            };
        }
        self.out.push_str("</td></tr></table>\n");
        Some(end + 2)
    }

    /// A paragraph of one image is a picture of its own.
    pub(super) fn lone_image(&mut self, i: usize) -> Option<usize> {
        let Some(Event::Start(Tag::Image { .. })) = self.event_at(i + 1) else { return None };
        let mut end = self.end_of(i + 1, TagEnd::Image);
        if let Some(Event::Text(text)) = self.event_at(end)
            && width(text).is_some_and(|(_, rest)| rest.trim().is_empty())
        {
            end += 1;
        }
        let Some(Event::End(TagEnd::Paragraph)) = self.event_at(end) else { return None };
        self.open("p", "p");
        self.image(i + 1, "img");
        self.out.push_str("</p>\n");
        Some(end + 1)
    }

    /// An image; the text inside is its alternative.
    pub(super) fn image(&mut self, i: usize, look: &str) -> usize {
        let Some(Event::Start(Tag::Image { dest_url, title, .. })) = self.event_at(i) else { return i + 1 };
        let (address, title) = (address_escape(dest_url), title_attribute(title));
        let end = self.end_of(i, TagEnd::Image);
        let mut alt = String::new();
        for node in self.nodes.get(i..end).unwrap_or_default() {
            match node {
                Node::Event(Event::Text(text) | Event::Code(text)) => alt.push_str(&escape(text)),
                Node::Event(Event::SoftBreak | Event::HardBreak) => alt.push(' '),
                _ => {}
            }
        }
        let given = match self.event_at(end) {
            Some(Event::Text(text)) => width(text).map(|(width, _)| width.min(self.look.width)),
            _ => None,
        };
        let (attribute, wide) = match given {
            Some(width) => (format!(" width=\"{width}\""), format!(";width:{width}px")),
            None => Default::default(),
        };
        let look = self.styled(look);
        self.out.push_str(&format!(
            "<img src=\"{address}\" alt=\"{alt}\"{attribute}{title} style=\"{look}{wide}\">"
        ));
        end
    }

    /// Columns are cells of a table, which every mail program sets side by side; a narrow screen sets them one below the
    /// other, where it reads the style sheet.
    pub(super) fn columns(&mut self, mark: Columns) {
        match mark {
            Columns::Open(count) => {
                self.beside = (count, 0);
                let look = self.styled("columns");
                self.out.push_str(&format!(
                    "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" width=\"100%\" style=\"{look}\"><tr>\n"
                ));
            }
            Columns::Next => self.out.push_str("</td>\n"),
            Columns::Close => return self.out.push_str("</td></tr></table>\n"),
        }
        let (count, begun) = self.beside;
        self.beside.1 = begun + 1;
        let look = self.styled(if begun + 1 >= count { "last-column" } else { "column" });
        let share = 100 / count.max(1);
        self.out.push_str(&format!(
            "<td class=\"pr-column\" width=\"{share}%\" valign=\"top\" style=\"width:{share}%;{look}\">\n"
        ));
    }
}

/// The width that a text begins with, and what follows it.
pub(super) fn width(text: &str) -> Option<(u16, &str)> {
    let (digits, rest) = text.strip_prefix(WIDTH)?.split_once('}')?;
    let width = digits.parse().ok().filter(|width| *width > 0)?;
    Some((width, rest))
}
