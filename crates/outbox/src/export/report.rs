//! The manifest of a batch, row by row.

use super::record::Record;
use super::split::since;
use super::{BatchFormat, Chunk, Export};
use crate::file_name::message_file;
use crate::header::Date;
use crate::identity::hex;
use crate::json;
use crate::manifest::{
    MANIFEST_FORMAT, MANIFEST_VERSION, Manifest, ManifestCounts, ManifestRow, ManifestStatus,
};
use crate::rows::{Row, RowState};
use crate::zip::PackedEntry;

impl Export<'_> {
    /// The manifest of the rows done so far, as a value. The batch brings its own as JSON; this is for those who
    /// want to look into it.
    pub fn manifest(&self) -> Manifest {
        let rows = (self.first..self.records.len()).map(|position| self.manifest_row(position)).collect();
        Manifest { rows, ..self.manifest_without_rows() }
    }

    /// Writes the part of the manifest at a position: 0 is what stands before the rows, then come the rows, then
    /// the end. Returns how many bytes it was, and whether that was the last part.
    pub(super) fn write_manifest_part(
        &mut self,
        position: usize,
        entry: Option<&mut PackedEntry>,
        chunk: &mut Chunk,
    ) -> (usize, bool) {
        let mut text = Vec::new();
        // A part of a zip has a manifest of its own rows.
        let first = if entry.is_some() { self.part.start } else { self.first };
        let last = position > self.records.len() - first;
        if position == 0 {
            let before = if entry.is_some() { self.part.before } else { ManifestCounts::default() };
            let counts = since(self.counts, before);
            json::append(&mut text, &Manifest { counts, ..self.manifest_without_rows() });
            // What stands open here is closed after the last row: the list of rows is the last field.
            text.truncate(text.len().saturating_sub(b"]}".len()));
        } else if last {
            text.extend_from_slice(b"\n]}\n");
        } else {
            text.extend_from_slice(if position == 1 { b"\n" } else { b",\n" });
            json::append(&mut text, &self.manifest_row(first + position - 1));
        }
        match entry {
            Some(entry) => entry.write(&text),
            None => chunk.manifest.extend_from_slice(&text),
        }
        (text.len(), last)
    }

    fn manifest_without_rows(&self) -> Manifest {
        let options = self.composer.options();
        Manifest {
            format: MANIFEST_FORMAT.to_owned(),
            version: MANIFEST_VERSION,
            kind: self.format,
            letter_sha256: self.composer.letter_hash().to_owned(),
            seed: options.seed,
            date: Date::from_unix(options.now).rfc3339(),
            counts: self.counts,
            rows: Vec::new(),
        }
    }

    /// Where a message is: in the batch, or in which of its parts.
    fn file_in_part(&self, file: Option<String>, part: u32) -> Option<String> {
        let part = self.records.part(part).filter(|name| !name.is_empty());
        match (file, part) {
            (Some(file), part) if self.format.is_folder() => Some(self.path(&file, part.unwrap_or_default())),
            (None, Some(part)) => Some(format!("{}-{part}.{}", self.stem, self.format.extension())),
            (file, _) => file,
        }
    }

    /// Where in the batch's folder a message is.
    pub(super) fn path(&self, file: &str, part: &str) -> String {
        let new = if self.format == BatchFormat::Maildir { "new" } else { "" };
        [part, new, file].iter().filter(|step| !step.is_empty()).copied().collect::<Vec<_>>().join("/")
    }

    fn manifest_row(&self, position: usize) -> ManifestRow {
        let Row { number, state } = self.rows.row(self.order.row(position));
        let without = |address, status, reason| ManifestRow::without_message(number, address, status, reason);
        match (state, self.records.get(position)) {
            (RowState::Excluded { address, reason }, _) => without(address, ManifestStatus::Excluded, reason),
            (RowState::Rejected { address, reason }, _) => without(address, ManifestStatus::Rejected, reason),
            (RowState::Kept { address, .. }, Record::Written { sha256, size, sender, part }) => {
                let sender = sender.and_then(|id| self.records.sender(id));
                let text = address.to_string();
                let own_file = self.format == BatchFormat::Zip || self.format.is_folder();
                let file = own_file.then(|| message_file(number, &text, self.digits));
                ManifestRow {
                    row: number,
                    status: ManifestStatus::Kept,
                    reason: None,
                    file: self.file_in_part(file, part),
                    sha256: self.hashed.then(|| hex(&sha256)),
                    size: Some(u64::from(size)),
                    message_id: sender.map(|sender| self.composer.message_id(number, &address, sender)),
                    envelope_from: sender.map(ToString::to_string),
                    idempotency_key: Some(self.composer.key(&address)),
                    address: text,
                }
            }
            (RowState::Kept { address, .. }, record) => {
                let reason = match record {
                    Record::Failed(code) => self.records.code(code),
                    _ => "row-changed".to_owned(),
                };
                without(address.to_string(), ManifestStatus::Rejected, reason)
            }
        }
    }
}
