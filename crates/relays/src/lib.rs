//! What is said to a relay and what its answers mean: requests, answers, the send journal, presets as data.
//!
//! No input or output happens here, so the page, the command and the relay server share every decision: which
//! bytes go out, whether an HTTP 200 is really a yes, and whether a message may be sent once more.
//! Not here: sockets, clocks, storage, keys (but for the moment in which [`sign`] adds one).

mod answer;
mod answering;
mod building;
mod curl;
mod envelope;
mod form;
pub mod journal;
mod outgoing;
mod pace;
pub mod preset;
mod request;
mod shape;
mod signing;
mod talk;
pub mod wire;

pub use answer::{Answer, read_answer, reply_lines};
pub use answering::{Answers, Condition, HttpResponse, Outcome, Path, RetryHeader, Unit};
pub use building::{build, forward};
pub use curl::curl;
pub use envelope::{decode_address, encode_address, percent_decode};
pub use outgoing::{Attachment, Header, Outgoing, Person, batch_key};
pub use pace::{Filling, Threshold, pause};
pub use preset::{Browser, Choice, Own, OwnKey, Preset, PresetError, Secret, Settings, preset, presets};
pub use request::{HttpRequest, indented, own_relay};
pub use signing::sign;
pub use talk::{Next, Stage, Talk};
