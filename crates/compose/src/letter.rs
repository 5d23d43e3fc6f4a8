//! The letter as its author writes it.

use crate::theme::Theme;
use serde::{Deserialize, Serialize};

/// In what the body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// CommonMark with tables.
    #[default]
    Markdown,
    /// MJML 4.
    Mjml,
    /// A whole HTML document or a part of one.
    Html,
    /// Plain text only; no HTML part is made.
    Text,
}

/// How a reader leaves the list (RFC 2369 §3.2, RFC 8058).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Unsubscribe {
    /// An https address, a template.
    pub url: String,
    /// A mail address, a template.
    pub mailto: String,
    /// Whether the address takes the one-click POST of RFC 8058.
    pub one_click: bool,
}

/// A letter. Every text in it is a MiniJinja template over the recipient's row.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Letter {
    /// The subject line.
    pub subject: String,
    /// The line that a mailbox shows after the subject.
    pub preheader: String,
    /// The sender, one mailbox (RFC 5322 §3.6.2).
    pub from: String,
    /// Where answers go; empty means the sender.
    pub reply_to: String,
    /// In what the body is written.
    pub format: Format,
    /// The language of the letter (BCP 47), for `lang` and Content-Language.
    pub language: String,
    /// More headers, in their order.
    pub headers: Vec<(String, String)>,
    /// Names of files to attach; templates too.
    pub attachments: Vec<String>,
    /// How a reader leaves the list.
    pub unsubscribe: Unsubscribe,
    /// The sender's postal address, shown in the footer.
    pub postal_address: String,
    /// How a Markdown letter looks; other formats bring their own looks.
    pub theme: Theme,
    /// The text part where it is written by hand; empty: it is derived from the body. [`Format::Text`] has no use for it.
    pub text: String,
    /// The derived text from which the one by hand was written ([`crate::Compiled::derived_text`]), so that a change of
    /// the letter can be told; empty where nobody knows. It is in no letter.
    pub text_from: String,
    /// The body.
    pub body: String,
}

impl Letter {
    /// The text part by hand, where there is one.
    pub fn text_by_hand(&self) -> Option<&str> {
        (self.format != Format::Text && !self.text.trim().is_empty()).then_some(self.text.as_str())
    }
}
