//! The stages that a letter goes through, each by itself: for programs that need one of them alone.

use crate::letter::{Format, Letter};
use crate::marks::Marks;
use crate::tags::Tags;
use crate::theme::Look;
use crate::{engine, markdown, mjml, styles};
use diag::Report;

/// MJML without template tags as HTML; `None` where it can't be read.
pub fn mjml_to_html(source: &str) -> Report<Option<String>> {
    match mjml::render(source) {
        Ok(html) => Report::new(Some(html), Vec::new()),
        Err(problem) => Report::new(None, vec![problem.plain().in_field(engine::BODY)]),
    }
}

/// A document with its style sheet written into its elements. Sheets stay for what can't be written there (media
/// queries, hover). A document that can't be read stays as it is.
pub fn inline_styles(html: &str) -> String {
    styles::inline(html).unwrap_or_else(|_| html.to_string())
}

/// Markdown without template tags as the HTML of a mail's content, styled as letters are; without the page around it.
pub fn markdown_to_html(source: &str) -> String {
    let letter = Letter { format: Format::Markdown, ..Letter::default() };
    markdown::content(source, &letter, &Look::default(), &mut Tags::default(), &mut Marks::off())
}
