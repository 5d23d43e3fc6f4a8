//! The answer of every reader.

use crate::{Diagnostic, Severity};

/// What could be read, and what there is to say about it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report<T> {
    /// What could be read.
    pub value: T,
    /// Everything found, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Report<T> {
    /// A report with nothing to say.
    pub fn clean(value: T) -> Report<T> {
        Report { value, diagnostics: Vec::new() }
    }

    /// A report with diagnostics.
    pub fn new(value: T, diagnostics: Vec<Diagnostic>) -> Report<T> {
        Report { value, diagnostics }
    }

    /// Whether any diagnostic is an error.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|d| d.severity == Severity::Error)
    }

    /// The same diagnostics about another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Report<U> {
        Report { value: f(self.value), diagnostics: self.diagnostics }
    }
}
