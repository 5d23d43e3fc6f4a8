//! The answer: one verdict for each recipient of each failure found.

use diag::Span;
use mail::{EnhancedStatusCode, ReplyCode};
use serde::{Deserialize, Serialize};

/// How a verdict was reached, from the surest to the weakest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// The receiver's own published rule.
    ProviderRule,
    /// The words of the text.
    Text,
    /// The registered meaning of the code in its context.
    Code,
    /// The first digit only.
    Class,
}

/// Whether trying again can help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Permanent {
    /// It will not pass, however often one tries.
    Permanent,
    /// It may pass later.
    Temporary,
    /// It passes once something is repaired.
    UntilMended,
}

/// Two answers to "for good?": what the code says, and how it really is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permanence {
    /// By the code's class digit; `None` without a code.
    pub by_code: Option<Permanent>,
    /// How it really is.
    pub in_practice: Permanent,
}

/// A piece of the user's text that shows why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Shown", into = "Shown")]
pub struct Evidence {
    /// Where in the shown text.
    pub span: Span,
    /// The words themselves.
    pub text: String,
}

/// Evidence as it is written: `explain --json` has the span's ends beside the words.
#[derive(Serialize, Deserialize)]
struct Shown {
    start: usize,
    end: usize,
    text: String,
}

impl From<Shown> for Evidence {
    fn from(shown: Shown) -> Evidence {
        Evidence { span: Span::new(shown.start, shown.end), text: shown.text }
    }
}

impl From<Evidence> for Shown {
    fn from(evidence: Evidence) -> Shown {
        Shown { start: evidence.span.start, end: evidence.span.end, text: evidence.text }
    }
}

/// What happened to the mail of one recipient. Field names are those of `explain --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// What was read: `code`, `reply`, `transcript`, `log:postfix`, `dsn`…
    pub input: String,
    /// Who did not get the mail.
    pub recipient: Option<String>,
    /// Who it was first sent to, where that is another.
    pub original_recipient: Option<String>,
    /// The reply code, only where it stands in the text.
    pub reply_code: Option<ReplyCode>,
    /// The enhanced code, only where it stands in the text.
    pub enhanced_code: Option<EnhancedStatusCode>,
    /// The cause's id, such as `no-such-address`.
    pub cause: String,
    /// The true cause inside a `gave-up`.
    pub inner_cause: Option<String>,
    /// Whose fault: `address`, `reader`, `provider`, `message`, `domain`, `service`, `volume`, `nobody`, `unclear`.
    pub fault: String,
    /// Whether it is for good.
    pub permanence: Permanence,
    /// Whom it hits: `reader`, `message`, `domain`, `server`, `their-server`.
    pub scope: String,
    /// What to do with the address: `keep`, `retry`, `remove`, `never`, `ask`.
    pub address_action: String,
    /// How the verdict was reached.
    pub certainty: Certainty,
    /// The rule that decided.
    pub rule: String,
    /// The SMTP command that was answered, such as `RCPT TO`.
    pub command: Option<String>,
    /// The server that answered.
    pub remote: Option<String>,
    /// The day on which it happened, `2026-03-04`, or `--03-04` where the text does not tell the year.
    #[serde(default)]
    pub date: Option<String>,
    /// What the report says was done: `failed`, `delayed`, `delivered`, `relayed`, `expanded` (RFC 3464 §2.3.3).
    /// A delayed mail has the cause that keeps it waiting, and its address stays.
    #[serde(default)]
    pub reported_action: Option<String>,
    /// The provider behind it, where known.
    pub provider: Option<String>,
    /// One sentence: what happened.
    pub title: String,
    /// A few sentences: why.
    pub why: String,
    /// Steps, in their order.
    pub advice: Vec<String>,
    /// Where it is written.
    pub references: Vec<String>,
    /// What in the text shows it.
    pub evidence: Vec<Evidence>,
    /// Contradictions, said aloud.
    pub warnings: Vec<String>,
}

impl Verdict {
    /// Whether this only says that the mail is late.
    pub fn is_late(&self) -> bool {
        self.reported_action.as_deref() == Some("delayed") && self.address_action == "keep"
    }
}

/// What was pasted or dropped, explained.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Explanation {
    /// What it was taken for, in words for people, such as "one reply".
    pub input_label: String,
    /// The text that the evidence's spans count in: the user's own, decoded to UTF-8.
    pub text: String,
    /// The verdicts, in the order of the text.
    pub verdicts: Vec<Verdict>,
    /// Other mails that were delivered to somebody who has a verdict. They stand in no verdict of their own, but a
    /// delivery ends a row of failures.
    #[serde(default)]
    pub delivered: Vec<Delivery>,
}

/// A mail that was delivered, as a log tells of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Delivery {
    /// Who got it, in lower case.
    pub recipient: String,
    /// The day, written as in [`Verdict::date`].
    pub date: Option<String>,
    /// How many of the verdicts stand before it in the text.
    pub after: usize,
}
