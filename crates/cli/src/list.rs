//! The list's file: read, its columns found, every row judged.

use crate::fail::Fail;
use crate::{campaign, input};
use diag::{Diagnostic, Severity};
use engine::campaign::Campaign;
use engine::list::Judged;
use recipients::{Mapping, ReadOptions, Suppression, Table};
use std::path::{Path, PathBuf};

/// What a user says about a list.
#[derive(Debug, Default, clap::Args)]
pub struct ListArgs {
    /// The column that holds the addresses; without it the column is found
    #[arg(long, value_name = "NAME")]
    pub address_column: Option<String>,
    /// A list of addresses that get nothing, plain or as SHA-256
    #[arg(long, value_name = "FILE")]
    pub suppression: Option<PathBuf>,
    /// The sheet of a workbook; without it the first that has cells
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// A condition in the letter's language that rows have to meet, such as 'plan == "pro"'; others are set aside
    #[arg(long, value_name = "EXPR")]
    pub segment: Option<String>,
    /// The list's encoding, such as shift_jis; without it the encoding is found
    #[arg(long, value_name = "LABEL")]
    pub encoding: Option<String>,
}

/// A list, judged.
#[derive(Debug)]
pub struct List {
    /// The file, as the user named it.
    pub name: String,
    /// Its rows, and what became of each.
    pub judged: Judged,
    /// What is to be said of the file as a whole.
    pub diagnostics: Vec<Diagnostic>,
}

impl List {
    /// Reads a list.
    ///
    /// # Errors
    /// A file that can't be read or is no list, a column that is not there.
    pub fn read(path: &Path, options: &ListArgs) -> Result<List, Fail> {
        if campaign::is_named(path) {
            return List::of_campaign(path, options);
        }
        let suppression = options.suppression.as_deref().map(suppression).transpose()?.unwrap_or_default();
        let name = path.display().to_string();
        let read = ReadOptions {
            sheet: options.sheet.clone(),
            encoding: options.encoding.clone(),
            ..ReadOptions::default()
        };
        let (table, diagnostics) = read_table(path, &read)?;
        let mapping = recipients::propose(&table);
        judge(name, (table, diagnostics), mapping, suppression, options)
    }

    /// The list in a campaign file, with its columns, its segment and its suppression list where the user names no other.
    fn of_campaign(path: &Path, options: &ListArgs) -> Result<List, Fail> {
        let Campaign { settings, list, suppressed, .. } = campaign::read(path, &input::read(path)?)?;
        let Some(list_name) = settings.list else {
            return Err(Fail::new(format!("there is no list in {}", path.display())));
        };
        if !settings.changes.is_empty() {
            eprintln!(
                "postroom: {}: the list was changed by hand in the app; here it is as it was given (export the corrected list there)",
                path.display()
            );
        }
        let read = ReadOptions {
            sheet: options.sheet.clone().or(settings.read.sheet),
            encoding: options.encoding.clone().or(settings.read.encoding),
            ..settings.read
        };
        let named = options.suppression.as_deref().map(suppression).transpose()?;
        let suppression = named.unwrap_or_else(|| Suppression::new(&suppressed));
        let segment = options.segment.clone().or(Some(settings.segment).filter(|text| !text.is_empty()));
        let options =
            ListArgs { segment, address_column: options.address_column.clone(), ..ListArgs::default() };
        let (table, diagnostics) = read_bytes(list, &list_name, &read)?;
        let mapping = settings.columns.unwrap_or_else(|| recipients::propose(&table));
        judge(list_name, (table, diagnostics), mapping, suppression, &options)
    }
}

fn judge(
    name: String,
    (table, mut diagnostics): (Table, Vec<Diagnostic>),
    mut mapping: Mapping,
    suppression: Suppression,
    options: &ListArgs,
) -> Result<List, Fail> {
    if let Some(wanted) = &options.address_column {
        mapping.address = Some(find_column(&table, wanted, &name)?);
    }
    if mapping.address.is_none() {
        return Err(Fail::new(format!(
            "no column of {name} holds addresses; name one of {} with --address-column",
            listed(table.columns())
        )));
    }
    let segment = options.segment.as_deref();
    let (judged, said) = Judged::judge(table, mapping, suppression, segment).map_err(|found| {
        let hint = found.hint.as_deref().map(|hint| format!("; {hint}")).unwrap_or_default();
        Fail::new(format!("--segment can't be asked: {}{hint}", found.message))
    })?;
    diagnostics.extend(said);
    Ok(List { name, judged, diagnostics })
}

fn read_table(path: &Path, options: &ReadOptions) -> Result<(Table, Vec<Diagnostic>), Fail> {
    read_bytes(input::read(path)?, &path.display().to_string(), options)
}

fn read_bytes(bytes: Vec<u8>, name: &str, options: &ReadOptions) -> Result<(Table, Vec<Diagnostic>), Fail> {
    let report = recipients::read(bytes, options);
    let refused = report.diagnostics.iter().find(|found| found.severity == Severity::Error);
    match refused {
        // What is no list has no rows; everything else is read as far as it goes, and said.
        Some(found) if report.value.rows() == 0 => {
            let hint = found.hint.as_deref().map(|hint| format!("; {hint}")).unwrap_or_default();
            Err(Fail::new(format!("{name} is no list: {}{hint}", found.message)))
        }
        _ => Ok((report.value, report.diagnostics)),
    }
}

/// A suppression list is any list; its addresses, or the SHA-256 sums in its first column, get nothing.
/// The addresses of a file, or their SHA-256 sums, as a suppression list.
///
/// # Errors
/// A file that can't be read.
pub fn suppression(path: &Path) -> Result<Suppression, Fail> {
    let (table, _) = read_table(path, &ReadOptions::default())?;
    let column = recipients::propose(&table).address.unwrap_or(0);
    Ok(Suppression::new((0..table.rows()).map(|row| table.cell(row, column))))
}

/// A column by its header, letter by letter or at least but for the case.
fn find_column(table: &Table, wanted: &str, file: &str) -> Result<usize, Fail> {
    let columns = table.columns();
    let exact = columns.iter().position(|column| column == wanted);
    let found =
        exact.or_else(|| columns.iter().position(|column| column.eq_ignore_ascii_case(wanted.trim())));
    found.ok_or_else(|| Fail::new(format!("{file} has no column {wanted:?}; it has {}", listed(columns))))
}

fn listed(columns: &[String]) -> String {
    let shown: Vec<String> = columns.iter().take(20).map(|column| format!("{column:?}")).collect();
    let more = if columns.len() > 20 { " and more" } else { "" };
    format!("{}{more}", shown.join(", "))
}
