//! How often may a subscriber bounce? The rules of well-known systems, played over a history.
//!
//! Pure: the caller gives the events with their days. Whom a rule gives up, and when, comes back.

mod play;
#[cfg(test)]
mod tests;

pub use play::simulate;
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// How a policy counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Counting {
    /// By the causes of this project.
    Causes,
    /// A total that never resets.
    Count,
    /// In a row; a delivery breaks it.
    Streak,
    /// So many of the last so many messages.
    Share,
    /// Points that fade after a time without bounces.
    Score,
}

/// One system's rule, as `data/policies.toml` has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Policy {
    /// The stable id, such as `listmonk`.
    pub id: String,
    /// The system's name.
    pub name: String,
    /// The rule in words.
    pub text: String,
    /// How it counts.
    pub by: Counting,
    /// What a hard bounce is worth.
    #[serde(default)]
    pub hard: f64,
    /// What a soft bounce is worth.
    #[serde(default)]
    pub soft: f64,
    /// What must be reached.
    pub limit: f64,
    /// Whether it must be exceeded instead.
    #[serde(default)]
    pub over: bool,
    /// For [`Counting::Share`]: of how many last messages.
    #[serde(default)]
    pub last: usize,
    /// Bounces older than so many days do not count.
    pub window_days: Option<i64>,
    /// So many days without a bounce start anew.
    pub stale_days: Option<i64>,
    /// For [`Counting::Causes`]: temporary trouble must last at least so many days.
    #[serde(default)]
    pub min_days: i64,
    /// Whether at most one bounce a day counts.
    #[serde(default)]
    pub daily: bool,
    /// Whether bounces about the message itself count.
    #[serde(default = "yes")]
    pub message_counts: bool,
    /// Whether a complaint ends it at once.
    #[serde(default = "yes")]
    pub complaint: bool,
    /// Where the rule is from.
    pub source: String,
}

fn yes() -> bool {
    true
}

/// A subscriber whom a policy gives up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dropped {
    /// Who.
    pub recipient: String,
    /// The day of the event that was one too many.
    pub day: i64,
    /// That event's cause.
    pub cause: String,
}

/// The policies, ours first.
pub fn policies() -> &'static [Policy] {
    #[derive(Deserialize)]
    struct File {
        policy: Vec<Policy>,
    }
    static POLICIES: OnceLock<Vec<Policy>> = OnceLock::new();
    // The file is part of the program and a test reads it, so the empty list never shows.
    POLICIES.get_or_init(|| {
        toml::from_str::<File>(include_str!("../../data/policies.toml"))
            .map(|file| file.policy)
            .unwrap_or_default()
    })
}
