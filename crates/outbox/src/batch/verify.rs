//! The proof of a batch: every hash, size, count and header that the manifest tells of.

use super::{Batch, BatchError};
use crate::header::unfolded;
use crate::identity::hex;
use crate::manifest::{MANIFEST_NAME, ManifestCounts, ManifestRow, ManifestStatus};
use diag::Diagnostic;
use sha2::{Digest as _, Sha256};
use std::collections::HashSet;
use std::io::{Read, Seek};

/// A proof in steps.
#[derive(Debug)]
pub struct Verification<'b, R> {
    batch: Held<'b, R>,
    next: usize,
    counts: ManifestCounts,
    files: HashSet<String>,
    problems: Vec<Diagnostic>,
}

/// The batch, lent or given.
#[derive(Debug)]
enum Held<'b, R> {
    Lent(&'b mut Batch<R>),
    Given(Box<Batch<R>>),
}

impl<R> Held<'_, R> {
    fn get(&mut self) -> &mut Batch<R> {
        match self {
            Held::Lent(batch) => batch,
            Held::Given(batch) => batch,
        }
    }
}

impl<R: Read + Seek> Verification<'static, R> {
    pub(super) fn given(batch: Batch<R>) -> Verification<'static, R> {
        Verification::of(Held::Given(Box::new(batch)))
    }
}

impl<'b, R: Read + Seek> Verification<'b, R> {
    pub(super) fn new(batch: &'b mut Batch<R>) -> Verification<'b, R> {
        Verification::of(Held::Lent(batch))
    }

    fn of(mut batch: Held<'b, R>) -> Verification<'b, R> {
        let failed = batch.get().manifest.counts.failed;
        let counts = ManifestCounts { failed, ..ManifestCounts::default() };
        Verification { batch, next: 0, counts, files: HashSet::new(), problems: Vec::new() }
    }

    /// Looks at up to `rows` further rows; whether all were looked at.
    pub fn step(&mut self, rows: usize) -> bool {
        let total = self.batch.get().manifest.rows.len();
        let end = self.next.saturating_add(rows.max(1)).min(total);
        while self.next < end {
            if let Some(row) = self.batch.get().manifest.rows.get(self.next).cloned() {
                self.look_at(&row);
            }
            self.next += 1;
        }
        self.next == total
    }

    /// How many rows were looked at.
    pub fn done(&self) -> usize {
        self.next
    }

    /// Looks at all rows that are left, and tells everything that is not as the manifest says. Nothing: the batch
    /// is proved.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        while !self.step(1_000) {}
        let told = self.batch.get().manifest.counts;
        if told != self.counts || told.rows != told.kept + told.excluded + told.rejected {
            self.problems.push(
                Diagnostic::error(
                    "batch-counts",
                    format!(
                        "the manifest counts {} rows, {} of them with a message, but lists {} and {}",
                        told.rows, told.kept, self.counts.rows, self.counts.kept
                    ),
                )
                .hint("The manifest was changed; export the batch again"),
            );
        }
        for name in self.batch.get().archive.names() {
            if name != MANIFEST_NAME && !self.files.contains(name) {
                self.problems.push(Diagnostic::error(
                    "batch-extra-file",
                    format!("the batch holds the file {name:?}, of which its manifest knows nothing"),
                ));
            }
        }
        self.problems
    }

    fn look_at(&mut self, row: &ManifestRow) {
        self.counts.rows += 1;
        match row.status {
            ManifestStatus::Excluded => self.counts.excluded += 1,
            ManifestStatus::Rejected => self.counts.rejected += 1,
            ManifestStatus::Kept => {
                self.counts.kept += 1;
                self.look_at_message(row);
            }
        }
    }

    fn look_at_message(&mut self, row: &ManifestRow) {
        if let Some(file) = &row.file
            && !self.files.insert(file.clone())
        {
            let message = format!("the file {file:?} belongs to two rows");
            self.problems.push(Diagnostic::error("batch-file-twice", message).in_row(row.row));
        }
        match self.batch.get().message(row) {
            Ok(bytes) => self.problems.append(&mut compare(row, &bytes)),
            Err(error) => {
                let code = match error {
                    BatchError::Missing(_) => "batch-file-missing",
                    _ => "batch-file-damaged",
                };
                self.problems.push(Diagnostic::error(code, error.to_string()).in_row(row.row));
            }
        }
    }
}

/// What of a message is not as its row says.
pub(super) fn compare(row: &ManifestRow, message: &[u8]) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut differs = |code, what: &str| {
        let message = format!("the {what} of the message is not the one in the manifest");
        let hint = "The batch was changed after it was written; export it again";
        problems.push(Diagnostic::error(code, message).hint(hint).in_row(row.row));
    };
    if row.sha256.as_deref() != Some(hex(&Sha256::digest(message)).as_str()) {
        differs("batch-hash", "SHA-256");
    }
    if row.size != Some(message.len() as u64) {
        differs("batch-size", "size");
    }
    let head_end = memchr::memmem::find(message, b"\r\n\r\n").unwrap_or(message.len());
    let head = String::from_utf8_lossy(message.get(..head_end).unwrap_or_default());
    let id = row.message_id.as_deref().unwrap_or_default();
    if id.is_empty() || values(&head, "Message-ID") != [id] {
        differs("batch-message-id", "Message-ID");
    }
    let to = values(&head, "To");
    let is_recipient =
        |value: &String| *value == row.address || value.ends_with(&format!("<{}>", row.address));
    if to.len() != 1 || !to.iter().all(is_recipient) {
        differs("batch-recipient", "recipient");
    }
    problems
}

/// The unfolded values of a header.
fn values(head: &str, name: &str) -> Vec<String> {
    let fields = unfolded(head).into_iter().filter(|(found, _)| found.eq_ignore_ascii_case(name));
    fields.map(|(_, value)| value.trim().to_owned()).collect()
}
