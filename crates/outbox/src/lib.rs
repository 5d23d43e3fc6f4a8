//! Messages, ready to send: MIME correct to the byte, written at the speed of copying, and the batches that hold
//! them: zip, mbox, JSON lines and CSV, each with a manifest.
//!
//! This crate knows no clock, no random, no file and no socket. Dates come from `now`, boundaries and Message-IDs
//! from `seed`, and bytes go out in chunks.

mod batch;
mod body;
mod composer;
mod draft;
mod export;
mod file_name;
mod files;
mod head;
pub mod header;
mod identity;
mod images;
mod json;
mod letter;
mod manifest;
mod message;
mod opened;
pub mod qp;
mod rows;
mod texts;
mod unsubscribe;
mod zip;

pub use batch::{Batch, BatchError, Verification, read_manifest};
pub use composer::{Appended, Composer, Signer};
pub use draft::draft;
pub use export::{BatchFormat, Chunk, Export, LineShape, Mark, Resumed, Split, Unfit};
pub use files::{File, Files};
pub use images::{Images, can_be_shown, shown_images};
pub use letter::CompiledRef;
pub use manifest::{
    MANIFEST_FORMAT, MANIFEST_NAME, MANIFEST_VERSION, Manifest, ManifestCounts, ManifestRow, ManifestStatus,
};
pub use message::{MessageMeta, NameValue, Options, PartFile, Parts};
pub use opened::{Opened, open_message};
pub use rows::{Row, RowState, Rows};
pub use texts::Texts;
pub use zip::{MessageZip, Unzipped, unzip, zip_files};
