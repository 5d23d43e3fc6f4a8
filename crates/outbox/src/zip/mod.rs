//! Zip archives (APPNOTE 6.3), written in one pass and read back.
//!
//! A message costs about its own bytes: static text is deflated once for the whole batch, and its ready blocks
//! are copied between those of the values ([`splice`]).

mod bits;
mod container;
mod crc;
mod entry;
mod messages;
mod numbers;
mod ready;
mod repeats;
mod splice;
mod unzip;

pub(crate) use container::Mark;
pub(crate) use entry::PackedEntry;
pub use messages::{MessageZip, zip_files};
pub use unzip::{Unzipped, unzip};
