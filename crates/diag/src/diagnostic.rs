//! One thing found in the user's text.

use crate::Span;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Stops the letter or the row.
    Error,
    /// Worth a look; nothing stops.
    Warning,
    /// Good to know.
    Info,
}

/// One replacement in the user's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// A repair that is certain enough for one click.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// What the button says, such as "Change to first_name".
    pub title: String,
    /// The replacements, in the order of the text, without overlap.
    pub edits: Vec<Edit>,
}

/// One thing found: what it is, where, what was expected, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The stable id that scripts and the catalogue use, such as `address-no-at`.
    pub code: Cow<'static, str>,
    /// How much it matters.
    pub severity: Severity,
    /// What was found and what was expected, in lower case, without a full stop.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// The input that the span counts in: `subject`, `preheader`, `from`, `reply_to`, `body`, `header:NAME`,
    /// `address`, a column's name… `None` where there is only one input.
    pub field: Option<Cow<'static, str>>,
    /// Where in that input.
    pub span: Option<Span>,
    /// The record's number as a spreadsheet shows it, where a row is meant: the header is 1.
    pub row: Option<u32>,
    /// A certain repair.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A diagnostic without place, hint or fix; the builders below add them.
    pub fn new(
        severity: Severity,
        code: impl Into<Cow<'static, str>>,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic {
            code: code.into(),
            severity,
            message: message.into(),
            hint: None,
            field: None,
            span: None,
            row: None,
            fix: None,
        }
    }

    /// An error.
    pub fn error(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Error, code, message)
    }

    /// A warning.
    pub fn warning(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Warning, code, message)
    }

    /// A piece of information.
    pub fn info(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Info, code, message)
    }

    /// The same with a hint.
    pub fn hint(mut self, hint: impl Into<String>) -> Diagnostic {
        self.hint = Some(hint.into());
        self
    }

    /// The same with a place.
    pub fn at(mut self, span: impl Into<Span>) -> Diagnostic {
        self.span = Some(span.into());
        self
    }

    /// The same about a named input.
    pub fn in_field(mut self, field: impl Into<Cow<'static, str>>) -> Diagnostic {
        self.field = Some(field.into());
        self
    }

    /// The same about a row, numbered as a spreadsheet does.
    pub fn in_row(mut self, row: u32) -> Diagnostic {
        self.row = Some(row);
        self
    }

    /// The same with a fix of one replacement.
    pub fn fix(
        mut self,
        title: impl Into<String>,
        span: impl Into<Span>,
        text: impl Into<String>,
    ) -> Diagnostic {
        self.fix =
            Some(Fix { title: title.into(), edits: vec![Edit { span: span.into(), text: text.into() }] });
        self
    }
}
