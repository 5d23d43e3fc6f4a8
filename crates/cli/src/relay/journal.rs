//! The journal in SQLite: one line a key, written before and after every hand-over.
//!
//! One thread owns the file and writes what has gathered in one transaction, so that many messages share one sync to
//! the disk and each is durable all the same. The file is locked: a second process could not see what this one has
//! in flight.

use mail::Reply;
use relays::journal::State;
use relays::wire::Fate;
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::HashMap;
use std::fmt;
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;
use tokio::sync::oneshot;

/// How many lines are written in one transaction at most.
const BATCH: usize = 512;

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
            _ => JournalError(error.to_string()),
        }
    }
}

/// What a key's owner may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// Hand it over now; the journal says `sent`.
    Go,
    /// It was handed over before, or by someone else just now.
    Settled(Fate),
    /// It was handed over before, and its answer was lost. The journal says `unknown`.
    Lost(Fate),
    /// The key belongs to another message.
    Reused,
}

/// An open journal. Clones share it.
#[derive(Debug, Clone)]
pub struct Journal {
    jobs: mpsc::Sender<Job>,
}

#[derive(Debug)]
enum Job {
    Claim { key: String, digest: [u8; 32], at: i64, answer: oneshot::Sender<Result<Claim, JournalError>> },
    Settle { fate: Fate, answer: oneshot::Sender<Result<(), JournalError>> },
    Fate { key: String, answer: oneshot::Sender<Result<Option<Fate>, JournalError>> },
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
        let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if version > 1 {
            return Err(JournalError("it was written by a newer postroom".to_owned()));
        }
        connection.execute_batch(
            "BEGIN EXCLUSIVE;
             CREATE TABLE IF NOT EXISTS message (
                 key TEXT PRIMARY KEY, digest BLOB NOT NULL, state TEXT NOT NULL,
                 id TEXT, reply TEXT, at INTEGER NOT NULL
             ) WITHOUT ROWID;
             PRAGMA user_version = 1;
             COMMIT;",
        )?;
        connection.execute(
            "UPDATE message SET state = ?1 WHERE state = ?2",
            params![State::Sent.reopened().as_str(), State::Sent.as_str()],
        )?;
        let (jobs, queue) = mpsc::channel();
        std::thread::Builder::new()
            .name("journal".to_owned())
            .spawn(move || keep(connection, &queue))
            .map_err(|error| JournalError(error.to_string()))?;
        Ok(Journal { jobs })
    }

    /// Asks to hand a message over. `digest` is of the message and its envelope. Waits while someone else is handing
    /// the same key over, and then tells what became of it.
    ///
    /// # Errors
    /// The journal can't be written; nothing may be sent then.
    pub async fn claim(&self, key: &str, digest: [u8; 32], at: i64) -> Result<Claim, JournalError> {
        self.ask(|answer| Job::Claim { key: key.to_owned(), digest, at, answer }).await
    }

    /// Writes down what became of a claimed key.
    ///
    /// # Errors
    /// The journal can't be written; the key is `unknown` then.
    pub async fn settle(&self, fate: Fate) -> Result<(), JournalError> {
        self.ask(|answer| Job::Settle { fate, answer }).await
    }

    /// What became of a key.
    ///
    /// # Errors
    /// The journal can't be read.
    pub async fn fate(&self, key: &str) -> Result<Option<Fate>, JournalError> {
        self.ask(|answer| Job::Fate { key: key.to_owned(), answer }).await
    }

    async fn ask<T>(
        &self,
        job: impl FnOnce(oneshot::Sender<Result<T, JournalError>>) -> Job,
    ) -> Result<T, JournalError> {
        let closed = || JournalError("the journal is closed".to_owned());
        let (answer, wait) = oneshot::channel();
        self.jobs.send(job(answer)).map_err(|_| closed())?;
        wait.await.map_err(|_| closed())?
    }
}

/// Those who wait for a key that someone else is handing over.
type Waiting = HashMap<String, Vec<([u8; 32], oneshot::Sender<Result<Claim, JournalError>>)>>;

