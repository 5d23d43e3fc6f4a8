//! A recipient's line of JSON.

use crate::fail::Fail;
use crate::output::Output;
use crate::relay::HandedOver;
use outbox::ManifestRow;
use relays::journal::State;
use serde::Serialize;

/// What became of a recipient's letter.
#[derive(Debug, Serialize)]
pub struct Line<'a> {
    /// The row's number in the list.
    pub row: u32,
    /// The address.
    pub address: &'a str,
    /// The letter's key.
    pub key: &'a str,
    /// How far it came.
    pub state: State,
    /// The relay's name for it.
    pub id: Option<String>,
    /// The mail server's own words.
    pub reply: Option<String>,
    /// What the relay says of it, where it was not taken.
    pub message: Option<String>,
    /// In a dry run: the request as a command, on the line of its first recipient.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub curl: Option<String>,
}

impl<'a> Line<'a> {
    /// The line of a letter that is to be sent.
    pub fn queued(row: &'a ManifestRow) -> Line<'a> {
        let key = row.idempotency_key.as_deref().unwrap_or_default();
        let (id, reply, message, curl) = (None, None, None, None);
        Line { row: row.row, address: &row.address, key, state: State::Queued, id, reply, message, curl }
    }
}

/// Writes an outcome's line.
///
/// # Errors
/// As [`Output::json`].
pub fn write(row: &ManifestRow, outcome: HandedOver, output: &mut Output) -> Result<(), Fail> {
    let (state, id, reply, message) = match outcome {
        HandedOver::Accepted { id, reply } => (State::Accepted, Some(id), Some(reply), None),
        HandedOver::Refused(trouble) => (State::Refused, None, trouble.reply, Some(trouble.message)),
        HandedOver::Later(trouble) => (State::Later, None, trouble.reply, Some(trouble.message)),
        HandedOver::Unknown(trouble) => (State::Unknown, None, trouble.reply, Some(trouble.message)),
        HandedOver::KeyReused => {
            let message = "another message went out under this key before; nothing was sent";
            (State::Refused, None, None, Some(message.to_owned()))
        }
        HandedOver::NoJournal(_) => (State::Queued, None, None, None),
    };
    let reply = reply.as_ref().map(relays::reply_lines);
    output.json(&Line { state, id, reply, message, ..Line::queued(row) })
}
