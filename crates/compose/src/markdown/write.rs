//! The letter's content as HTML with inline styles.

use super::columns::Columns;
use super::nodes::Node;
use super::theme::{mirrored, style};
use crate::html::escape;
use crate::marks::Marks;
use crate::tags::is_placeholder;
use crate::theme::Look;
use pulldown_cmark::{Alignment, CodeBlockKind, Event, LinkType, Tag, TagEnd};

/// What follows a link to make it a button.
const BUTTON: &str = "{.button}";

/// What follows an image to say how wide it is shown, in CSS pixels: `{width=300}`. Outlook shows an image without a
/// width as large as it is.
const WIDTH: &str = "{width=";

/// `right_to_left` is the letter's direction. Each block that begins gets a mark.
pub(super) fn write(nodes: &[Node<'_>], look: &Look, right_to_left: bool, marks: &mut Marks) -> String {
    let mut writer = Writer {
        nodes,
        look,
        out: String::new(),
        lists: 0,
        items: 0,
        columns: Vec::new(),
        cell: 0,
        head: false,
        right_to_left,
        links: Vec::new(),
        marks,
        block: None,
        beside: (0, 0),
    };
    let mut i = 0;
    while let Some(node) = nodes.get(i) {
        i = match node {
            Node::Statement(c) => {
                writer.out.push(*c);
                i + 1
            }
            Node::Block(start) => {
                writer.block = Some(*start);
                i + 1
            }
            Node::Event(event) => writer.event(event, i),
            Node::Columns(mark) => {
                writer.columns(*mark);
                i + 1
            }
        };
    }
    writer.out
}

struct Writer<'n, 'a> {
    nodes: &'n [Node<'a>],
    look: &'n Look,
    out: String,
    lists: usize,
    /// How many list items and quotes are open: paragraphs in them stand closer.
    items: usize,
    columns: Vec<Alignment>,
    cell: usize,
    head: bool,
    right_to_left: bool,
    /// What closes each open link.
    links: Vec<&'static str>,
    marks: &'n mut Marks,
    /// The block that begins with the next element.
    block: Option<usize>,
    /// How many columns stand beside each other, and how many of them have begun.
    beside: (usize, usize),
}

impl Writer<'_, '_> {
    /// The styles of an element, with the mark of the block that it begins.
    fn styled(&mut self, element: &str) -> String {
        let mut style = style(self.look, element);
        if self.right_to_left {
            style = mirrored(&style);
        }
        if let Some(mark) = self.block.take().and_then(|start| self.marks.begin(start)) {
            style.insert(0, mark);
        }
        style
    }

    /// Writes an event and says where to go on.
    fn event(&mut self, event: &Event<'_>, i: usize) -> usize {
        match event {
            Event::Start(tag) => return self.start(tag, i),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) => {
                let text = match self.event_at(i.wrapping_sub(1)) {
                    Some(Event::End(TagEnd::Link)) => text.strip_prefix(BUTTON).unwrap_or(text),
                    Some(Event::End(TagEnd::Image)) => width(text).map_or(&**text, |(_, rest)| rest),
                    _ => text,
                };
                self.out.push_str(&text_escape(text));
            }
            Event::Code(code) => {
                let look = self.styled("code");
                let code = text_escape(code);
                self.out.push_str(&format!("<code class=\"pr-soft\" style=\"{look}\">{code}</code>"));
            }
            Event::Html(html) | Event::InlineHtml(html) => self.out.push_str(&harmless(html)),
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => {
                let look = self.styled("hr");
                self.out.push_str(&format!("<hr style=\"{look}\">\n"));
            }
            Event::TaskListMarker(done) => self.out.push_str(if *done { "&#9745; " } else { "&#9744; " }),
            Event::FootnoteReference(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.out.push_str(&text_escape(text));
            }
        }
        i + 1
    }

    fn event_at(&self, i: usize) -> Option<&Event<'_>> {
        match self.nodes.get(i) {
            Some(Node::Event(event)) => Some(event),
            _ => None,
        }
    }

    fn open(&mut self, element: &str, look: &str) {
        let look = self.styled(look);
        self.out.push_str(&format!("<{element} style=\"{look}\">"));
    }

    fn start(&mut self, tag: &Tag<'_>, i: usize) -> usize {
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

    fn end(&mut self, tag: TagEnd) {
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

    /// One past the end of the element that starts at `i`.
    fn end_of(&self, i: usize, end: TagEnd) -> usize {
        let rest = self.nodes.iter().enumerate().skip(i);
        rest.filter(|(_, node)| matches!(node, Node::Event(Event::End(e)) if *e == end))
            .map(|(at, _)| at + 1)
            .next()
            .unwrap_or(self.nodes.len())
    }

    /// A paragraph of one button: a table cell with a background, which Outlook also draws.
    fn lone_button(&mut self, i: usize) -> Option<usize> {
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
    fn lone_image(&mut self, i: usize) -> Option<usize> {
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
    fn image(&mut self, i: usize, look: &str) -> usize {
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
    fn columns(&mut self, mark: Columns) {
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
fn width(text: &str) -> Option<(u16, &str)> {
    let (digits, rest) = text.strip_prefix(WIDTH)?.split_once('}')?;
    let width = digits.parse().ok().filter(|width| *width > 0)?;
    Some((width, rest))
}

fn title_attribute(title: &str) -> String {
    if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(title)) }
}

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
fn harmless(html: &str) -> String {
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
fn text_escape(text: &str) -> String {
    escape(text).replace("&quot;", "\"")
}

/// An address as a value: what may not stand in a URL is percent-encoded, placeholders and what is encoded stay.
pub(super) fn address_escape(address: &str) -> String {
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
