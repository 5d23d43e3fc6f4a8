//! What a batch has to know of the list. The list itself lives in another crate.

use mail::Address;

/// A row of the list, for the batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The record's number as a spreadsheet shows it: the header is 1.
    pub number: u32,
    /// What became of it.
    pub state: RowState,
}

/// What became of a row before the batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowState {
    /// Gets a message.
    Kept {
        /// To whom.
        address: Address,
        /// The recipient's name, shown in the To header.
        name: Option<String>,
    },
    /// Set aside.
    Excluded {
        /// The address as it stands in the list.
        address: String,
        /// Why: `duplicate`, `suppressed`, `segment`, `by-hand`.
        reason: String,
    },
    /// No message can be sent to it.
    Rejected {
        /// The address as it stands in the list.
        address: String,
        /// The code of the first error, such as `address-no-at`.
        reason: String,
    },
}

/// All rows of a list, by their position in the table. Asking must be cheap and always give the same answer:
/// each row is asked for when its message is written, and again when the manifest is.
pub trait Rows: Send {
    /// How many rows there are, all states together.
    fn count(&self) -> usize;

    /// The row at a position from 0, which is also its position in the letter's cells.
    fn row(&self, index: usize) -> Row;

    /// Which columns hold the address and the name; a CSV for import writes these once, first.
    fn address_columns(&self) -> Vec<usize> {
        Vec::new()
    }
}

impl Rows for Vec<Row> {
    fn count(&self) -> usize {
        self.len()
    }

    fn row(&self, index: usize) -> Row {
        // The batch asks only for positions below `count`.
        self.get(index).cloned().unwrap_or_else(|| Row {
            number: 0,
            state: RowState::Rejected { address: String::new(), reason: "row-missing".to_owned() },
        })
    }
}
