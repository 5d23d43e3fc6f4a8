//! The journal in SQLite: one line a key, written before and after every hand-over.
//!
//! One thread owns the file and writes what has gathered in one transaction, so that many messages share one sync to
//! the disk and each is durable all the same. The file is locked: a second process could not see what this one has
//! in flight.

mod keeper;
mod table;
#[cfg(test)]
mod tests;

use keeper::Job;
use relays::wire::Fate;
use rusqlite::Connection;
use std::fmt;
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;
use tokio::sync::oneshot;

/// A journal that does not work: the disk, the file, another process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalError(String);

impl fmt::Display for JournalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<rusqlite::Error> for JournalError {
    fn from(error: rusqlite::Error) -> JournalError {
        let busy = [rusqlite::ErrorCode::DatabaseBusy, rusqlite::ErrorCode::DatabaseLocked];
        match error.sqlite_error_code() {
            Some(code) if busy.contains(&code) => JournalError("another postroom is using it".to_owned()),
            Some(rusqlite::ErrorCode::NotADatabase) => JournalError("it is no journal".to_owned()),
            Some(rusqlite::ErrorCode::DiskFull) => JournalError("the disk is full".to_owned()),
            _ => JournalError(error.to_string()),
        }
    }
}

/// A message that asks to be handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Its key.
    pub key: String,
    /// Of the message and its envelope.
    pub digest: [u8; 32],
    /// The key of the request in which it goes, where one request holds many.
    pub batch: Option<String>,
    /// Now, in seconds since 1970.
    pub at: i64,
}

/// What a key's owner may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// Hand it over now; the journal says `sent`.
    Go,
    /// It was handed over before, or by someone else just now.
    Settled(Fate),
    /// It was handed over before, and its answer was lost. The journal says `unknown`.
    Lost(Loss),
    /// The key belongs to another message.
    Reused,
}

/// A hand-over without an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// What is known.
    pub fate: Fate,
    /// The key of the request in which it went.
    pub batch: Option<String>,
    /// How many seconds ago it went out first; `None` where the clock was set back since, so that nobody can tell.
    pub age: Option<i64>,
}

/// A line as it stands, for those who plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What became of the key.
    pub fate: Fate,
    /// The key of the request in which it went last.
    pub batch: Option<String>,
}

/// An open journal. Clones share it.
#[derive(Debug, Clone)]
pub struct Journal {
    jobs: mpsc::Sender<Job>,
}

impl Journal {
    /// Opens the file and makes it where it is missing, with its folder. What was out when it was last closed is
    /// `unknown` from now on.
    ///
    /// # Errors
    /// The file can't be made, is no journal, or another process has it.
    pub fn open(path: &Path) -> Result<Journal, JournalError> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|error| JournalError(error.to_string()))?;
        }
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(1))?;
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        table::prepare(&connection)?;
        let (jobs, queue) = mpsc::channel();
        std::thread::Builder::new()
            .name("journal".to_owned())
            .spawn(move || keeper::keep(connection, &queue))
            .map_err(|error| JournalError(error.to_string()))?;
        Ok(Journal { jobs })
    }

    /// Asks to hand messages over, and gives the answers in their order. Waits while someone else is handing the same
    /// key over, and then tells what became of it; so no key may stand twice among the wishes. Where an answer is that
    /// the journal can't be written, nothing may be sent.
    pub async fn claim(&self, wishes: Vec<Wish>) -> Vec<Result<Claim, JournalError>> {
        let asked: Vec<_> =
            wishes.into_iter().map(|wish| self.ask(|answer| Job::Claim { wish, answer })).collect();
        let mut claims = Vec::with_capacity(asked.len());
        for answer in asked {
            claims.push(match answer {
                Ok(answer) => answer.await.unwrap_or_else(|_| Err(closed())),
                Err(error) => Err(error),
            });
        }
        claims
    }

    /// Writes down what became of claimed keys.
    ///
    /// # Errors
    /// The journal can't be written; the keys are `unknown` then.
    pub async fn settle(&self, fates: Vec<Fate>) -> Result<(), JournalError> {
        let asked: Result<Vec<_>, _> =
            fates.into_iter().map(|fate| self.ask(|answer| Job::Settle { fate, answer })).collect();
        let mut first = Ok(());
        for answer in asked? {
            let settled = answer.await.map_err(|_| closed())?;
            first = first.and(settled);
        }
        first
    }

    /// What became of a key.
    ///
    /// # Errors
    /// The journal can't be read.
    pub async fn fate(&self, key: &str) -> Result<Option<Fate>, JournalError> {
        Ok(self.lines(vec![key.to_owned()]).await?.pop().flatten().map(|line| line.fate))
    }

    /// The lines of keys, in their order.
    ///
    /// # Errors
    /// The journal can't be read.
    pub async fn lines(&self, keys: Vec<String>) -> Result<Vec<Option<Line>>, JournalError> {
        self.ask(|answer| Job::Lines { keys, answer })?.await.map_err(|_| closed())?
    }

    /// Queues a key again whose message was refused, or whose answer was lost: on a person's word only.
    ///
    /// # Errors
    /// The journal can't be written.
    pub async fn queue_again(&self, keys: Vec<String>) -> Result<(), JournalError> {
        self.ask(|answer| Job::QueueAgain { keys, answer })?.await.map_err(|_| closed())?
    }

    fn ask<T>(
        &self,
        job: impl FnOnce(oneshot::Sender<Result<T, JournalError>>) -> Job,
    ) -> Result<oneshot::Receiver<Result<T, JournalError>>, JournalError> {
        let (answer, wait) = oneshot::channel();
        self.jobs.send(job(answer)).map_err(|_| closed())?;
        Ok(wait)
    }
}

fn closed() -> JournalError {
    JournalError("the journal is closed".to_owned())
}
