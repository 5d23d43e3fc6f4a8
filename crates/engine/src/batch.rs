//! Many answers that came back at once, as the page shows them.

use bounces::batch::Counts;
use serde::{Deserialize, Serialize};

/// The whole of what came back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Batch {
    /// Grows with each explanation, so that two are never taken for one.
    pub number: u32,
    /// How many answers.
    pub answers: usize,
    /// How many of which kind.
    pub counts: Counts,
    /// How many addresses should get no more mail.
    pub suppress: usize,
    /// Whether the text tells the days, so that a policy can be played over it.
    pub dated: bool,
}

/// Which answers a window shows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BouncesQuery {
    /// Only with this action for the address; empty for all.
    pub action: String,
    /// Only of this cause; empty for all.
    pub cause: String,
    /// Only with these words in address, codes or title; empty for all.
    pub search: String,
    /// The first one, among those that match.
    pub offset: usize,
    /// The most.
    pub limit: usize,
}

/// Some answers in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BouncesWindow {
    /// How many match.
    pub total: usize,
    /// Where the window begins among them.
    pub offset: usize,
    /// The answers.
    pub rows: Vec<BounceRow>,
}

/// One answer in a line.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BounceRow {
    /// Its place among all answers.
    pub at: usize,
    /// The address; empty where none is named.
    pub recipient: String,
    /// The codes, such as `550 5.1.1`.
    pub codes: String,
    /// What happened.
    pub title: String,
    /// Whose fault.
    pub fault: String,
    /// What to do with the address.
    pub action: String,
    /// The day, where the text tells it.
    pub date: String,
}

/// What a policy would do with the history that came.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PolicyOutcome {
    /// The policy's id.
    pub id: String,
    /// Whose it is.
    pub name: String,
    /// The rule in words.
    pub text: String,
    /// Where it is written.
    pub source: String,
    /// Whom it would drop, in alphabetical order.
    pub dropped: Vec<String>,
}
