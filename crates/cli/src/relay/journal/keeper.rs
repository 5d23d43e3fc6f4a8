//! The thread that owns the file.

use super::table::{self, Decision};
use super::{Claim, JournalError, Line, Wish};
use relays::wire::Fate;
use rusqlite::Connection;
use std::collections::HashMap;
use std::sync::mpsc;
use tokio::sync::oneshot;

/// How many lines are written in one transaction at most.
const BATCH: usize = 1024;

type Answer<T> = oneshot::Sender<Result<T, JournalError>>;

/// What the thread is asked.
#[derive(Debug)]
pub(super) enum Job {
    Claim { wish: Wish, answer: Answer<Claim> },
    Settle { fate: Fate, answer: Answer<()> },
    Lines { keys: Vec<String>, answer: Answer<Vec<Option<Line>>> },
    QueueAgain { keys: Vec<String>, answer: Answer<()> },
}

/// Those who wait for a key that someone else is handing over.
type Waiting = HashMap<String, Vec<([u8; 32], Answer<Claim>)>>;

/// Gathers jobs, writes them in one transaction, and answers after the commit, never before.
pub(super) fn keep(mut connection: Connection, queue: &mpsc::Receiver<Job>) {
    let mut in_flight = Waiting::new();
    while let Ok(first) = queue.recv() {
        let jobs: Vec<Job> = std::iter::once(first).chain(queue.try_iter()).take(BATCH).collect();
        let mut answers: Vec<Later> = Vec::with_capacity(jobs.len());
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
type Later = Box<dyn FnOnce(Option<JournalError>)>;

/// Sends the result, or the commit's failure in its place. A caller that is gone needs none.
fn later<T: 'static>(answer: Answer<T>, result: Result<T, JournalError>) -> Later {
    Box::new(move |broken| {
        let _ = answer.send(broken.map_or(result, Err));
    })
}

/// Does one job inside the transaction and leaves its answer for after the commit. Returns the key that it claimed.
fn work(db: &Connection, job: Job, in_flight: &mut Waiting, answers: &mut Vec<Later>) -> Option<String> {
    match job {
        Job::Lines { keys, answer } => {
            let lines = keys.iter().map(|key| Ok(table::line(db, key)?.map(|(_, line)| line))).collect();
            answers.push(later(answer, lines));
            None
        }
        Job::QueueAgain { keys, answer } => {
            let queued = keys.iter().try_for_each(|key| table::queue_again(db, key));
            answers.push(later(answer, queued.map_err(JournalError::from)));
            None
        }
        Job::Claim { wish, answer } => {
            if let Some(waiting) = in_flight.get_mut(&wish.key) {
                waiting.push((wish.digest, answer));
                return None;
            }
            let claim = table::claim(db, &wish).map_err(JournalError::from).map(|decision| match decision {
                Decision::Go => Claim::Go,
                Decision::Settled(fate) => Claim::Settled(fate),
                Decision::Lost(loss) => Claim::Lost(loss),
                Decision::Reused => Claim::Reused,
            });
            let mine = matches!(claim, Ok(Claim::Go | Claim::Lost(_)));
            answers.push(later(answer, claim));
            mine.then(|| {
                in_flight.insert(wish.key.clone(), Vec::new());
                wish.key
            })
        }
        Job::Settle { fate, answer } => {
            let waiting = in_flight.remove(&fate.key).unwrap_or_default();
            let digest = table::line(db, &fate.key).ok().flatten().map(|(digest, _)| digest);
            let settled = table::settle(db, &fate).map_err(JournalError::from);
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
