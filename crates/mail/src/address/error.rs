//! Why a text is no address, for people.

use diag::{Diagnostic, Span};
use std::fmt;

/// Why a text is no address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressError {
    /// The stable code, such as `address-no-at`.
    pub code: &'static str,
    /// Where in the text.
    pub span: Span,
    /// What was expected and what was found.
    pub message: String,
    /// What to do.
    pub hint: String,
    /// The address that was certainly meant.
    pub suggestion: Option<String>,
    /// The octets of the whole text, which the suggestion replaces.
    pub(super) whole: usize,
}

impl AddressError {
    pub(super) fn new(
        code: &'static str,
        span: impl Into<Span>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> AddressError {
        AddressError {
            code,
            span: span.into(),
            message: message.into(),
            hint: hint.into(),
            suggestion: None,
            whole: 0,
        }
    }

    pub(super) fn suggest(mut self, address: impl Into<String>) -> AddressError {
        self.suggestion = Some(address.into());
        self
    }

    /// The error as a diagnostic on the address; its fix replaces the whole address.
    pub fn to_diagnostic(&self) -> Diagnostic {
        self.to_diagnostic_at(0)
    }

    /// The same where the address begins at `offset` in a larger text.
    pub fn to_diagnostic_at(&self, offset: usize) -> Diagnostic {
        let diagnostic = Diagnostic::error(self.code, self.message.clone())
            .at(self.span.shifted(offset))
            .hint(self.hint.clone());
        match &self.suggestion {
            Some(address) => {
                diagnostic.fix(format!("Change to {address}"), offset..offset + self.whole, address.clone())
            }
            None => diagnostic,
        }
    }
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for AddressError {}
