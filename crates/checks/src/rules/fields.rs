//! Columns that the letter relies on and that are empty for some readers.

use compose::{Cells, Compiled, FieldUse};
use diag::Diagnostic;

/// One finding for each column that is used without a default or a condition and is empty in some kept rows.
pub(crate) fn check(compiled: &Compiled, cells: &dyn Cells, kept: &[u32]) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let mut seen = Vec::new();
    for found in compiled.uses().iter().filter(|found| !found.guarded) {
        let Some(column) = found.column.filter(|column| !seen.contains(column)) else { continue };
        seen.push(column);
        let empty =
            |row: &&u32| usize::try_from(**row).is_ok_and(|row| cells.cell(row, column).trim().is_empty());
        let count = kept.iter().filter(empty).count();
        if let Some(first) = kept.iter().find(empty) {
            out.push(say(found, count, kept.len(), *first));
        }
    }
    out
}

fn say(found: &FieldUse, count: usize, of: usize, first: u32) -> Diagnostic {
    // The header is 1, so the first row of the table is 2.
    let row = first.saturating_add(2);
    let name = if found.by_header { format!("row[\"{}\"]", found.name) } else { found.name.clone() };
    let who = if count == 1 { "this row gets".to_string() } else { format!("these {count} rows get") };
    Diagnostic::warning(
        "field-empty",
        format!("`{}` is empty in {count} of {of} rows, first in row {row}", found.name),
    )
    .in_field(found.field.clone())
    .at(found.span)
    .in_row(row)
    .hint(format!("say what {who} instead, as in `{{{{ {name} | default(\"…\") }}}}`, or fill the cells"))
}
