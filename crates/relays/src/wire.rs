//! The relay API's JSON, as the server writes it and the page reads it. Field names are those of the documented
//! interface; they stay.

use crate::journal::State;
use mail::Reply;
use serde::{Deserialize, Serialize};

/// The path that takes messages.
pub const MESSAGES: &str = "/api/v1/messages";
/// The path that says what the relay is.
pub const RELAY: &str = "/api/v1/relay";
/// The path that takes requests of presets, with a preset's id behind it.
pub const FORWARD: &str = "/api/v1/forward";
/// The header with the key under which a message is sent once.
pub const KEY_HEADER: &str = "Idempotency-Key";
/// The header with MAIL FROM, percent-encoded; empty means the null sender.
pub const FROM_HEADER: &str = "X-Envelope-From";
/// The header with RCPT TO, percent-encoded.
pub const TO_HEADER: &str = "X-Envelope-To";
/// The longest key that is taken, in bytes.
pub const MAX_KEY_BYTES: usize = 256;

/// Whether a text can be a key: 1 to [`MAX_KEY_BYTES`] bytes of printable ASCII without spaces and slashes, so
/// that it can stand in a header and in a path.
pub fn is_key(text: &str) -> bool {
    (1..=MAX_KEY_BYTES).contains(&text.len()) && text.bytes().all(|b| (0x21..0x7f).contains(&b) && b != b'/')
}

/// The answer to a message that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// The relay's name for the message.
    pub id: String,
    /// [`State::Accepted`].
    pub state: State,
    /// The server's own words.
    pub reply: Reply,
}

/// The answer to everything else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// What went wrong here.
    pub error: Trouble,
    /// The words of the mail server behind the relay, where it said any.
    pub reply: Option<Reply>,
}

/// What went wrong, for scripts and for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// The stable id, such as `refused` or `too-large`.
    pub code: String,
    /// The same in words.
    pub message: String,
    /// When to try again, in seconds; `None` where trying again does not help or nobody knows.
    #[serde(default)]
    pub retry_after_secs: Option<u32>,
}

/// The code of a [`Trouble`] that leaves open whether the message was taken.
pub const OUTCOME_UNKNOWN: &str = "outcome-unknown";

/// What became of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fate {
    /// The key.
    pub key: String,
    /// How far it came.
    pub state: State,
    /// The relay's name for the message, once it was taken.
    pub id: Option<String>,
    /// The last words of the mail server, where it said any.
    pub reply: Option<Reply>,
    /// When the relay last heard of it: seconds since 1970, UTC.
    pub at: i64,
    /// The same in words, where no mail server said any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// What the relay is and takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelayInfo {
    /// `postroom`.
    pub name: String,
    /// The build.
    pub version: String,
    /// `file`, `smtp`, `smtps` or `preset`.
    pub transport: String,
    /// Where messages go, for people; without user and password.
    pub target: String,
    /// The longest message that is taken, in bytes.
    pub max_message_bytes: u64,
    /// Whether a repeated key is answered from the journal.
    pub idempotent: bool,
    /// The presets to which requests are forwarded, with the key kept here.
    #[serde(default)]
    pub forwards: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_fit_headers_and_paths() {
        assert!(is_key("b5f0-a/".trim_end_matches('/')) && is_key(&"k".repeat(256)));
        for bad in ["", "a b", "a/b", "ä", "a\n", &"k".repeat(257)] {
            assert!(!is_key(bad), "{bad:?}");
        }
    }
}
