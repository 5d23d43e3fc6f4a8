//! The letter and its merge: Markdown, MJML, HTML or text with MiniJinja tags, compiled once, merged for each
//! recipient.
//!
//! This crate knows nothing of lists, MIME or browsers: a row comes to it as [`Cells`].

mod cells;
mod letter;

pub use cells::Cells;
pub use letter::{Format, Letter, Unsubscribe};
