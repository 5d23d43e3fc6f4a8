//! Any list in: bytes become a table, its columns are proposed, every address is judged, and every row is kept,
//! set aside or rejected, with a reason.
//!
//! [`Reader`] makes a [`Table`] of a file, [`propose`] finds the columns, [`RosterBuilder`] judges the rows into a
//! [`Roster`]; [`summary`] and [`window`] are what a page shows of them, [`write_csv`] is the way out. Reader and
//! builder work in steps.
//!
//! This crate knows nothing of letters or of sending.

mod summary;

mod base;
mod encoding;
mod guard;
mod progress;
mod reader;
mod rows;
mod scan;
mod sniff;
mod sources;
mod table;

mod advice;
mod columns;
mod segment;
mod suppression;

mod builder;
mod domains;
mod hash;
mod judge;
mod judging;
mod marks;
mod roster;
mod tally;
mod titles;
mod validity;

mod fixes;
mod sorting;
mod window;
mod write;

pub use advice::advice;
pub use builder::RosterBuilder;
pub use columns::propose;
pub use fixes::{CellFix, Undo, apply, undo};
pub use progress::Progress;
pub use reader::{Early, Reader, read};
pub use roster::Roster;
pub use segment::Segment;
pub use summary::{
    CodeCount, Column, Counts, ListSummary, Mapping, ReadOptions, RowFilter, RowState, RowView, RowsQuery,
    RowsWindow, SetAside, Sort,
};
pub use suppression::Suppression;
pub use table::Table;
pub use validity::Validity;
pub use window::{matching, summary, window, window_of};
pub use write::{Which, write_csv};
