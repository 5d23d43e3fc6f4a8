//! What an element begins and ends with.

use super::escape::{address_escape, title_attribute};
use super::{BUTTON, Writer};
use crate::html::escape;
use pulldown_cmark::{Alignment, CodeBlockKind, Event, LinkType, Tag, TagEnd};

impl Writer<'_, '_> {
    pub(super) fn start(&mut self, tag: &Tag<'_>, i: usize) -> usize {
        match tag {
            Tag::Paragraph => {
                if let Some(next) = self.lone_button(i).or_else(|| self.lone_image(i)) {
                    return next;
                }
                self.open("p", if self.items > 0 { "item-p" } else { "p" });
            }
            Tag::Heading { level, .. } => {
                let name = level.to_string();
                self.open(&name, &name);
            }
            Tag::BlockQuote(_) => {
                self.items += 1;
                self.open("blockquote", "blockquote");
            }
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => info.split_whitespace().next().unwrap_or(""),
                    CodeBlockKind::Indented => "",
                };
                let class = match language.is_empty() {
                    true => String::new(),
                    false => format!(" class=\"language-{}\"", escape(language)),
                };
                let look = self.styled("pre");
                self.out.push_str(&format!("<pre class=\"pr-soft\" style=\"{look}\"><code{class}>"));
            }
            Tag::List(first) => {
                let look = if self.lists > 0 { "sublist" } else { "ul" };
                let start = first.filter(|n| *n != 1).map(|n| format!(" start=\"{n}\"")).unwrap_or_default();
                let element = if first.is_some() { "ol" } else { "ul" };
                let look = self.styled(look);
                self.out.push_str(&format!("<{element}{start} style=\"{look}\">\n"));
                self.lists += 1;
            }
            Tag::Item => {
                self.items += 1;
                self.open("li", "li");
            }
            Tag::Table(columns) => {
                self.columns = columns.clone();
                let look = self.styled("table");
                self.out.push_str(&format!("<table class=\"pr-small\" style=\"{look}\">\n"));
            }
            Tag::TableHead => {
                self.head = true;
                self.cell = 0;
                self.out.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                self.cell = 0;
                self.out.push_str("<tr>");
            }
            Tag::TableCell => self.open_cell(),
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                let end = self.end_of(i, TagEnd::Link);
                let button = matches!(self.event_at(end), Some(Event::Text(t)) if t.starts_with(BUTTON));
                let mail = if *link_type == LinkType::Email { "mailto:" } else { "" };
                let class = if button { " class=\"pr-button pr-small\"" } else { "" };
                let look = self.styled(if button { "button" } else { "a" });
                self.out.push_str(&format!(
                    "<a{class} href=\"{mail}{}\"{} style=\"{look}\">",
                    address_escape(dest_url),
                    title_attribute(title)
                ));
                self.links.push("</a>");
            }
            Tag::Image { .. } => return self.image(i, "inline-img"),
            _ => {}
        }
        i + 1
    }

    fn open_cell(&mut self) {
        let align = match self.columns.get(self.cell) {
            Some(Alignment::Center) => ";text-align:center",
            Some(Alignment::Right) => ";text-align:right",
            _ if self.head => ";text-align:start",
            _ => "",
        };
        let (element, scope) = if self.head { ("th", " scope=\"col\"") } else { ("td", "") };
        let look = self.styled(element);
        self.out.push_str(&format!("<{element}{scope} style=\"{look}{align}\">"));
    }

    pub(super) fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.out.push_str("</p>\n"),
            TagEnd::Heading(level) => self.out.push_str(&format!("</{level}>\n")),
            TagEnd::BlockQuote(_) => {
                self.items = self.items.saturating_sub(1);
                self.out.push_str("</blockquote>\n");
            }
            TagEnd::CodeBlock => self.out.push_str("</code></pre>\n"),
            TagEnd::List(ordered) => {
                self.lists = self.lists.saturating_sub(1);
                self.out.push_str(if ordered { "</ol>\n" } else { "</ul>\n" });
            }
            TagEnd::Item => {
                self.items = self.items.saturating_sub(1);
                self.out.push_str("</li>\n");
            }
            TagEnd::Table => self.out.push_str("</tbody></table>\n"),
            TagEnd::TableHead => {
                self.head = false;
                self.out.push_str("</tr></thead><tbody>\n");
            }
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => {
                self.cell += 1;
                self.out.push_str(if self.head { "</th>" } else { "</td>" });
            }
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.out.push_str("</strong>"),
            TagEnd::Strikethrough => self.out.push_str("</del>"),
            TagEnd::Link => self.out.push_str(self.links.pop().unwrap_or("")),
            _ => {}
        }
    }
}
