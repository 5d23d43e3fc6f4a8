//! The files that `check` writes beside what it says: the corrected list, and the suppression list.

use crate::fail::Fail;
use crate::findings;
use crate::list::{List, ListArgs, suppression};
use recipients::{Roster, Suppression, Table, Which};
use std::path::{Path, PathBuf};

/// Which files are written.
#[derive(Debug, clap::Args)]
pub struct FileArgs {
    /// Write the list to FILE as CSV with every certain repair made; columns, order and all rows stay
    #[arg(long, value_name = "FILE")]
    corrected: Option<PathBuf>,
    /// Write the suppression list to FILE as SHA-256 sums of its addresses, to hand on without them
    #[arg(long, value_name = "FILE", requires = "suppression")]
    suppression_sums: Option<PathBuf>,
}

impl FileArgs {
    /// Writes them, and says on standard error what became of them.
    ///
    /// # Errors
    /// A file that can't be written.
    pub fn write(&self, list: &List, about: &ListArgs) -> Result<(), Fail> {
        if let Some(path) = &self.corrected {
            let (table, repaired) = corrected(list);
            let roster = Roster::judge(&table, &list.judged.mapping, &Suppression::default());
            let written = recipients::write_csv(&table, &roster, Which::All);
            save(path, &written.value)?;
            let name = path.display().to_string();
            eprintln!("{name}: {} rows, {repaired} repaired", table.rows());
            for found in &written.diagnostics {
                eprintln!("{}", findings::show(found, &name, "", None));
            }
        }
        if let (Some(path), Some(from)) = (&self.suppression_sums, &about.suppression) {
            let list = suppression(from)?;
            save(path, list.write(true).as_bytes())?;
            eprintln!("{}: {} sums", path.display(), list.len());
        }
        Ok(())
    }
}

/// The table with every certain repair made, and how many those are.
fn corrected(list: &List) -> (Table, usize) {
    let mut table = list.judged.table().clone();
    let fixes = list.judged.roster.fixes(&table, None, None);
    let repaired = recipients::apply(&mut table, &fixes).len();
    (table, repaired)
}

fn save(path: &Path, bytes: &[u8]) -> Result<(), Fail> {
    std::fs::write(path, bytes).map_err(|error| Fail::new(format!("can't write {}: {error}", path.display())))
}
