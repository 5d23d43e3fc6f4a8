//! A campaign file where a letter or a list is expected: the one that is in it is taken.

use crate::fail::Fail;
use diag::{Report, Severity};
use engine::campaign::Campaign;
use std::path::Path;

/// Whether a file is an archive, as a campaign is.
pub fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Whether a file is named as a campaign.
pub fn is_named(path: &Path) -> bool {
    path.extension().is_some_and(|end| end.eq_ignore_ascii_case(engine::campaign::CAMPAIGN_END))
}

/// Reads a campaign and says on standard error what is wrong with it.
///
/// # Errors
/// It is none.
pub fn read(path: &Path, bytes: &[u8]) -> Result<Campaign, Fail> {
    let name = path.display();
    let Report { value, diagnostics } = Campaign::read(bytes);
    for found in &diagnostics {
        if found.severity == Severity::Error && found.code.starts_with("campaign-") {
            return Err(Fail::new(format!("{name} is no campaign: {}", found.message)));
        }
        eprintln!("postroom: {name}: {}", found.message);
    }
    Ok(value)
}