/// The thread: gathers jobs, writes them in one transaction, and answers after the commit, never before.
fn keep(mut connection: Connection, queue: &mpsc::Receiver<Job>) {
    let mut in_flight = Waiting::new();
    while let Ok(first) = queue.recv() {
        let jobs: Vec<Job> = std::iter::once(first).chain(queue.try_iter()).take(BATCH).collect();
        let mut answers: Vec<Answer> = Vec::with_capacity(jobs.len());
        let mut claimed = Vec::new();
        let written = (|| {
            let transaction = connection.transaction()?;
            for job in jobs {
                claimed.extend(work(&transaction, job, &mut in_flight, &mut answers));
            }
            transaction.commit()
        })();
        let broken = written.err().map(JournalError::from);
        if let Some(error) = &broken {
            // Nothing was claimed after all, so nobody will settle these keys.
            for (_, waiter) in claimed.iter().filter_map(|key| in_flight.remove(key)).flatten() {
                let _ = waiter.send(Err(error.clone()));
            }
        }
        for answer in answers {
            answer(broken.clone());
        }
    }
}

/// An answer that waits for the commit, and is told whether it failed.
type Answer = Box<dyn FnOnce(Option<JournalError>)>;

/// Sends the result, or the commit's failure in its place. A caller that is gone needs none.
fn later<T: 'static>(
    answer: oneshot::Sender<Result<T, JournalError>>,
    result: Result<T, JournalError>,
) -> Answer {
    Box::new(move |broken| {
        let _ = answer.send(broken.map_or(result, Err));
    })
}

/// Does one job inside the transaction and leaves its answer for after the commit. Returns the key that it claimed.
fn work(db: &Connection, job: Job, in_flight: &mut Waiting, answers: &mut Vec<Answer>) -> Option<String> {
    match job {
        Job::Fate { key, answer } => {
            let found = line(db, &key).map(|line| line.map(|(_, fate)| fate)).map_err(JournalError::from);
            answers.push(later(answer, found));
            None
        }
        Job::Claim { key, digest, at, answer } => {
            if let Some(waiting) = in_flight.get_mut(&key) {
                waiting.push((digest, answer));
                return None;
            }
            let claim = claim(db, &key, digest, at).map_err(JournalError::from);
            let mine = matches!(claim, Ok(Claim::Go | Claim::Lost(_)));
            answers.push(later(answer, claim));
            mine.then(|| {
                in_flight.insert(key.clone(), Vec::new());
                key
            })
        }
        Job::Settle { fate, answer } => {
            let waiting = in_flight.remove(&fate.key).unwrap_or_default();
            let digest = line(db, &fate.key).ok().flatten().map(|(digest, _)| digest);
            let settled = settle(db, &fate).map_err(JournalError::from);
            for (theirs, waiter) in waiting {
                let same = digest.as_deref() == Some(theirs.as_slice());
                let claim = if same { Claim::Settled(fate.clone()) } else { Claim::Reused };
                answers.push(later(waiter, Ok(claim)));
            }
            answers.push(later(answer, settled));
            None
        }
    }
}

/// Decides on a key that nobody has in flight.
fn claim(db: &Connection, key: &str, digest: [u8; 32], at: i64) -> rusqlite::Result<Claim> {
    let Some((known, fate)) = line(db, key)? else {
        db.execute(
            "INSERT INTO message (key, digest, state, at) VALUES (?1, ?2, ?3, ?4)",
            params![key, digest, State::Sent.as_str(), at],
        )?;
        return Ok(Claim::Go);
    };
    if known != digest {
        return Ok(Claim::Reused);
    }
    match fate.state {
        State::Accepted => Ok(Claim::Settled(fate)),
        State::Sent | State::Unknown => Ok(Claim::Lost(fate)),
        // Nothing was taken, and the caller asks once more: on its own after `later`, on a person's word after
        // `refused`.
        State::Queued | State::Refused | State::Later => {
            db.execute(
                "UPDATE message SET state = ?2, at = ?3 WHERE key = ?1",
                params![key, State::Sent.as_str(), at],
            )?;
            Ok(Claim::Go)
        }
    }
}

/// Writes what became of a key.
fn settle(db: &Connection, fate: &Fate) -> rusqlite::Result<()> {
    // A reply is numbers and text, which always become JSON.
    let reply = fate.reply.as_ref().and_then(|reply| serde_json::to_string(reply).ok());
    db.prepare_cached("UPDATE message SET state = ?2, id = ?3, reply = ?4, at = ?5 WHERE key = ?1")?
        .execute(params![fate.key, fate.state.as_str(), fate.id, reply, fate.at])?;
    Ok(())
}

