//! The letter and its merge: Markdown, MJML, HTML or text with MiniJinja tags, compiled once, merged for each
//! recipient.
//!
//! This crate knows nothing of lists, MIME or browsers: a row comes to it as [`Cells`].
//!
//! # The template language
//! MiniJinja, which is Jinja2's syntax, in every field and in the body. A column is a variable under its header's
//! name, or under its [`slug`] where that is no identifier; `row["Any name"]` takes any header. What differs from
//! plain Jinja2: a name that is not there is an error unless `default(…)` follows; `default(…)` also replaces a cell
//! that is empty or blank, with or without its second argument; `include`, `extends` and `import` do not exist; and
//! a template that runs too long or writes too much is stopped.

pub mod html;

mod branches;
mod cells;
mod compile;
mod compiled;
mod condition;
mod distance;
mod engine;
mod file;
mod import;
mod layout;
mod letter;
mod markdown;
mod marks;
mod matching;
mod merged;
mod mjml;
mod names;
mod page;
mod row;
mod segments;
mod stages;
mod styles;
mod tags;
mod template;
mod theme;
mod trouble;

pub use branches::{Branch, Branches, Opener};
pub use cells::{Cell, Cells};
pub use compile::compile;
pub use compiled::Compiled;
pub use condition::Condition;
pub use file::{LetterFile, read, write};
pub use import::{import, translate};
pub use layout::{LAYOUT, Layout, lend_layout, needs_layout};
pub use letter::{Format, Letter, Unsubscribe};
pub use marks::Places;
pub use matching::{LetterField, letter_fields, match_fields};
pub use merged::{Fields, Merged};
pub use names::{slug, variables};
pub use row::{Context, Lending};
pub use stages::{inline_styles, markdown_to_html, mjml_to_html};
pub use tags::FieldUse;
pub use template::Template;
pub use theme::{Font, Head, Palette, Preset, RANGES, ROLES, Theme, fonts, themes};
