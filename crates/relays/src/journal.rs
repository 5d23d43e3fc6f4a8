//! The send journal: how far each message came, and which step may follow which.
//!
//! It is written before and after every request. Whoever keeps it (SQLite in the relay and the command, IndexedDB
//! in the page) keeps [`Entry`]s; the rules are here, so that no one sends twice or forgets a recipient.

use crate::Answer;
use serde::{Deserialize, Serialize};
use std::fmt;

/// How far a message came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It is to be sent.
    Queued,
    /// The request went out; no answer yet.
    Sent,
    /// The server took it. Nothing follows.
    Accepted,
    /// The server said no.
    Refused,
    /// The server said not now.
    Later,
    /// The request went out, and nobody knows what became of it.
    Unknown,
}

impl State {
    /// Every state, in the order of a message's way.
    pub const ALL: [State; 6] =
        [State::Queued, State::Sent, State::Accepted, State::Refused, State::Later, State::Unknown];

    /// The word in journals and answers.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Queued => "queued",
            State::Sent => "sent",
            State::Accepted => "accepted",
            State::Refused => "refused",
            State::Later => "later",
            State::Unknown => "unknown",
        }
    }

    /// The state of a word.
    pub fn of(word: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Whether `next` may follow.
    ///
    /// A request goes out from `queued` and `later`. Only a request that is out can be answered; where it was lost
    /// (`unknown`), the relay may still be asked. A refused or unknown message is queued again on the user's word.
    pub fn may_become(self, next: State) -> bool {
        use State::{Accepted, Later, Queued, Refused, Sent, Unknown};
        match self {
            Queued => matches!(next, Sent),
            Sent => matches!(next, Accepted | Refused | Later | Unknown),
            Later => matches!(next, Sent | Refused),
            Unknown => matches!(next, Accepted | Refused | Later | Queued),
            Refused => matches!(next, Queued),
            Accepted => false,
        }
    }

    /// The state to go on from when the journal is opened again: a request that was out has lost its answer.
    pub fn reopened(self) -> State {
        if self == State::Sent { State::Unknown } else { self }
    }

    /// Whether the message may be sent now without asking anyone. An unknown one may be where the relay knows its
    /// key and answers a repeated request from its own journal.
    pub fn may_send(self, relay_knows_key: bool) -> bool {
        match self {
            State::Queued | State::Later => true,
            State::Unknown => relay_knows_key,
            State::Sent | State::Accepted | State::Refused => false,
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A step that no journal may take; a bug or a damaged journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unlawful {
    /// The state that stands.
    pub from: State,
    /// The state that can't follow.
    pub to: State,
}

impl fmt::Display for Unlawful {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a message that is {} can't become {}", self.from, self.to)
    }
}

impl std::error::Error for Unlawful {}

/// A line of the journal: one message to one recipient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The same letter to the same recipient always has the same key.
    pub key: String,
    /// How far it came. Private steps keep it lawful.
    state: State,
    /// The relay's name for it, once it was taken.
    pub id: Option<String>,
    /// The last words of the relay, where it said any.
    pub reply: Option<String>,
    /// When to try again, in seconds after the answer, where the relay said so.
    pub after_secs: Option<u32>,
}

impl Entry {
    /// A message to be sent.
    pub fn queued(key: impl Into<String>) -> Entry {
        Entry { key: key.into(), state: State::Queued, id: None, reply: None, after_secs: None }
    }

    /// How far it came.
    pub fn state(&self) -> State {
        self.state
    }

    /// Takes the step to `next`.
    ///
    /// # Errors
    /// [`Unlawful`] where `next` may not follow; the entry is then unchanged.
    pub fn step(&mut self, next: State) -> Result<(), Unlawful> {
        if !self.state.may_become(next) {
            return Err(Unlawful { from: self.state, to: next });
        }
        self.state = next;
        Ok(())
    }

    /// Writes down the relay's answer.
    ///
    /// # Errors
    /// [`Unlawful`] where no answer can come, because nothing is out.
    pub fn answer(&mut self, answer: &Answer) -> Result<(), Unlawful> {
        let (state, id, reply, after_secs) = match answer {
            Answer::Accepted { id, reply } => (State::Accepted, Some(id), reply, None),
            Answer::Refused { reply } => (State::Refused, None, reply, None),
            Answer::Later { after_secs, reply } => (State::Later, None, reply, *after_secs),
            Answer::Unknown { reply } => (State::Unknown, None, reply, None),
        };
        self.step(state)?;
        self.id = id.cloned();
        self.reply = Some(reply.clone());
        self.after_secs = after_secs;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use State::{Accepted, Later, Queued, Refused, Sent, Unknown};

    #[test]
    fn exactly_these_steps_are_lawful() {
        let lawful: Vec<String> = State::ALL
            .into_iter()
            .flat_map(|a| {
                State::ALL.into_iter().filter(move |b| a.may_become(*b)).map(move |b| format!("{a} {b}"))
            })
            .collect();
        assert_eq!(
            lawful,
            [
                "queued sent",
                "sent accepted",
                "sent refused",
                "sent later",
                "sent unknown",
                "refused queued",
                "later sent",
                "later refused",
                "unknown queued",
                "unknown accepted",
                "unknown refused",
                "unknown later",
            ]
        );
    }

    #[test]
    fn nothing_is_sent_twice_by_itself() {
        for state in [Sent, Accepted, Refused] {
            assert!(!state.may_send(true) && !state.may_send(false));
        }
        assert!(Queued.may_send(false) && Later.may_send(false));
        assert!(Unknown.may_send(true) && !Unknown.may_send(false));
        assert_eq!(Sent.reopened(), Unknown);
    }

    #[test]
    fn an_entry_goes_its_way() {
        let mut entry = Entry::queued("k");
        let yes = Answer::Accepted { id: "7".into(), reply: "250 2.0.0 ok".into() };
        assert_eq!(entry.answer(&yes), Err(Unlawful { from: Queued, to: Accepted }));
        entry.step(Sent).unwrap();
        entry.answer(&Answer::Later { after_secs: Some(60), reply: "451 no".into() }).unwrap();
        assert_eq!((entry.state(), entry.after_secs), (Later, Some(60)));
        entry.step(Sent).unwrap();
        entry.answer(&yes).unwrap();
        assert_eq!((entry.state(), entry.id.as_deref(), entry.after_secs), (Accepted, Some("7"), None));
        assert_eq!(entry.step(Sent).unwrap_err().to_string(), "a message that is accepted can't become sent");
    }

    #[test]
    fn words_come_back() {
        for state in State::ALL {
            assert_eq!(State::of(state.as_str()), Some(state));
        }
        assert_eq!(State::of("lost"), None);
    }

    proptest::proptest! {
        /// Whatever comes in whatever order: once it was accepted, nothing changes it, and every request that goes out
        /// is answered or unknown before the next.
        #[test]
        fn no_order_of_steps_sends_an_accepted_message_again(steps in proptest::collection::vec(0usize..6, 0..40)) {
            let mut entry = Entry::queued("k");
            let mut out = false;
            for step in steps {
                let next = State::ALL[step];
                let before = entry.state();
                let lawful = entry.step(next).is_ok();
                proptest::prop_assert!(!(lawful && before == Accepted));
                if lawful && next == Sent {
                    proptest::prop_assert!(!out, "two requests out at once");
                    out = true;
                } else if lawful && before == Sent {
                    out = false;
                }
            }
        }
    }
}
