//! What Postroom says about the user's text: spans, diagnostics and reports.
//!
//! Reading user text never fails. A reader returns a [`Report`]: what could be read, and diagnostics with
//! places in the user's own text. `Result` is left to storage and the network.
//!
//! This crate knows nothing of mail, templates or browsers.

mod diagnostic;
mod excerpt;
mod report;
mod span;

pub use diagnostic::{Diagnostic, Edit, Fix, Severity};
pub use excerpt::{LineColumn, excerpt, line_column};
pub use report::Report;
pub use span::Span;
