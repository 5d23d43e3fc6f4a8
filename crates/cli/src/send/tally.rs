//! How a batch goes: counts, when to stop, and the last line.

use crate::fail::{Ended, Fail, Verdict};
use crate::relay::HandedOver;

/// Troubles that every further message would meet as well.
const OF_THE_RELAY: [&str; 6] =
    ["unreachable", "server-refused", "login-refused", "storage", "relay-refused", "journal"];

/// The counts so far.
#[derive(Debug)]
pub struct Tally {
    total: usize,
    accepted: usize,
    refused: usize,
    later: usize,
    unknown: usize,
    interrupted: bool,
    broken: Option<String>,
}

impl Tally {
    /// Nothing of `total` messages yet.
    pub fn new(total: usize) -> Tally {
        Tally { total, accepted: 0, refused: 0, later: 0, unknown: 0, interrupted: false, broken: None }
    }

    /// Counts an outcome.
    pub fn count(&mut self, outcome: &HandedOver) {
        match outcome {
            HandedOver::Accepted { .. } => self.accepted += 1,
            HandedOver::Refused(trouble) | HandedOver::Later(trouble)
                if OF_THE_RELAY.contains(&trouble.code) =>
            {
                self.later += 1;
                let words = trouble.reply.as_ref().map(|reply| format!(": {}", relays::reply_lines(reply)));
                let why = format!("{}{}", trouble.message, words.unwrap_or_default());
                self.broken.get_or_insert(why.replace('\n', " "));
            }
            HandedOver::Refused(_) | HandedOver::KeyReused => self.refused += 1,
            HandedOver::Later(_) => self.later += 1,
            HandedOver::Unknown(_) => self.unknown += 1,
            HandedOver::NoJournal(error) => {
                self.broken.get_or_insert(format!("the journal can't be written: {error}"));
            }
        }
    }

    /// A letter that waits is left for another run.
    pub fn put_off(&mut self) {
        self.later += 1;
    }

    /// So many are refused that something is wrong with all.
    pub fn too_many_refused(&mut self) {
        self.broken.get_or_insert("too many of the last letters were refused, so it stopped".to_owned());
    }

    /// The user wants it to end.
    pub fn interrupt(&mut self) {
        self.interrupted = true;
    }

    /// Whether no further message should go out.
    pub fn stops(&self) -> bool {
        self.interrupted || self.broken.is_some()
    }

    /// Says how it went.
    ///
    /// # Errors
    /// What stopped it, where it is not the messages' fault.
    pub fn end(self) -> Ended {
        let left = self.total - self.accepted - self.refused - self.unknown;
        let counts = format!(
            "{} of {} accepted, {} refused, {} unknown, {left} left",
            self.accepted, self.total, self.refused, self.unknown
        );
        if let Some(why) = self.broken {
            return Err(Fail::new(format!("{why}; {counts}; run the same command again to go on")));
        }
        let again = if left > 0 { "; run the same command again to go on" } else { "" };
        eprintln!("postroom: {counts}{again}");
        let all = self.accepted == self.total;
        Ok(if all { Verdict::Fine } else { Verdict::Problems })
    }
}
