//! How much a workbook takes when it is unpacked, seen before anything is unpacked into memory: an archive of a few
//! kilobytes may hold gigabytes.

use diag::Diagnostic;
use std::io::{self, Cursor, Read};
use zip::ZipArchive;

/// The unpacked octets at most. A million rows of ten columns take half of it.
const MAX_UNPACKED: u64 = 1536 * 1024 * 1024;
/// Below this an archive may be packed however tightly.
const SMALL: u64 = 64 * 1024 * 1024;
/// How many times larger than the file its contents may be. Sheets reach about forty.
const MAX_RATIO: u64 = 200;
/// The entries at most: workbooks have some dozens, and one more for each picture.
const MAX_ENTRIES: usize = 10_000;

/// What kind of workbook it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Office Open XML (ECMA-376).
    Xlsx,
    /// OpenDocument.
    Ods,
}

/// The kind of a workbook that there is room for.
pub(crate) fn look(bytes: &[u8]) -> Result<Kind, Box<Diagnostic>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| {
        Box::new(
            Diagnostic::error("file-workbook", "expected a whole workbook, but the file is cut or damaged")
                .hint("download or save it again"),
        )
    })?;
    let has = |archive: &ZipArchive<_>, name: &str| archive.index_for_name(name).is_some();
    let kind = if has(&archive, "xl/workbook.xml") {
        Kind::Xlsx
    } else if has(&archive, "content.xml") && has(&archive, "mimetype") {
        Kind::Ods
    } else {
        let why = "expected a list or a workbook, but found another zip archive";
        return Err(Box::new(
            Diagnostic::error("file-not-text", why).hint("unpack it, and choose the file with the list"),
        ));
    };
    let allowed = if bytes.len() as u64 * MAX_RATIO < SMALL { SMALL } else { bytes.len() as u64 * MAX_RATIO };
    let mut left = allowed.min(MAX_UNPACKED);
    if archive.len() > MAX_ENTRIES {
        return Err(bomb());
    }
    for at in 0..archive.len() {
        let entry = archive.by_index(at).map_err(|error| Box::new(crate::broken(error)))?;
        // What the archive says of the size may be a lie, so all of it is unpacked, into nothing.
        let unpacked = io::copy(&mut entry.take(left + 1), &mut io::sink())
            .map_err(|error| Box::new(crate::broken(error)))?;
        left = left.checked_sub(unpacked).ok_or_else(bomb)?;
    }
    Ok(kind)
}

fn bomb() -> Box<Diagnostic> {
    let found = Diagnostic::error(
        "file-too-large",
        "expected a workbook, but the file unpacks to far more than a list of recipients can hold",
    )
    .hint("nothing was read; save the sheet as CSV (UTF-8) if the list is really so large");
    Box::new(found)
}
