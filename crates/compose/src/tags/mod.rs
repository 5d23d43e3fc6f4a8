//! Template tags as opaque things: found, hidden from the stages that would spoil them, shown again.
//!
//! Markdown, MJML and CSS all break raw tags: quotes are curled, `<` is escaped, `{% for %}` in a table is moved out
//! of it. So a tag goes through them as a [`placeholder`], and [`Tags::show`] puts it back as it was.

mod find;
mod hide;
mod pairs;
mod tokens;
mod uses;
mod words;

pub(crate) use find::{Kind, Tag, find};
pub(crate) use hide::{Tags, is_placeholder, number, placeholder};
pub(crate) use pairs::{Role, roles};
pub(crate) use tokens::{FILTERS, TESTS, Token, TokenKind, tokens};
pub use uses::FieldUse;
pub(crate) use uses::field_uses;
pub(crate) use words::Words;
