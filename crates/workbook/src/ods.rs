//! ODS. Its reader holds every cell of every sheet, and a cell or row may say that it stands there a million times; so
//! what a file asks for is added up before it is read.

use crate::cells::Csv;
use crate::{Workbook, broken, choose, refuse, text, too_large};
use calamine::{Ods, Reader as _};
use diag::{Diagnostic, Report};
use memchr::memmem;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Cells at most, of all sheets: each takes 32 octets while the file is read.
const MAX_CELLS: u64 = 30_000_000;

pub(crate) fn read(bytes: &[u8], wanted: Option<&str>) -> Report<Workbook> {
    match cells_of(bytes) {
        Some(cells) if cells <= MAX_CELLS => {}
        Some(_) => return refuse(too_large()),
        None => return refuse(broken("its content is not there")),
    }
    let mut book = match Ods::new(Cursor::new(bytes)) {
        Ok(book) => book,
        Err(error) => return refuse(broken(error)),
    };
    let sheets = book.sheet_names();
    let (chosen, missing) = choose(&sheets, wanted);
    let diagnostics: Vec<Diagnostic> = missing.into_iter().collect();
    let filled = || {
        let mut ranges =
            sheets.iter().map(|name| book.worksheet_range(name).is_ok_and(|range| !range.is_empty()));
        ranges.position(|filled| filled)
    };
    let chosen = chosen.or_else(filled).unwrap_or(0);
    let Some(name) = sheets.get(chosen) else { return refuse(broken("it has no sheet")) };
    let range = match book.worksheet_range(name) {
        Ok(range) => range,
        Err(error) => return refuse(broken(error)),
    };
    let (top, left) = range.start().unwrap_or_default();
    let mut csv = Csv::default();
    for (row, column, value) in range.used_cells() {
        // The range was read into memory, so its positions are small.
        if !csv.put(top + row as u32, left + column as u32, text::of(value)) {
            return refuse(too_large());
        }
    }
    Report::new(Workbook { format: "ods", sheets, chosen, csv: csv.finish() }, diagnostics)
}

/// How many cells the file asks for, repetitions counted, but not those of empty cells at the end of a row and of empty
/// rows at the end of a sheet, which programs write to fill the sheet.
fn cells_of(bytes: &[u8]) -> Option<u64> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut content = Vec::new();
    // How much it unpacks to was looked at before.
    archive.by_name("content.xml").ok()?.read_to_end(&mut content).ok()?;
    let mut cells = 0u64;
    for table in parts(&content, b"<table:table ") {
        let (mut width, mut rows, mut empty_rows) = (0u64, 0u64, 0u64);
        for row in parts(table, b"<table:table-row") {
            let (mut filled, mut empty) = (0u64, 0u64);
            for cell in parts(row, b"<table:table-cell").chain(parts(row, b"<table:covered-table-cell")) {
                empty = empty.saturating_add(repeated(cell, b"table:number-columns-repeated=\""));
                if memmem::find(cell, b"office:value").is_some() || memmem::find(cell, b"<text:").is_some() {
                    filled = filled.saturating_add(std::mem::take(&mut empty));
                }
            }
            empty_rows = empty_rows.saturating_add(repeated(row, b"table:number-rows-repeated=\""));
            if filled > 0 {
                width = width.max(filled);
                rows = rows.saturating_add(std::mem::take(&mut empty_rows));
            }
        }
        cells = cells.saturating_add(width.saturating_mul(rows));
    }
    Some(cells)
}

/// The pieces of the text that begin with a tag, each up to the next one.
fn parts<'x>(xml: &'x [u8], tag: &'x [u8]) -> impl Iterator<Item = &'x [u8]> {
    let mut rest = memmem::find(xml, tag).map(|at| &xml[at..]);
    std::iter::from_fn(move || {
        let part = rest?;
        let next = memmem::find(&part[tag.len()..], tag).map(|at| at + tag.len());
        rest = next.map(|at| &part[at..]);
        Some(&part[..next.unwrap_or(part.len())])
    })
}

/// The number of an attribute of the part's first tag; 1 without it.
fn repeated(part: &[u8], attribute: &[u8]) -> u64 {
    let tag = &part[..memchr::memchr(b'>', part).unwrap_or(part.len())];
    let digits = memmem::find(tag, attribute).map(|at| &tag[at + attribute.len()..]);
    let digits = digits.map(|rest| &rest[..rest.iter().take_while(|b| b.is_ascii_digit()).count()]);
    digits.and_then(|digits| std::str::from_utf8(digits).ok()?.parse().ok()).unwrap_or(1)
}
