//! How the worker may be, and which requests follow each other.

/// How the worker is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    /// Its code is on the way.
    Loading,
    /// It answers.
    Ready,
    /// It crashed and a new one is on the way.
    Restarting,
    /// It can't be had, with the reason.
    Gone(String),
}

/// Requests of which only the newest answer matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lane {
    /// The preview.
    Compose,
    /// The window of the table.
    Rows,
    /// The findings.
    Check,
    /// The list that is being read or judged.
    List,
    /// How many a condition means.
    Segment,
    /// The explanation.
    Explain,
    /// Recipients that are looked for.
    Find,
    /// Recipients worth a look.
    Tour,
    /// Which rows lack a file.
    Files,
    /// Their letters.
    Readers,
}
