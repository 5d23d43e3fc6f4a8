//! How far a long job is.

/// How far a job in steps is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// What is done: octets for a reader, rows for a roster.
    pub done: u64,
    /// Of how many.
    pub total: u64,
    /// Whether nothing is left to do.
    pub finished: bool,
}
