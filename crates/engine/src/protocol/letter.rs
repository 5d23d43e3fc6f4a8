//! The letter in requests and events.

use super::PreviewFor;
use diag::Diagnostic;
use serde::{Deserialize, Serialize};

/// A name that a letter uses.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FieldCard {
    /// The name.
    pub name: String,
    /// The column that it is, by its index.
    pub column: Option<usize>,
    /// How often it is used.
    pub uses: usize,
}

/// As what kind of file a letter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LetterForm {
    /// A letter file of ours.
    Letter,
    /// The HTML that it becomes, with its merge tags.
    Html,
    /// Its MJML, where it is written in that.
    Mjml,
    /// A message that is not addressed yet, with its merge tags.
    Message,
}

/// The attribute of the preview's elements with the number of their block.
pub const BLOCK: &str = "data-postroom-block";

/// The letter as one recipient gets it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Composed {
    /// Who it is for.
    pub recipient: PreviewFor,
    /// Whether the fields below are of this letter. If false the letter has an error, and they are empty: keep
    /// showing the last good preview.
    pub good: bool,
    /// The sender as a mailbox shows it.
    pub from: String,
    /// The subject, merged.
    pub subject: String,
    /// The preheader, merged.
    pub preheader: String,
    /// The HTML part; empty for a text letter. The attribute [`BLOCK`] of an element, which only the preview has, tells
    /// the block of the body that it comes from.
    pub html: String,
    /// Where each block starts in the letter's body, in bytes.
    pub blocks: Vec<u32>,
    /// The text part.
    pub text: String,
}

/// The letter of one recipient as a message, and everything that is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Reviewed {
    /// The header section of the message, unfolded, in its order; empty where there is no message.
    pub headers: Vec<(String, String)>,
    /// The whole message as it is sent; a long one is cut after 256 KB. Empty unless it was asked for.
    pub source: String,
    /// The whole message's size in bytes.
    pub size: usize,
    /// The text part as it is derived from the letter, a template; `None` where there is none to begin with, and where it
    /// is derived for each recipient alone.
    pub derived_text: Option<String>,
    /// What changed in it since the text by hand was written from it.
    pub text_changes: Vec<TextLine>,
    /// Everything wrong with the letter: templates, columns, checks.
    pub diagnostics: Vec<Diagnostic>,
}

/// A line of a text that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextLine {
    /// What became of it.
    pub change: TextChange,
    /// The line.
    pub text: String,
}

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TextChange {
    /// It is the same; it stands beside one that changed.
    Same,
    /// It is gone.
    Gone,
    /// It is new.
    New,
    /// Lines that are the same are left out here.
    Skipped,
}