/// The line of a key: the digest of its message, and what became of it.
fn line(db: &Connection, key: &str) -> rusqlite::Result<Option<(Vec<u8>, Fate)>> {
    let read = |row: &Row<'_>| {
        let state: String = row.get(1)?;
        let reply: Option<String> = row.get(3)?;
        let fate = Fate {
            key: key.to_owned(),
            // A word of a later build is no word of ours: nobody knows then.
            state: State::of(&state).unwrap_or(State::Unknown),
            id: row.get(2)?,
            reply: reply.and_then(|text| serde_json::from_str::<Reply>(&text).ok()),
            at: row.get(4)?,
        };
        Ok((row.get(0)?, fate))
    };
    db.prepare_cached("SELECT digest, state, id, reply, at FROM message WHERE key = ?1")?
        .query_row([key], read)
        .optional()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fate(key: &str, state: State) -> Fate {
        Fate {
            key: key.into(),
            state,
            id: Some("i".into()),
            reply: super::super::reply::reply(250, "Ok"),
            at: 2,
        }
    }

    /// A fresh folder, gone after the test; the name keeps tests apart.
    struct Folder(std::path::PathBuf);

    impl Folder {
        fn new(name: &str) -> Folder {
            let name = format!("postroom-journal-{}-{name}", std::process::id());
            Folder(std::env::temp_dir().join(name))
        }

        fn journal(&self) -> std::path::PathBuf {
            self.0.join("journal.sqlite")
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    #[tokio::test]
    async fn a_key_goes_out_once() {
        let folder = Folder::new("once");
        let journal = Journal::open(&folder.journal()).unwrap();
        assert_eq!(journal.claim("k", [1; 32], 1).await, Ok(Claim::Go));
        journal.settle(fate("k", State::Accepted)).await.unwrap();
        assert_eq!(journal.claim("k", [1; 32], 3).await, Ok(Claim::Settled(fate("k", State::Accepted))));
        assert_eq!(journal.claim("k", [2; 32], 3).await, Ok(Claim::Reused));
        assert_eq!(journal.fate("k").await, Ok(Some(fate("k", State::Accepted))));
        assert_eq!(journal.fate("other").await, Ok(None));
    }

    #[tokio::test]
    async fn what_was_not_taken_may_go_again() {
        let folder = Folder::new("again");
        let journal = Journal::open(&folder.journal()).unwrap();
        for state in [State::Later, State::Refused] {
            assert_eq!(journal.claim("k", [1; 32], 1).await, Ok(Claim::Go));
            journal.settle(fate("k", state)).await.unwrap();
        }
        assert_eq!(journal.claim("k", [1; 32], 1).await, Ok(Claim::Go));
    }

    #[tokio::test]
    async fn the_second_waits_for_the_first() {
        let folder = Folder::new("wait");
        let journal = Journal::open(&folder.journal()).unwrap();
        assert_eq!(journal.claim("k", [1; 32], 1).await, Ok(Claim::Go));
        let (same, other) = (journal.clone(), journal.clone());
        let same = tokio::spawn(async move { same.claim("k", [1; 32], 1).await });
        let other = tokio::spawn(async move { other.claim("k", [9; 32], 1).await });
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(!same.is_finished());
        journal.settle(fate("k", State::Accepted)).await.unwrap();
        assert_eq!(same.await.unwrap(), Ok(Claim::Settled(fate("k", State::Accepted))));
        assert_eq!(other.await.unwrap(), Ok(Claim::Reused));
    }

    #[tokio::test]
    async fn a_lost_answer_is_unknown_after_a_restart() {
        let folder = Folder::new("lost");
        let path = folder.journal();
        let journal = Journal::open(&path).unwrap();
        assert_eq!(journal.claim("k", [1; 32], 1).await, Ok(Claim::Go));
        assert_eq!(Journal::open(&path).unwrap_err().to_string(), "another postroom is using it");
        drop(journal);
        let journal = loop {
            // The thread closes the file a moment after its last caller is gone.
            match Journal::open(&path) {
                Ok(journal) => break journal,
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        };
        let claim = journal.claim("k", [1; 32], 2).await.unwrap();
        assert!(matches!(claim, Claim::Lost(fate) if fate.state == State::Unknown));
    }

    #[test]
    fn what_is_no_journal_is_left_alone() {
        let folder = Folder::new("foreign");
        let path = folder.journal();
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, "not a database, but long enough to look at; ".repeat(30)).unwrap();
        assert_eq!(Journal::open(&path).unwrap_err().to_string(), "it is no journal");
    }
}
