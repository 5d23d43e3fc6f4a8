//! What ends a command early: one clear line for people, exit status 2.

use std::fmt;
use std::path::Path;
use std::process::ExitCode;

/// Usage, or an input that can't be read. The message is one line, without a full stop.
#[derive(Debug)]
pub struct Fail(String);

impl Fail {
    /// A failure that says this.
    pub fn new(message: impl Into<String>) -> Fail {
        Fail(message.into())
    }

    /// A file that can't be read or written; `verb` is `read`, `write`, `create`…
    pub fn file(verb: &str, path: &Path, error: &std::io::Error) -> Fail {
        let why = match error.kind() {
            std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
            std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
            std::io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
            std::io::ErrorKind::StorageFull => "the disk is full".to_owned(),
            _ => error.to_string(),
        };
        Fail(format!("can't {verb} {}: {why}", path.display()))
    }
}

impl fmt::Display for Fail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How a command ended: 0 fine, 1 problems found in the input.
pub type Ended = Result<Verdict, Fail>;

/// What a command that ran to its end found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing wrong.
    Fine,
    /// Problems in the input; they were shown.
    Problems,
}

/// The exit status: 0, 1 or 2. A failure is said on standard error.
pub fn exit(ended: Ended) -> ExitCode {
    match ended {
        Ok(Verdict::Fine) => ExitCode::SUCCESS,
        Ok(Verdict::Problems) => ExitCode::from(1),
        Err(fail) => {
            eprintln!("postroom: {fail}");
            ExitCode::from(2)
        }
    }
}
