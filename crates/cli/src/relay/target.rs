//! `--relay`: what the user names, made a transport.

use super::{Transport, maildir::Maildir, smtp::Smtp};
use crate::fail::Fail;
use std::path::PathBuf;
use url::Url;

/// Where `--relay` points, before anything is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// `file:DIR`, a Maildir folder, made where it is missing.
    Maildir(PathBuf),
    /// `smtp://…` or `smtps://…`.
    Smtp(Url),
}

/// Where messages go when nobody says otherwise, seen from the current folder.
const DEFAULT_FOLDER: &str = "outbox/Maildir";

impl Default for Target {
    fn default() -> Target {
        Target::Maildir(PathBuf::from(DEFAULT_FOLDER))
    }
}

impl Target {
    /// Reads `file:DIR`, `smtp://…` or `smtps://…`.
    ///
    /// # Errors
    /// Anything else, in one line.
    pub fn parse(text: &str) -> Result<Target, Fail> {
        if let Some(folder) = text.strip_prefix("file:") {
            let folder = folder.strip_prefix("//").unwrap_or(folder);
            if folder.is_empty() {
                return Err(Fail::new("--relay file: needs a folder, as in file:outbox/Maildir"));
            }
            return Ok(Target::Maildir(PathBuf::from(folder)));
        }
        if let Some(name) = text.strip_prefix("preset:") {
            return Err(Fail::new(format!(
                "--relay preset:{name} is not there yet; use file:DIR, smtp:// or smtps://"
            )));
        }
        if !text.starts_with("smtp://") && !text.starts_with("smtps://") {
            // The value may hold a password, so it is not repeated.
            return Err(Fail::new("--relay expects file:DIR, smtp://HOST[:PORT] or smtps://HOST[:PORT]"));
        }
        let url = Url::parse(text).map_err(|error| Fail::new(format!("--relay is no address: {error}")))?;
        if url.host_str().is_none_or(str::is_empty) {
            return Err(Fail::new("--relay names no host, as in smtp://mail.example.com"));
        }
        Ok(Target::Smtp(url))
    }

    /// Opens it: makes the folders, or reads the URL's options. Nothing is sent.
    ///
    /// # Errors
    /// A folder that can't be made, an option that does not exist.
    pub fn open(&self) -> Result<Transport, Fail> {
        match self {
            Target::Maildir(folder) => Ok(Transport::Maildir(Maildir::open(folder)?)),
            Target::Smtp(url) => Ok(Transport::Smtp(Smtp::open(url)?)),
        }
    }

    /// Where the journal is kept unless the user says otherwise: inside the Maildir, as mail servers keep their own
    /// files there, or in the user's data folder.
    ///
    /// # Errors
    /// No data folder is known.
    pub fn journal(&self) -> Result<PathBuf, Fail> {
        match self {
            Target::Maildir(folder) => Ok(folder.join("postroom-journal.sqlite")),
            Target::Smtp(_) => super::data_file("relay.sqlite").ok_or_else(|| {
                Fail::new("no data folder is known for the journal; name one with --journal FILE")
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_read_or_refused() {
        assert_eq!(Target::parse("file:a/b").unwrap(), Target::Maildir("a/b".into()));
        assert_eq!(Target::parse("file:///a/b").unwrap(), Target::Maildir("/a/b".into()));
        assert!(matches!(Target::parse("smtp://127.0.0.1:25").unwrap(), Target::Smtp(_)));
        for bad in ["", "file:", "smtp://", "http://x", "preset:resend", "smtp:x"] {
            assert!(Target::parse(bad).is_err(), "{bad}");
        }
    }
}
