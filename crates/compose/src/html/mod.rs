//! HTML read as a sequence of tags and text, as mail programs meet it: broken or not, nothing is refused.
//!
//! This is no tree builder. Reading in sequence is what keeps template tags in their place, and it is enough to derive
//! a text part and to look at links and images.

mod entities;
mod scan;
mod text;

pub use entities::{decode, escape};
pub use scan::{Attribute, Element, Piece, scan};
pub(crate) use text::to_template_text;
pub use text::to_text;
