//! Branches that no row takes, and loops that run for none.

use compose::{Branch, Branches, Opener};
use diag::{Diagnostic, Severity};

/// One finding for each branch that none of the rows took.
pub(crate) fn check(branches: &Branches) -> Vec<Diagnostic> {
    branches.untaken().map(say).collect()
}

fn say(branch: &Branch) -> Diagnostic {
    let (severity, code, message, hint) = match branch.opener {
        Opener::If => (
            Severity::Warning,
            "template-branch",
            "no row takes this branch, so nobody reads what stands in it",
            "look how the column is written in the list; capital letters and spaces count",
        ),
        // What is there just in case is no mistake.
        Opener::Else => (
            Severity::Info,
            "template-branch",
            "no row comes to this `else`, so nobody reads what stands in it",
            "it may stay for another list",
        ),
        Opener::For => (
            Severity::Warning,
            "template-loop",
            "this loop runs for no row, so nobody reads what stands in it",
            "look whether the column is empty, and what parts its items",
        ),
    };
    Diagnostic::new(severity, code, message).in_field(branch.field.clone()).at(branch.span).hint(hint)
}
