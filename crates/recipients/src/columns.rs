//! Which columns mean something: proposed from their names, in several languages, and from what stands in them.

use crate::base::Cells;
use crate::{Column, Mapping, Table};
use std::sync::OnceLock;

/// How many rows are looked at.
pub(crate) const ROWS: usize = 200;
/// How many samples a column shows.
const SAMPLES: usize = 3;
/// How many characters of a sample are shown.
const SAMPLE_LENGTH: usize = 100;

static NAMES: &str = include_str!("../data/columns.txt");

/// Proposes the columns that mean something. A column without a telling name is taken for the addresses where most of
/// its cells hold an `@`.
pub fn propose(table: &Table) -> Mapping {
    propose_for(table.cells())
}

/// The same for what was read so far. From [`ROWS`] rows on it is what the whole list gives.
pub(crate) fn propose_for(cells: Cells) -> Mapping {
    let names: Vec<String> = cells.columns().iter().map(|name| plain_name(name)).collect();
    let whole_name = find(&names, "name", &[]);
    let address = address_column(cells, &names);
    Mapping {
        address,
        name: whole_name
            .or_else(|| find(&names, "first_name", &[]))
            .filter(|column| Some(*column) != address),
        consent_source: find(&names, "consent_source", &[]).filter(|column| Some(*column) != address),
        consent_date: find(&names, "consent_date", &[]).filter(|column| Some(*column) != address),
    }
}

/// The columns as the page shows them. The variable is left as the column's own name; who knows the template language
/// sets it.
pub(crate) fn describe(table: &Table) -> Vec<Column> {
    let describe = |(i, name): (usize, &String)| {
        let filled = (0..table.rows()).map(|row| table.cell(row, i)).filter(|cell| !cell.is_empty());
        let empty = table.empty_cells(i);
        // Where all is empty there is no use in looking for samples.
        let wanted = if empty == table.rows() { 0 } else { SAMPLES };
        Column {
            name: name.clone(),
            variable: name.clone(),
            samples: filled.take(wanted).map(|cell| cell.chars().take(SAMPLE_LENGTH).collect()).collect(),
            empty,
        }
    };
    table.columns().iter().enumerate().map(describe).collect()
}

/// The column of addresses: the one that most often holds an `@`; its name decides between columns of about the same
/// share, and where no row has one.
fn address_column(cells: Cells, names: &[String]) -> Option<usize> {
    let rows = cells.rows().min(ROWS);
    let share = |column: usize| {
        let filled = (0..rows).filter(|row| !cells.cell(*row, column).trim().is_empty()).count();
        let with_at = (0..rows).filter(|row| cells.cell(*row, column).contains('@')).count();
        (with_at * 100).checked_div(filled).unwrap_or(0)
    };
    let shares: Vec<usize> = (0..names.len()).map(share).collect();
    let best = shares.iter().copied().max().unwrap_or(0);
    // A named column may have many bad rows; an unnamed one has to convince.
    let poor: Vec<usize> = (0..names.len()).filter(|column| shares[*column] * 2 < best).collect();
    find(names, "address", &poor).or_else(|| shares.iter().position(|share| *share == best && best >= 50))
}

/// The column whose name means `what`: the first that is one of the known names, in the order of the list of names,
/// else the first that begins with one of them.
fn find(names: &[String], what: &str, without: &[usize]) -> Option<usize> {
    let known = known(what);
    let position = |test: &dyn Fn(&str) -> bool| {
        names.iter().enumerate().position(|(i, name)| !without.contains(&i) && !name.is_empty() && test(name))
    };
    known.iter().find_map(|known| position(&|name| name == *known)).or_else(|| {
        known
            .iter()
            .filter(|known| known.chars().count() > 4)
            .find_map(|known| position(&|name| name.starts_with(known)))
    })
}

fn known(what: &str) -> &'static [&'static str] {
    static KNOWN: OnceLock<Vec<(&str, Vec<&str>)>> = OnceLock::new();
    let known = KNOWN.get_or_init(|| {
        let lines = NAMES.lines().filter(|line| !line.starts_with('#'));
        lines
            .filter_map(|line| line.split_once(':'))
            .map(|(what, names)| (what, names.split_whitespace().collect()))
            .collect()
    });
    known.iter().find(|(name, _)| *name == what).map_or(&[], |(_, names)| names)
}

/// The name in lower case without signs, spaces and accents of Latin letters.
fn plain_name(name: &str) -> String {
    name.chars()
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric())
        .map(|c| match c {
            'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'í' | 'ì' | 'î' | 'ï' => 'i',
            'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' => 'o',
            'ú' | 'ù' | 'û' | 'ü' => 'u',
            'ç' => 'c',
            'ñ' => 'n',
            c => c,
        })
        .collect()
}
