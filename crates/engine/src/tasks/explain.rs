//! What came back, explained.

use crate::protocol::Event;

/// Reads anything that was pasted or dropped.
pub fn explain(bytes: &[u8], name: Option<&str>) -> Event {
    Event::Explained(Box::new(bounces::explain(bytes, name)))
}
