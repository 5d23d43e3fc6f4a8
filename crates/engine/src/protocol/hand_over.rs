//! A hand-over in requests and events.

use compose::Letter;
use diag::Diagnostic;
use relays::{Choice, HttpResponse, Secret, Stage};
use serde::{Deserialize, Serialize};

/// What people want to know of a relay before they use it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelayCard {
    /// The preset's id.
    pub id: String,
    /// The name for people.
    pub name: String,
    /// Where it is described.
    pub documentation: String,
    /// Whether a page may call it.
    pub browser: relays::Browser,
    /// Why, in a sentence.
    pub note: String,
    /// The language in which it merges by itself, where it does.
    pub merge: Option<String>,
    /// Whether it needs a key.
    pub needs_key: bool,
    /// Whether it can be given one.
    pub takes_key: bool,
    /// Whether the key is `USER:PASSWORD`.
    pub key_is_pair: bool,
    /// What else it has to be told.
    pub settings: Vec<relays::preset::Setting>,
    /// Letters in a request at most.
    pub letters: usize,
    /// Why that is one although the relay knows batches.
    pub one_by_one: Option<String>,
    /// Requests that are out at a time.
    pub at_once: usize,
    /// Requests in a second; 0 where nobody says.
    pub per_second: u32,
    /// Requests that a hand-over takes each time.
    pub requests: usize,
    /// For how many seconds it knows a repeated request, where it does.
    pub knows_key_secs: Option<i64>,
}

/// A request that was not sent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Rehearsal {
    /// The request as it goes over the line, without the key.
    pub request: String,
    /// The same as a command for `curl`.
    pub curl: String,
}

/// What stands on the envelope of one message.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MessageHead {
    /// Position among the kept recipients.
    pub at: usize,
    /// How many kept recipients there are.
    pub of: usize,
    /// The record's number.
    pub row: u32,
    /// MAIL FROM.
    pub envelope_from: String,
    /// RCPT TO.
    pub envelope_to: String,
    /// The same letter to the same recipient always has the same key.
    pub idempotency_key: String,
    /// Why there is no message, where the merge failed; then no bytes come.
    pub failed: Option<Diagnostic>,
}

/// What is to be handed over, and how far it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// The letter.
    pub letter: Letter,
    /// Positions among the kept recipients. As many from the front go into one request as the relay takes.
    pub at: Vec<usize>,
    /// The Date header.
    pub now: i64,
    /// As in [`Request::Export`].
    pub seed: u64,
    /// The relay.
    pub relay: Choice,
    /// How far it is; `None` where it begins.
    pub stage: Option<Stage>,
    /// The address of a test, which gets the letter in the recipient's place.
    pub to: Option<String>,
    /// The relay's key; empty where it has none.
    pub key: Secret,
    /// The moment of the request, for signatures: seconds since 1970, UTC.
    pub clock: i64,
}

/// A request of a hand-over.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Asked {
    /// Whose letters are in it, in their order. Where there are none, there is nothing to send.
    pub heads: Vec<MessageHead>,
    /// Those among them for whom no letter could be made.
    pub failed: Vec<MessageHead>,
    /// The method.
    pub method: String,
    /// The URL.
    pub url: String,
    /// The headers, with the key.
    pub headers: Vec<(String, String)>,
    /// How far it is.
    pub stage: Stage,
    /// Whether this request sends, and does not only prepare.
    pub sends: bool,
}

/// What came back for a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// The relay.
    pub relay: Choice,
    /// The addresses in the request's order.
    pub to: Vec<String>,
    /// How far it was.
    pub stage: Stage,
    /// The answer; `None` where none came.
    pub response: Option<HttpResponse>,
    /// The network's words where no answer came.
    pub words: String,
    /// The moment of the answer: seconds since 1970, UTC.
    pub clock: i64,
}

/// What follows an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Followed {
    /// The next request.
    Ask(Stage),
    /// The next request, after so many seconds.
    Wait(u32, Stage),
    /// Nothing: an outcome for each letter, and where later hand-overs begin.
    Done(Vec<Outcome>, Stage),
    /// Nothing was taken, and one of the letters is to blame. Smaller requests tell which.
    Split {
        /// The relay's words.
        reply: String,
    },
    /// Nothing was taken, and any other request would meet the same.
    Halt {
        /// When it may be over, in seconds.
        after_secs: Option<u32>,
        /// The relay's words.
        reply: String,
    },
}

/// How a hand-over ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// The relay took it.
    Accepted {
        /// Its id there.
        id: String,
        /// The server's words.
        reply: String,
    },
    /// The relay or the server behind it said no.
    Refused {
        /// The server's words.
        reply: String,
        /// What they mean, in one sentence.
        title: String,
        /// The cause's id.
        cause: String,
        /// Whether the address should get nothing more.
        gone: bool,
    },
    /// Try again.
    Later {
        /// After so many seconds; `None` where nobody said.
        after_secs: Option<u32>,
        /// The server's words.
        reply: String,
    },
    /// Nobody knows whether it was taken: no answer came, or none that can be read.
    Unknown {
        /// What came instead.
        reply: String,
    },
}
