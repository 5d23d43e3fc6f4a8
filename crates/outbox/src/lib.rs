//! Messages, ready to send: MIME correct to the byte, written at the speed of copying, and the batches that hold
//! them: zip, mbox, JSON lines and CSV, each with a manifest.
//!
//! This crate knows no clock, no random, no file and no socket. Dates come from `now`, boundaries and Message-IDs
//! from `seed`, and bytes go out in chunks.

pub mod header;
pub mod qp;
