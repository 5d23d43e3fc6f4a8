//! The batch, cut into requests as they are needed.

use super::{Again, OpenBatch};
use crate::fail::Fail;
use crate::relay::{HandedOver, Message, Relay, Transport, outgoing, told_again};
use mail::Address;
use outbox::{ManifestRow, ManifestStatus};
use relays::journal::State;
use relays::{Filling, Preset};
use std::collections::{BTreeMap, VecDeque};

/// The letters of one request.
#[derive(Debug)]
pub struct Group {
    /// Their rows.
    pub rows: Vec<ManifestRow>,
    /// The letters, in the same order.
    pub messages: Vec<Message>,
    /// How often they were tried in this run.
    pub attempt: u32,
}

impl Group {
    /// The request's key, where one request may hold many letters.
    pub fn batch(&self, preset: Option<&Preset>) -> Option<String> {
        let keys: Vec<&str> = self.messages.iter().map(|message| message.key.as_str()).collect();
        preset.filter(|preset| preset.limits.letters > 1).map(|_| relays::batch_key(&keys))
    }
}

/// What is still to be sent.
pub struct Feed {
    batch: OpenBatch,
    filling: Option<Filling>,
    /// Requests whose answer was lost: they go again as they were, or nobody knows them.
    lost: VecDeque<Vec<ManifestRow>>,
    fresh: VecDeque<ManifestRow>,
    /// A letter that did not fit into the request before.
    next: Option<(ManifestRow, Message)>,
    /// What an earlier run settled.
    pub settled: Vec<(ManifestRow, HandedOver)>,
    /// How many letters there are.
    pub total: usize,
}

/// The rows with a letter.
pub fn kept(batch: &OpenBatch) -> Vec<ManifestRow> {
    let rows = batch.manifest().rows.iter();
    rows.filter(|row| row.status == ManifestStatus::Kept).cloned().collect()
}

impl Feed {
    /// Asks the journal what an earlier run left.
    ///
    /// # Errors
    /// A journal that can't be read or written.
    pub async fn open(batch: OpenBatch, relay: &Relay, again: &Again) -> Result<Feed, Fail> {
        let rows = kept(&batch);
        let broken = |error| Fail::new(format!("the journal can't be used: {error}"));
        let keys = |rows: &[ManifestRow]| {
            rows.iter().map(|row| row.idempotency_key.clone().unwrap_or_default()).collect::<Vec<_>>()
        };
        let lines = relay.journal.lines(keys(&rows)).await.map_err(broken)?;
        let wanted = |row: &ManifestRow, state: State| {
            again.rows.contains(&row.row)
                || state == State::Refused && again.refused
                || state == State::Unknown && again.unknown
        };
        let mut feed = Feed {
            filling: filling(&relay.transport),
            lost: VecDeque::new(),
            fresh: VecDeque::new(),
            next: None,
            settled: Vec::new(),
            total: rows.len(),
            batch,
        };
        let mut requeued = Vec::new();
        let mut requests: BTreeMap<String, Vec<ManifestRow>> = BTreeMap::new();
        for (row, line) in rows.into_iter().zip(lines) {
            let Some(line) = line else {
                feed.fresh.push_back(row);
                continue;
            };
            match (line.fate.state, line.batch) {
                (state @ (State::Refused | State::Unknown), _) if wanted(&row, state) => {
                    requeued.push(row.clone());
                    feed.fresh.push_back(row);
                }
                (State::Accepted | State::Refused, _) => feed.settled.push((row, told_again(line.fate))),
                (State::Unknown | State::Sent, Some(batch)) if feed.filling.is_some() => {
                    requests.entry(batch).or_default().push(row);
                }
                (State::Unknown | State::Sent, _) => feed.lost.push_back(vec![row]),
                (State::Queued | State::Later, _) => feed.fresh.push_back(row),
            }
        }
        feed.lost.extend(requests.into_values());
        relay.journal.queue_again(keys(&requeued)).await.map_err(broken)?;
        Ok(feed)
    }

    /// A feed of the whole batch, for a dry run.
    pub fn fresh(batch: OpenBatch, preset: Option<&Preset>) -> Feed {
        let rows = kept(&batch);
        Feed {
            filling: preset.filter(|preset| preset.limits.letters > 1).map(Filling::new),
            lost: VecDeque::new(),
            total: rows.len(),
            fresh: rows.into(),
            next: None,
            settled: Vec::new(),
            batch,
        }
    }

    /// The next request; `None` where all were given out.
    ///
    /// # Errors
    /// The batch's file changed since it was proved.
    pub fn next(&mut self) -> Result<Option<Group>, Fail> {
        let mut group = Group { rows: Vec::new(), messages: Vec::new(), attempt: 0 };
        if let Some(rows) = self.lost.pop_front() {
            for row in rows {
                group.messages.push(self.read(&row)?);
                group.rows.push(row);
            }
            return Ok(Some(group));
        }
        if let Some(filling) = &mut self.filling {
            filling.next();
        }
        while let Some((row, message)) = self.take()? {
            let fits = match &mut self.filling {
                // A key that stands twice is two requests: the second waits for the first.
                Some(filling) => {
                    group.messages.iter().all(|other| other.key != message.key)
                        && filling.takes(&outgoing(&message))
                }
                None => group.rows.is_empty(),
            };
            if !fits {
                self.next = Some((row, message));
                break;
            }
            group.rows.push(row);
            group.messages.push(message);
        }
        Ok((!group.rows.is_empty()).then_some(group))
    }

    fn take(&mut self) -> Result<Option<(ManifestRow, Message)>, Fail> {
        if let Some(next) = self.next.take() {
            return Ok(Some(next));
        }
        let Some(row) = self.fresh.pop_front() else { return Ok(None) };
        let message = self.read(&row)?;
        Ok(Some((row, message)))
    }

    /// The message of a row with its envelope. All of it was proved before, so a failure means that the file changed.
    fn read(&mut self, row: &ManifestRow) -> Result<Message, Fail> {
        let wrong =
            |what: String| Fail::new(format!("the batch can't be sent on from row {}: {what}", row.row));
        let bytes = self.batch.proved_message(row).map_err(|error| wrong(error.to_string()))?;
        let address = |text: &str| Address::parse(text).map_err(|error| wrong(error.to_string()));
        let from = row.envelope_from.as_deref().filter(|from| !from.is_empty()).map(address).transpose()?;
        let key = row.idempotency_key.clone().filter(|key| relays::wire::is_key(key));
        let key = key.ok_or_else(|| wrong("the manifest has no key for it".to_owned()))?;
        Ok(Message { from, to: address(&row.address)?, key, bytes: bytes.into() })
    }
}

fn filling(transport: &Transport) -> Option<Filling> {
    transport.preset().filter(|preset| preset.limits.letters > 1).map(Filling::new)
}
