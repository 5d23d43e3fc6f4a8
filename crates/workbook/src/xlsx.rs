//! XLSX, read cell by cell: a sheet with one cell in its last corner takes no more memory than one in its first.

use crate::cells::Csv;
use crate::{Workbook, broken, choose, cut, refuse, text, too_large};
use calamine::{Reader as _, SheetType, Xlsx};
use diag::{Diagnostic, Report};
use std::io::Cursor;

pub(crate) fn read(bytes: &[u8], wanted: Option<&str>) -> Report<Workbook> {
    let mut book = match Xlsx::new(Cursor::new(bytes)) {
        Ok(book) => book,
        Err(error) => return refuse(broken(error)),
    };
    let is_sheet = |sheet: &&calamine::Sheet| sheet.typ == SheetType::WorkSheet;
    let sheets: Vec<String> =
        book.sheets_metadata().iter().filter(is_sheet).map(|sheet| sheet.name.clone()).collect();
    let (chosen, missing) = choose(&sheets, wanted);
    let mut diagnostics: Vec<Diagnostic> = missing.into_iter().collect();
    let order = match chosen {
        Some(chosen) => chosen..chosen + 1,
        None => 0..sheets.len(),
    };
    let mut found = (chosen.unwrap_or(0), String::new());
    for at in order {
        let Some(name) = sheets.get(at) else { break };
        let (csv, trouble) = match sheet(&mut book, name) {
            Ok(read) => read,
            Err(why) => return Report::new(Workbook::default(), vec![*why]),
        };
        let is_empty = csv.trim().is_empty();
        if chosen.is_some() || !is_empty {
            found = (at, csv);
            diagnostics.extend(trouble);
        }
        if !is_empty {
            break;
        }
    }
    let (chosen, csv) = found;
    Report::new(Workbook { format: "xlsx", sheets, chosen, csv }, diagnostics)
}

/// A sheet as CSV, and what is to be said where it breaks off.
fn sheet(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
) -> Result<(String, Option<Diagnostic>), Box<Diagnostic>> {
    let mut cells = book.worksheet_cells_reader(name).map_err(|error| Box::new(broken(error)))?;
    let mut csv = Csv::default();
    loop {
        match cells.next_cell() {
            Ok(Some(cell)) => {
                let (row, column) = cell.get_position();
                if (row as usize) < csv.row() {
                    let row = csv.row();
                    return Ok((csv.finish(), Some(cut(row, "its rows are not in order"))));
                }
                if !csv.put(row, column, text::of_ref(cell.get_value().clone())) {
                    return Err(Box::new(too_large()));
                }
            }
            Ok(None) => return Ok((csv.finish(), None)),
            Err(error) => {
                let row = csv.row();
                return Ok((csv.finish(), Some(cut(row, error))));
            }
        }
    }
}
