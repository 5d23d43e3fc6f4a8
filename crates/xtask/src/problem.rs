//! What stops a chore: one clear line for people.

use std::fmt;

/// Why a chore stopped.
#[derive(Debug)]
pub enum Problem {
    /// The words on the command line are not ours.
    Usage(String),
    /// Something that was asked for did not work out; the line says what to do.
    Failed(String),
}

impl Problem {
    /// 1 for a chore that failed, 2 for a command line that can't be read.
    pub fn exit_status(&self) -> u8 {
        match self {
            Problem::Usage(_) => 2,
            Problem::Failed(_) => 1,
        }
    }

    /// A [`Problem::Failed`] with this line.
    pub fn failed(line: impl Into<String>) -> Problem {
        Problem::Failed(line.into())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Usage(line) | Problem::Failed(line) => out.write_str(line),
        }
    }
}
