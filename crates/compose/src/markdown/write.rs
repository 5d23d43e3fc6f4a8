//! The letter's content as HTML with inline styles.

mod alone;
mod escape;
mod tags;

pub(super) use escape::address_escape;

use super::nodes::Node;
use super::theme::{mirrored, style};
use crate::marks::Marks;
use crate::theme::Look;
use alone::width;
use escape::{harmless, text_escape};
use pulldown_cmark::{Alignment, Event, TagEnd};

/// What follows a link to make it a button.
const BUTTON: &str = "{.button}";

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

    /// One past the end of the element that starts at `i`.
    fn end_of(&self, i: usize, end: TagEnd) -> usize {
        let rest = self.nodes.iter().enumerate().skip(i);
        rest.filter(|(_, node)| matches!(node, Node::Event(Event::End(e)) if *e == end))
            .map(|(at, _)| at + 1)
            .next()
            .unwrap_or(self.nodes.len())
    }
}
