//! The two heavy tools of a letter's layout: MJML, and writing style sheets into elements.
//!
//! Together they are a quarter of the engine, and a Markdown letter needs neither. Native builds have them; in a
//! browser they come as a part of their own, and whoever runs the engine there lends it with [`lend_layout`] before
//! a letter that [`needs_layout`] is compiled.

use crate::letter::{Format, Letter};
use css_inline::CSSInliner;
use mrml::prelude::parser::{Error, ParserOptions, Span, noop_loader::NoopIncludeLoader};
use mrml::prelude::render::RenderOptions;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

/// The tools. There is one of it, [`LAYOUT`].
pub struct Layout {
    mjml: fn(&str) -> Result<String, Failure>,
    inline: fn(&str) -> Result<String, String>,
}

/// The tools themselves. Whoever names this has them in the program.
pub static LAYOUT: Layout = Layout { mjml, inline };

/// What can't be read as MJML, and where in the text that was given.
pub(crate) struct Failure {
    pub(crate) message: String,
    pub(crate) place: Option<Range<usize>>,
}

static LENT: OnceLock<&'static Layout> = OnceLock::new();

/// Lends the tools. The first ones stay.
pub fn lend_layout(layout: &'static Layout) {
    LENT.get_or_init(|| layout);
}

/// Whether a letter can't be compiled without the tools, which are not here.
pub fn needs_layout(letter: &Letter) -> bool {
    matches!(letter.format, Format::Mjml | Format::Html) && tools().is_none()
}

#[cfg(not(target_arch = "wasm32"))]
fn tools() -> Option<&'static Layout> {
    Some(&LAYOUT)
}

#[cfg(target_arch = "wasm32")]
fn tools() -> Option<&'static Layout> {
    LENT.get().copied()
}

const ABSENT: &str = "the part of the engine that lays letters out is not here";

/// MJML as HTML.
pub(crate) fn mjml_to_html(source: &str) -> Result<String, Failure> {
    let absent = || Failure { message: ABSENT.to_owned(), place: None };
    tools().ok_or_else(absent).and_then(|tools| (tools.mjml)(source))
}

/// A document with its styles in its elements; sheets stay for what can't be inlined (media queries, hover).
pub(crate) fn inline_styles(html: &str) -> Result<String, String> {
    tools().ok_or_else(|| ABSENT.to_owned()).and_then(|tools| (tools.inline)(html))
}

fn inline(html: &str) -> Result<String, String> {
    let inliner =
        CSSInliner::options().keep_style_tags(true).keep_link_tags(true).load_remote_stylesheets(false);
    inliner.build().inline(html).map_err(|error| error.to_string())
}

fn mjml(source: &str) -> Result<String, Failure> {
    let options = ParserOptions { include_loader: Box::new(NoopIncludeLoader) };
    let parsed = mrml::parse_with_options(source, &options).map_err(|error| failure(&error))?;
    // No fonts from servers that the author did not name.
    let options = RenderOptions { fonts: HashMap::new(), ..RenderOptions::default() };
    parsed.element.render(&options).map_err(|error| Failure { message: error.to_string(), place: None })
}

/// The reader's error in our words.
fn failure(error: &Error) -> Failure {
    let place = |span: &Span| Some(span.start..span.end);
    let (message, place) = match error {
        Error::UnexpectedElement { position, .. } => {
            ("this element can't stand here".to_owned(), place(position))
        }
        Error::UnexpectedToken { position, .. } => ("this can't stand here".to_owned(), place(position)),
        Error::MissingAttribute { name, position, .. } => {
            (format!("this element needs the attribute `{name}`"), place(position))
        }
        Error::InvalidAttribute { position, .. } => {
            ("this attribute can't be read".to_owned(), place(position))
        }
        Error::InvalidFormat { position, .. } => ("this value can't be read".to_owned(), place(position)),
        Error::EndOfStream { .. } => ("the text ends within an element".to_owned(), None),
        Error::NoRootNode => ("there is no `<mjml>` element".to_owned(), None),
        Error::IncludeLoaderError { position, .. } => {
            ("a letter is one text, so `mj-include` can't be used".to_owned(), place(position))
        }
        Error::ParserError { source, .. } => (source.to_string(), None),
        other => (other.to_string(), None),
    };
    Failure { message, place }
}
