//! A batch read back: its manifest, its messages, and the proof that both agree.

mod archive;
mod error;
mod verify;

use crate::manifest::{MANIFEST_FORMAT, MANIFEST_NAME, MANIFEST_VERSION, Manifest, ManifestRow};
pub(crate) use archive::Archive;
pub use error::BatchError;
use std::io::{Read, Seek};
pub use verify::Verification;

/// The largest message that is read: far more than any mail server takes.
const LARGEST_MESSAGE: u64 = 256 << 20;
/// The largest manifest that is read: several million rows.
const LARGEST_MANIFEST: u64 = 2 << 30;

/// An opened batch of the format zip. The reader is whatever holds the bytes: a slice in a `Cursor`, a file.
#[derive(Debug)]
pub struct Batch<R> {
    archive: Archive<R>,
    manifest: Manifest,
}

impl<R: Read + Seek> Batch<R> {
    /// Reads the archive's directory and the manifest. Messages are read one by one.
    ///
    /// # Errors
    /// What keeps the file from being a batch.
    pub fn open(reader: R) -> Result<Batch<R>, BatchError> {
        let mut archive = Archive::open(reader)?;
        let json = archive.read(MANIFEST_NAME, LARGEST_MANIFEST).map_err(|error| match error {
            BatchError::Missing(_) => BatchError::NoManifest,
            other => other,
        })?;
        Ok(Batch { archive, manifest: read_manifest(&json)? })
    }

    /// The manifest.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The message of a row of the manifest: its bytes, whose CRC is right. The manifest's hash is for
    /// [`Batch::verify`] to check, and for [`Batch::proved_message`].
    ///
    /// # Errors
    /// Why the message can't be read; [`BatchError::Missing`] too for a row without one.
    pub fn message(&mut self, row: &ManifestRow) -> Result<Vec<u8>, BatchError> {
        let name = row.file.as_deref().ok_or_else(|| BatchError::Missing(format!("row {}", row.row)))?;
        self.archive.read(name, LARGEST_MESSAGE)
    }

    /// The message of a row, if it is the very one that the manifest tells of.
    ///
    /// # Errors
    /// Why the message can't be read, or that it is another one.
    pub fn proved_message(&mut self, row: &ManifestRow) -> Result<Vec<u8>, BatchError> {
        let bytes = self.message(row)?;
        match verify::compare(row, &bytes).into_iter().next() {
            None => Ok(bytes),
            Some(problem) => Err(BatchError::Damaged(problem.message)),
        }
    }

    /// The same proof, for those who keep it longer than the batch.
    pub fn into_verification(self) -> Verification<'static, R> {
        Verification::given(self)
    }

    /// Starts to prove that every hash, size, count and header of the manifest is right.
    pub fn verify(&mut self) -> Verification<'_, R> {
        Verification::new(self)
    }
}

/// Reads a manifest from its JSON, such as one that stands beside a batch.
///
/// # Errors
/// Why it is no manifest that this version can read.
pub fn read_manifest(json: &[u8]) -> Result<Manifest, BatchError> {
    /// Format and version are looked at first, so that a newer form gives that reason and no other.
    #[derive(serde::Deserialize)]
    struct Start {
        format: String,
        version: u32,
    }
    let bad = |error: serde_json::Error| BatchError::BadManifest(error.to_string());
    let start: Start = serde_json::from_slice(json).map_err(bad)?;
    if start.format != MANIFEST_FORMAT {
        return Err(BatchError::BadManifest(format!(
            "expected the format {MANIFEST_FORMAT:?}, but found {:?}",
            start.format
        )));
    }
    if start.version > MANIFEST_VERSION {
        return Err(BatchError::NewerVersion(start.version));
    }
    serde_json::from_slice(json).map_err(bad)
}
