//! Workbooks as programs write them, and as bad people do. They are made here, out of their XML.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use proptest::prelude::*;
use std::io::{Cursor, Write};
use workbook::read;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// An archive with these entries, packed.
fn archive(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let packed = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, text) in entries {
        writer.start_file(*name, packed).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// An XLSX workbook of two sheets, the second with these rows of XML.
fn xlsx(rows: &str) -> Vec<u8> {
    let sheet = |rows: &str| {
        format!(
            r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
        )
    };
    archive(&[
        (
            "[Content_Types].xml",
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#,
        ),
        (
            "_rels/.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Notes" sheetId="1" r:id="rId1"/><sheet name="Members" sheetId="2" r:id="rId2"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/></Relationships>"#,
        ),
        (
            "xl/sharedStrings.xml",
            r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="2" uniqueCount="2"><si><t>email</t></si><si><t>Åse, "Berg"</t></si></sst>"#,
        ),
        (
            "xl/styles.xml",
            r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#,
        ),
        ("xl/worksheets/sheet1.xml", &sheet("")),
        ("xl/worksheets/sheet2.xml", &sheet(rows)),
    ])
}

const ROWS: &str = r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>name</t></is></c><c r="C1" t="inlineStr"><is><t>since</t></is></c></row>
<row r="3"><c r="A3" t="inlineStr"><is><t>ann@example.com</t></is></c><c r="B3" t="s"><v>1</v></c><c r="C3" s="1"><v>45943</v></c></row>
<row r="4"><c r="A4"><v>12</v></c><c r="C4" t="b"><v>1</v></c></row>"#;

#[test]
fn the_first_sheet_with_cells_is_read_with_its_row_numbers() {
    let report = read(&xlsx(ROWS), None);
    assert_eq!(report.diagnostics, []);
    assert_eq!((report.value.format, report.value.chosen), ("xlsx", 1));
    assert_eq!(report.value.sheets, ["Notes", "Members"]);
    assert_eq!(
        report.value.csv,
        "email,name,since\n\nann@example.com,\"Åse, \"\"Berg\"\"\",2025-10-13\n12,,TRUE\n"
    );
    assert_eq!(read(&xlsx(ROWS), Some("Members")).value, report.value);
    let notes = read(&xlsx(ROWS), Some("Notes"));
    assert_eq!((notes.value.chosen, notes.value.csv.as_str()), (0, ""));
    let other = read(&xlsx(ROWS), Some("Guests"));
    assert_eq!((other.value.chosen, other.diagnostics[0].code.as_ref()), (1, "file-sheet"));
}

/// An ODS workbook with these rows of XML.
fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="Empty"></table:table><table:table table:name="Members">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &content),
        (
            "META-INF/manifest.xml",
            r#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#,
        ),
    ])
}

fn ods_row(cells: &[&str]) -> String {
    let cell = |text: &&str| {
        format!(r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#)
    };
    format!("<table:table-row>{}</table:table-row>", cells.iter().map(cell).collect::<String>())
}

#[test]
fn open_document_is_read_and_its_filling_is_not() {
    let filling = r#"<table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#;
    let rows = format!("{}{}{filling}", ods_row(&["email", "name"]), ods_row(&["ann@example.com", "Ann"]));
    let report = read(&ods(&rows), None);
    assert_eq!(report.diagnostics, []);
    assert_eq!((report.value.format, report.value.chosen), ("ods", 1));
    assert_eq!(report.value.csv, "email,name\nann@example.com,Ann\n");
}

#[track_caller]
fn refused(bytes: &[u8], code: &str) {
    let report = read(bytes, None);
    assert_eq!(report.value, Default::default());
    assert_eq!(report.diagnostics.iter().map(|found| found.code.as_ref()).collect::<Vec<_>>(), [code]);
}

#[test]
fn bombs_are_refused() {
    // More megabytes of spaces than it may be, in a few kilobytes.
    let blank = " ".repeat(65 * 1024 * 1024);
    refused(&xlsx(&blank), "file-too-large");
    let cell = r#"<table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell>"#;
    refused(
        &ods(&format!(r#"<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>"#)),
        "file-too-large",
    );
    let corner = r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#;
    let report = read(&xlsx(corner), None);
    assert!(report.diagnostics.is_empty() && report.value.csv.len() < 2_000_000);
}

#[test]
fn what_is_no_workbook_is_refused() {
    refused(&archive(&[("letter.txt", "hello")]), "file-not-text");
    refused(b"PK\x03\x04", "file-workbook");
    let whole = xlsx(ROWS);
    refused(&whole[..whole.len() / 2], "file-workbook");
}

#[test]
fn a_sheet_that_breaks_off_is_read_so_far() {
    let report =
        read(&xlsx(r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="?"><v>2</v></c></row>"#), None);
    assert!(report.value.csv.starts_with("1\n"), "{report:?}");
    assert_eq!(report.diagnostics[0].code, "file-cut");
}

proptest! {
    #[test]
    fn a_damaged_workbook_is_read_or_refused(at in any::<prop::sample::Index>(), octet in any::<u8>()) {
        for mut bytes in [xlsx(ROWS), ods(&ods_row(&["email", "ann@example.com"]))] {
            let at = at.index(bytes.len());
            bytes[at] = octet;
            let report = read(&bytes, None);
            prop_assert!(!report.value.csv.is_empty() || !report.diagnostics.is_empty() || !report.value.sheets.is_empty());
        }
    }
}
