//! `--relay`: what the user names, made a transport.

use super::{Provider, ProviderTarget, Transport, maildir::Maildir, read_key, smtp::Smtp};
use crate::fail::Fail;
use std::path::{Path, PathBuf};
use url::Url;

/// Where `--relay` points, before anything is opened.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// `file:DIR`, a Maildir folder, made where it is missing.
    Maildir(PathBuf),
    /// `smtp://…` or `smtps://…`.
    Smtp(Url),
    /// `preset:NAME?setting=value`.
    Provider(Box<ProviderTarget>),
}

/// Where messages go when nobody says otherwise, seen from the current folder.
const DEFAULT_FOLDER: &str = "outbox/Maildir";

impl Default for Target {
    fn default() -> Target {
        Target::Maildir(PathBuf::from(DEFAULT_FOLDER))
    }
}

impl Target {
    /// Reads `file:DIR`, `smtp://…`, `smtps://…` or `preset:NAME`.
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
            return Ok(Target::Provider(Box::new(ProviderTarget::parse(name)?)));
        }
        if !text.starts_with("smtp://") && !text.starts_with("smtps://") {
            // The value may hold a password, so it is not repeated.
            return Err(Fail::new(
                "--relay expects file:DIR, smtp://HOST[:PORT], smtps://HOST[:PORT] or preset:NAME",
            ));
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
    /// A folder that can't be made, an option that does not exist, a key that is missing. `key_file` holds a provider's
    /// key.
    pub fn open(&self, key_file: Option<&Path>) -> Result<Transport, Fail> {
        match self {
            Target::Maildir(folder) => Ok(Transport::Maildir(Maildir::open(folder)?)),
            Target::Smtp(url) => Ok(Transport::Smtp(Smtp::open(url)?)),
            Target::Provider(target) => {
                let key = read_key(&target.preset.id, key_file.or(target.key_file.as_deref()))?;
                Ok(Transport::Provider(Provider::open(target, key)?))
            }
        }
    }

    /// The provider, where it is one.
    pub fn provider(&self) -> Option<&ProviderTarget> {
        match self {
            Target::Provider(target) => Some(target),
            Target::Maildir(_) | Target::Smtp(_) => None,
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
            Target::Smtp(_) | Target::Provider(_) => super::data_file("relay.sqlite").ok_or_else(|| {
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
        for bad in ["", "file:", "smtp://", "http://x", "preset:nobody", "smtp:x"] {
            assert!(Target::parse(bad).is_err(), "{bad}");
        }
    }
}
