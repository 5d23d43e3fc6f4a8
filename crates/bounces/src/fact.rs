//! What a reader hands to the judge: one recipient's failure, as spans of the shown text.

use diag::Span;
use mail::{EnhancedStatusCode, ReplyCode};
use std::borrow::Cow;

/// What the reporting program says it did with the recipient (RFC 3464 §2.3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(dead_code)]
pub(crate) enum Action {
    /// Not delivered, and given up.
    Failed,
    /// Not delivered yet.
    Delayed,
    /// Delivered.
    Delivered,
    /// Passed on to a system that reports no further.
    Relayed,
    /// Passed on to several addresses.
    Expanded,
}

impl Action {
    /// The word of RFC 3464.
    pub fn name(self) -> &'static str {
        match self {
            Action::Failed => "failed",
            Action::Delayed => "delayed",
            Action::Delivered => "delivered",
            Action::Relayed => "relayed",
            Action::Expanded => "expanded",
        }
    }
}

/// Words of a server or a program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Words<'t> {
    /// Where they stand in the shown text.
    pub span: Span,
    /// The words themselves where the shown text has them escaped (JSON, qmail's log); else the span's.
    pub plain: Option<Cow<'t, str>>,
}

impl<'t> Words<'t> {
    /// Words that stand in the text as they are.
    pub fn at(span: impl Into<Span>) -> Words<'t> {
        Words { span: span.into(), plain: None }
    }

    /// The words.
    pub fn text<'a>(&'a self, shown: &'a str) -> &'a str {
        match &self.plain {
            Some(plain) => plain,
            None => self.span.of(shown).unwrap_or_default(),
        }
    }
}

/// One recipient's failure as it was read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fact<'t> {
    /// What was read, such as `reply`.
    pub input: &'static str,
    /// Who did not get it.
    pub recipient: Option<String>,
    /// Who it was first for.
    pub original_recipient: Option<String>,
    /// What was done.
    pub action: Option<Action>,
    /// Whether the report says that it goes on trying; `None` where it does not say.
    pub retries: Option<bool>,
    /// The reply code where the structure gives it.
    pub reply: Option<(ReplyCode, Span)>,
    /// The enhanced code where the structure gives it.
    pub status: Option<(EnhancedStatusCode, Span)>,
    /// The server's own words, the most telling first.
    pub words: Vec<Words<'t>>,
    /// What else the report says; read only when the words decide nothing.
    pub context: Vec<Words<'t>>,
    /// Words so far off that they are asked last, such as the report's subject.
    pub title: Option<Words<'t>>,
    /// The command that was answered.
    pub command: Option<String>,
    /// The server that answered.
    pub remote: Option<String>,
    /// The server that wrote the report.
    pub reporter: Option<String>,
    /// The day, as [`when`](crate::read::when) writes it.
    pub date: Option<String>,
    /// The domain in whose name the mail was sent, where the report returns its head.
    pub sender_domain: Option<String>,
    /// A cause that the structure itself states, with the rule's name: a complaint, a webhook's class.
    pub stated: Option<(&'static str, &'static str)>,
    /// Where the structure states it.
    pub stated_at: Option<Span>,
    /// A title and a reason that fit better than the cause's own.
    pub told: Option<(&'static str, &'static str)>,
    /// Whether the structure's cause yields to the words.
    pub stated_is_weak: bool,
    /// Contradictions that only the reader can see.
    pub warnings: Vec<String>,
}

/// The command in its canonical writing, from any way of naming it.
pub(crate) fn command(text: &str) -> Option<&'static str> {
    let text = text.trim_start().trim_start_matches(['<', '"', '\'']);
    let starts = |word: &str| text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    let known = [
        ("rcpt", "RCPT TO"),
        ("mail from", "MAIL FROM"),
        ("mail", "MAIL FROM"),
        ("end of data", "DATA"),
        ("end-of-data", "DATA"),
        ("end of message", "DATA"),
        ("data", "DATA"),
        ("bdat", "BDAT"),
        ("ehlo", "EHLO"),
        ("helo", "HELO"),
        ("starttls", "STARTTLS"),
        ("auth", "AUTH"),
        ("initial connection", "CONNECT"),
        ("connect", "CONNECT"),
        ("quit", "QUIT"),
        ("rset", "RSET"),
        ("vrfy", "VRFY"),
        ("noop", "NOOP"),
    ];
    known.into_iter().find(|(word, _)| starts(word)).map(|(_, name)| name)
}
