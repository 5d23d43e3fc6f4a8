//! Columns that the letter relies on and that are empty for some readers.

use crate::gaps::Gaps;
use compose::{Compiled, FieldUse};
use diag::Diagnostic;

/// One finding for each column that is used without a default or a condition and is empty in some kept rows.
pub(crate) fn check<'g>(compiled: &Compiled, gaps: impl Fn(usize) -> &'g Gaps) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let mut seen = Vec::new();
    for found in compiled.uses().iter().filter(|found| !found.guarded) {
        let Some(column) = found.column.filter(|column| !seen.contains(column)) else { continue };
        seen.push(column);
        out.extend(say(found, gaps(column)));
    }
    out
}

fn say(found: &FieldUse, gaps: &Gaps) -> Option<Diagnostic> {
    let first = *gaps.first.first()?;
    let name = if found.by_header { format!("row[\"{}\"]", found.name) } else { found.name.clone() };
    let who = match gaps.count {
        1 => "this row gets".to_string(),
        count => format!("these {count} rows get"),
    };
    let out = Diagnostic::warning(
        "field-empty",
        format!("`{}` is empty in {} of {} rows ({})", found.name, gaps.count, gaps.of, gaps.named()),
    )
    .in_field(found.field.clone())
    .at(found.span)
    .in_row(first)
    .hint(format!("say what {who} instead, as in `{{{{ {name} | default(\"…\") }}}}`, or fill the cells"));
    Some(out)
}
