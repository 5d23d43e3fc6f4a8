//! An archive of messages, a file each.

use super::container::{Container, Mark};
use super::splice::{Spliced, Splicer};
use crate::composer::{Composer, Envelope};
use crate::file_name::message_file;
use crate::header::Date;
use compose::Context;
use diag::Diagnostic;
use mail::Address;

/// Writes one letter's messages into zip archives. What was deflated once is kept from one archive to the next.
#[derive(Debug)]
pub struct MessageZip {
    splicer: Splicer,
    container: Container,
    date: Date,
    digits: usize,
}

impl MessageZip {
    /// An archive whose files have this date (seconds since 1970, UTC). Rows are named with at least `digits` digits.
    pub fn new(now: i64, digits: usize) -> MessageZip {
        let date = Date::from_unix(now);
        MessageZip { splicer: Splicer::default(), container: Container::new(date), date, digits }
    }

    /// Appends the message of one recipient, as [`Composer::append`] makes it.
    ///
    /// # Errors
    /// As [`Composer::append`]. Nothing is appended then.
    pub fn add(
        &mut self,
        composer: &mut Composer<'_>,
        cx: &Context,
        to: &Address,
        to_name: Option<&str>,
        row: u32,
        out: &mut Vec<u8>,
    ) -> Result<(), Vec<Diagnostic>> {
        self.write(composer, cx, to, to_name, row, out).map(drop)
    }

    /// The same, and tells of it.
    pub(crate) fn write(
        &mut self,
        composer: &mut Composer<'_>,
        cx: &Context,
        to: &Address,
        to_name: Option<&str>,
        row: u32,
        out: &mut Vec<u8>,
    ) -> Result<(Spliced, Envelope), Vec<Diagnostic>> {
        let name = message_file(row, &to.to_string(), self.digits);
        let open = self.container.open(&name, out);
        let mut sink = self.splicer.start(out);
        match composer.write(cx, to, to_name, row, &mut sink) {
            Ok(envelope) => {
                let spliced = sink.finish();
                self.container.close(open, &name, spliced.crc, spliced.size, out);
                Ok((spliced, envelope))
            }
            Err(errors) => {
                self.container.abandon(open, out);
                Err(errors)
            }
        }
    }

    /// The bytes of the message that was added last, before they were pressed.
    pub(crate) fn message(&self) -> &[u8] {
        self.splicer.message()
    }

    /// The state of the archive, to come back to.
    pub(crate) fn mark(&self) -> Mark {
        self.container.mark()
    }

    /// Takes back the entries since a mark; the caller takes back their bytes.
    pub(crate) fn rewind(&mut self, mark: Mark) {
        self.container.rewind(mark);
    }

    /// How many bytes the directory has so far.
    pub(crate) fn directory(&self) -> u64 {
        self.container.directory()
    }

    /// Whether another archive of so many bytes can have come to this.
    pub(crate) fn can_take_over(&self, mark: Mark, directory: &[u8], bytes: u64) -> bool {
        self.container.can_take_over(mark, directory, bytes)
    }

    /// The archive's container, for entries that are no messages.
    pub(crate) fn container(&mut self) -> &mut Container {
        &mut self.container
    }

    /// Appends the end of the archive. What is added afterwards belongs to the next one.
    pub fn finish(&mut self, out: &mut Vec<u8>) {
        let ended = std::mem::replace(&mut self.container, Container::new(self.date));
        out.append(&mut ended.finish());
    }
}

/// Files as an archive of one date, each deflated by itself.
pub fn zip_files<'f>(now: i64, files: impl IntoIterator<Item = (String, &'f [u8])>) -> Vec<u8> {
    let mut container = Container::new(Date::from_unix(now));
    let mut out = Vec::new();
    for (name, bytes) in files {
        let mut entry = super::PackedEntry::best();
        entry.write(bytes);
        entry.finish(&name, &mut container, &mut out);
    }
    out.append(&mut container.finish());
    out
}
