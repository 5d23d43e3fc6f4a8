//! A window of the table.

use crate::desk::Desk;
use crate::protocol::Event;
use recipients::{RowsQuery, RowsWindow};

/// The rows asked for; none without a list.
pub fn window(desk: &Desk, query: &RowsQuery) -> Event {
    Event::Rows(match &desk.list {
        Some(list) => recipients::window(list.judged.table(), &list.judged.roster, query),
        None => RowsWindow::default(),
    })
}
