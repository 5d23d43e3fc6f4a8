//! A window of the table.

use crate::desk::Desk;
use crate::protocol::Event;
use recipients::RowsQuery;

/// The rows asked for; none without a list.
pub fn window(desk: &mut Desk, query: &RowsQuery) -> Event {
    Event::Rows(desk.list.as_mut().map(|list| list.window(query)).unwrap_or_default())
}
