//! Markdown to a mail: a whole HTML document that holds in mail programs, and its plain text.
//!
//! Template tags come in as placeholders. Lines of nothing but statements are settled first ([`lines`]), then the
//! parser's events ([`nodes`]), so that a loop around list items or table rows stands between the tags of the list.

mod columns;
mod document;
mod lines;
mod nodes;
mod theme;
mod words;
mod write;

use crate::html::to_template_text;
use crate::letter::Letter;
use crate::marks::Marks;
use crate::page::direction;
use crate::tags::Tags;
use crate::theme::Look;

/// Both parts of a letter, with placeholders.
pub(crate) struct Parts {
    pub(crate) html: String,
    pub(crate) text: String,
}

/// The HTML of a body whose tags are hidden, without the page around it. The marks' starts count in that body.
pub(crate) fn content(
    body: &str,
    letter: &Letter,
    look: &Look,
    tags: &mut Tags,
    marks: &mut Marks,
) -> String {
    let right_to_left = direction(&letter.language) == "rtl";
    let mut write = |nodes: &[nodes::Node<'_>], settled: &lines::Settled| {
        let html = write::write(nodes, look, right_to_left, marks);
        marks.starts.iter_mut().for_each(|start| *start = settled.source(*start));
        html
    };
    let settled = lines::settle(body, tags, true);
    let nodes = nodes::nodes(&settled.text, &settled.moved, tags);
    if nodes::are_sound(&nodes, &settled.moved, tags) {
        return write(&nodes, &settled);
    }
    let settled = lines::settle(body, tags, false);
    write(&nodes::nodes(&settled.text, &settled.moved, tags), &settled)
}

/// Renders a body whose tags are hidden.
pub(crate) fn render(body: &str, letter: &Letter, look: &Look, tags: &mut Tags, marks: &mut Marks) -> Parts {
    let content = content(body, letter, look, tags, marks);
    let page = document::Page::new(letter, &content, look, tags);
    let statement = |c: char| tags.is_statement(c);
    let mut text = to_template_text(&content, &statement);
    text.push_str(&page.footer_text());
    Parts { html: page.html(), text }
}
