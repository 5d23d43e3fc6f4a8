//! The table and what is asked of it.

use super::{JournalError, Line, Loss, Wish};
use mail::Reply;
use relays::journal::State;
use relays::wire::Fate;
use rusqlite::{Connection, OptionalExtension, Row, params};

/// The version of the table; what is newer is left alone.
const VERSION: i64 = 2;

/// What a claim comes to.
pub(super) enum Decision {
    Go,
    Settled(Fate),
    Lost(Loss),
    Reused,
}

/// Makes the table or brings it up to date, and takes note of what was out when the file was closed.
pub(super) fn prepare(db: &Connection) -> Result<(), JournalError> {
    let version: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version > VERSION {
        return Err(JournalError("it was written by a newer postroom".to_owned()));
    }
    db.execute_batch("BEGIN EXCLUSIVE")?;
    if version == 0 {
        // `out_at` is when a key first went out with the request that is not answered yet.
        db.execute_batch(
            "CREATE TABLE IF NOT EXISTS message (
                 key TEXT PRIMARY KEY, digest BLOB NOT NULL, state TEXT NOT NULL, id TEXT, reply TEXT,
                 at INTEGER NOT NULL, message TEXT, batch TEXT, out_at INTEGER
             ) WITHOUT ROWID;",
        )?;
    }
    if version == 1 {
        db.execute_batch(
            "ALTER TABLE message ADD COLUMN message TEXT;
             ALTER TABLE message ADD COLUMN batch TEXT;
             ALTER TABLE message ADD COLUMN out_at INTEGER;",
        )?;
    }
    // The latest moment that was seen: a clock that is set back must not make an old key young.
    db.execute_batch(
        "CREATE TABLE IF NOT EXISTS clock (latest INTEGER NOT NULL);
         INSERT INTO clock SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM clock);
         PRAGMA user_version = 2;
         COMMIT;",
    )?;
    db.execute(
        "UPDATE message SET state = ?1 WHERE state = ?2",
        params![State::Sent.reopened().as_str(), State::Sent.as_str()],
    )?;
    Ok(())
}

/// Decides on a key that nobody has in flight.
pub(super) fn claim(db: &Connection, wish: &Wish) -> rusqlite::Result<Decision> {
    let latest: i64 = db.prepare_cached("SELECT latest FROM clock")?.query_row([], |row| row.get(0))?;
    if wish.at > latest {
        db.prepare_cached("UPDATE clock SET latest = ?1")?.execute([wish.at])?;
    }
    let Some((known, line)) = line(db, &wish.key)? else {
        db.prepare_cached(
            "INSERT INTO message (key, digest, state, at, batch, out_at) VALUES (?1, ?2, ?3, ?4, ?5, ?4)",
        )?
        .execute(params![wish.key, wish.digest, State::Sent.as_str(), wish.at, wish.batch])?;
        return Ok(Decision::Go);
    };
    if known != wish.digest {
        return Ok(Decision::Reused);
    }
    match line.fate.state {
        State::Accepted => Ok(Decision::Settled(line.fate)),
        State::Sent | State::Unknown => {
            let out_at = db
                .prepare_cached("SELECT out_at FROM message WHERE key = ?1")?
                .query_row([&wish.key], |row| row.get::<_, Option<i64>>(0))?;
            // A clock that runs a little behind the last entry is an ordinary clock.
            let set_back = wish.at + 60 < latest;
            let age = out_at.map(|out_at| wish.at - out_at).filter(|age| *age >= 0 && !set_back);
            Ok(Decision::Lost(Loss { fate: line.fate, batch: line.batch, age }))
        }
        // Nothing was taken, and the caller asks once more: on its own after `later`, on a person's word after
        // `refused`.
        State::Queued | State::Refused | State::Later => {
            db.prepare_cached(
                "UPDATE message SET state = ?2, at = ?3, batch = ?4, out_at = ?3 WHERE key = ?1",
            )?
            .execute(params![wish.key, State::Sent.as_str(), wish.at, wish.batch])?;
            Ok(Decision::Go)
        }
    }
}

/// Writes what became of a key.
pub(super) fn settle(db: &Connection, fate: &Fate) -> rusqlite::Result<()> {
    // A reply is numbers and text, which always become JSON.
    let reply = fate.reply.as_ref().and_then(|reply| serde_json::to_string(reply).ok());
    db.prepare_cached(
        "UPDATE message SET state = ?2, id = ?3, reply = ?4, at = ?5, message = ?6 WHERE key = ?1",
    )?
    .execute(params![fate.key, fate.state.as_str(), fate.id, reply, fate.at, fate.message])?;
    Ok(())
}

/// Queues a refused or unknown key again.
pub(super) fn queue_again(db: &Connection, key: &str) -> rusqlite::Result<()> {
    let (refused, unknown) = (State::Refused.as_str(), State::Unknown.as_str());
    db.prepare_cached("UPDATE message SET state = ?2, batch = NULL WHERE key = ?1 AND state IN (?3, ?4)")?
        .execute(params![key, State::Queued.as_str(), refused, unknown])?;
    Ok(())
}

/// The line of a key: the digest of its message, and what became of it.
pub(super) fn line(db: &Connection, key: &str) -> rusqlite::Result<Option<(Vec<u8>, Line)>> {
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
            message: row.get(5)?,
        };
        Ok((row.get(0)?, Line { fate, batch: row.get(6)? }))
    };
    db.prepare_cached("SELECT digest, state, id, reply, at, message, batch FROM message WHERE key = ?1")?
        .query_row([key], read)
        .optional()
}
