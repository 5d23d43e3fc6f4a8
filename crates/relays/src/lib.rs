//! What is said to a relay and what its answers mean: requests, answers, the send journal, presets as data.
//!
//! No input or output happens here, so the page, the command and the relay server share every decision: which
//! bytes go out, whether an HTTP 200 is really a yes, and whether a message may be sent once more.
//! Not here: sockets, clocks, storage. Presets of other providers come with their tests, one by one.

mod answer;
mod envelope;
pub mod journal;
mod preset;
mod request;
pub mod wire;

pub use answer::{Answer, read_answer, reply_lines};
pub use envelope::{decode_address, encode_address, percent_decode};
pub use preset::{Auth, Browser, Preset, Unit, preset, presets};
pub use request::{HttpRequest, own_relay};
