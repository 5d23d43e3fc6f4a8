//! In work: the lead put the signatures here so that the engine compiles; replace everything.
use compose::{Cells, Compiled, Merged};
use diag::Diagnostic;
use std::sync::Arc;

/// How many rules there are.
pub fn rules() -> usize {
    0
}
/// The rules over one merged letter.
pub fn check_letter(_compiled: &Compiled, _merged: &Merged) -> Vec<Diagnostic> {
    Vec::new()
}
/// The rules over the letter and all rows.
pub fn check_fields(_compiled: &Compiled, _cells: &Arc<dyn Cells>, _kept: &[u32]) -> Vec<Diagnostic> {
    Vec::new()
}
