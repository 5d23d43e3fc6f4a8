//! A Maildir folder as the last stop: every message is one file, written in `tmp/`, synced, and renamed into `new/`.
//!
//! The file's name comes from the key, so a message whose answer was lost can be looked for.

use super::{Delivery, Message, Trouble};
use crate::fail::Fail;
use mail::{EnhancedStatusCode, Reply, ReplyCode};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// An open Maildir.
#[derive(Debug, Clone)]
pub struct Maildir {
    folder: PathBuf,
}

/// Where a message of a key is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// In `new/` or `cur/`: it was delivered.
    There(Reply),
    /// Still in `tmp/`: it was not delivered.
    NotThere,
}

impl Maildir {
    /// Opens the folder and makes what is missing.
    ///
    /// # Errors
    /// The folder can't be made or written to.
    pub fn open(folder: &Path) -> Result<Maildir, Fail> {
        for part in ["tmp", "new", "cur"] {
            let part = folder.join(part);
            fs::create_dir_all(&part).map_err(|error| Fail::file("create the folder", &part, &error))?;
        }
        Ok(Maildir { folder: folder.to_owned() })
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes one message.
    pub async fn deliver(&self, message: &Message) -> Delivery {
        let (here, message) = (self.clone(), message.clone());
        let written = tokio::task::spawn_blocking(move || here.write(&message)).await;
        match written {
            Ok(Ok(name)) => Delivery::Accepted { id: None, reply: taken(&name) },
            Ok(Err(error)) => {
                Delivery::Later(Trouble::ours("storage", format!("the Maildir can't be written: {error}")))
            }
            Err(_) => Delivery::Unknown(Trouble::ours(
                relays::wire::OUTCOME_UNKNOWN,
                "the relay broke off while it wrote the message",
            )),
        }
    }

    /// Looks for a message. `None` where it is nowhere: it may have been read and moved away.
    pub async fn find(&self, key: &str) -> Option<Found> {
        let (here, name) = (self.clone(), file_name(key));
        tokio::task::spawn_blocking(move || here.look_for(&name)).await.ok().flatten()
    }

    fn look_for(&self, name: &str) -> Option<Found> {
        let seen = |entry: fs::DirEntry| entry.file_name().to_string_lossy().starts_with(name);
        let in_cur = || fs::read_dir(self.folder.join("cur")).is_ok_and(|files| files.flatten().any(seen));
        if self.folder.join("new").join(name).exists() || in_cur() {
            return Some(Found::There(taken(name)));
        }
        self.folder.join("tmp").join(name).exists().then_some(Found::NotThere)
    }

    /// Writes the file and returns its name.
    fn write(&self, message: &Message) -> io::Result<String> {
        let name = file_name(&message.key);
        let tmp = self.folder.join("tmp").join(&name);
        let mut file = File::create(&tmp)?;
        // The envelope would be lost otherwise: the last stop writes it down (RFC 5321 §4.4).
        let from = message.from.as_ref().map(ToString::to_string).unwrap_or_default();
        write!(file, "Return-Path: <{from}>\r\nDelivered-To: {}\r\n", message.to)?;
        file.write_all(&message.bytes)?;
        file.sync_all()?;
        drop(file);
        fs::rename(&tmp, self.folder.join("new").join(&name))?;
        // The name itself is durable only once its folder is.
        #[cfg(unix)]
        File::open(self.folder.join("new"))?.sync_all()?;
        Ok(name)
    }
}

/// A name that no other message has: half of the key's SHA-256.
fn file_name(key: &str) -> String {
    let digest = Sha256::digest(key.as_bytes());
    let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("{hex}.postroom")
}

/// What this last stop says in a mail server's place.
fn taken(name: &str) -> Reply {
    Reply {
        code: ReplyCode::new(250).unwrap_or_else(|| unreachable!("250 lies between 200 and 599")),
        enhanced_code: EnhancedStatusCode::new(2, 0, 0),
        text: format!("written to the Maildir as {name}"),
    }
}
