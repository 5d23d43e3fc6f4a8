//! What was found, gathered: the same thing at the same place is said once, errors first.

use diag::{Diagnostic, Severity};

/// Adds what is not known yet. The compiler, the merge and the checks may find the same thing; and where the compiler
/// has named an error, the merge trips over the same place once more.
pub fn add(all: &mut Vec<Diagnostic>, more: Vec<Diagnostic>) {
    for diagnostic in more {
        if !all.iter().any(|known| same(known, &diagnostic)) {
            all.push(diagnostic);
        }
    }
}

fn same(known: &Diagnostic, other: &Diagnostic) -> bool {
    if known.field != other.field {
        return false;
    }
    let errors = known.severity == Severity::Error && other.severity == Severity::Error;
    match (known.span, other.span) {
        (Some(a), Some(b)) if errors => a == b || (a.start < b.end && b.start < a.end),
        _ => known.code == other.code && known.span == other.span,
    }
}

/// Errors first; within a severity the order of the letter stays.
pub fn sort(all: &mut [Diagnostic]) {
    all.sort_by_key(|diagnostic| diagnostic.severity);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_mistake_is_one_finding() {
        let unknown = Diagnostic::error("field-unknown", "no such column").in_field("body").at(9..19);
        let missing = Diagnostic::error("value-missing", "a value is not there").in_field("body").at(6..22);
        let mut all = vec![unknown.clone()];
        add(&mut all, vec![missing, unknown.clone()]);
        assert_eq!(all, [unknown]);
    }

    #[test]
    fn two_warnings_at_one_place_are_two() {
        let long = Diagnostic::warning("subject-long", "long").in_field("subject");
        let loud = Diagnostic::warning("subject-capitals", "loud").in_field("subject");
        let mut all = vec![long.clone()];
        add(&mut all, vec![loud.clone(), Diagnostic::error("from-missing", "no sender").in_field("from")]);
        sort(&mut all);
        assert_eq!(
            all.iter().map(|d| d.code.as_ref()).collect::<Vec<_>>(),
            ["from-missing", "subject-long", "subject-capitals"]
        );
    }
}
