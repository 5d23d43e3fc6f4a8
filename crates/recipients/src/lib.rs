//! Any list in: bytes become a table, its columns are proposed, every address is judged, and every row is kept,
//! set aside or rejected, with a reason.
//!
//! This crate knows nothing of letters or of sending.

mod summary;

pub use summary::{
    CodeCount, Column, Counts, ListSummary, Mapping, ReadOptions, RowFilter, RowState, RowView, RowsQuery,
    RowsWindow, SetAside,
};
