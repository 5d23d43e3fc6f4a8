//! The words of the mail RFCs as types: addresses, mailboxes, reply codes.
//!
//! Parse, don't validate: an [`Address`] exists only through its parser, and what exists can be written to.
//! This crate knows nothing of lists, letters or bounces.

pub mod address;
mod code;
pub mod octets;

pub use address::{Address, AddressError, Mailbox};
pub use code::{EnhancedStatusCode, Reply, ReplyCode};
