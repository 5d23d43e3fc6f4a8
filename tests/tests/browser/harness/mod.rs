//! What the suites stand on: a server, a browser, and a desk at which a person would sit.

mod axe;
mod browser;
mod desk;
mod letters;
mod server;
mod shots;
mod temp;

pub use desk::Desk;
pub use letters::{read_batch, read_maildir};

use std::path::PathBuf;

/// A path that `cargo xtask test` names in the environment, or else where it usually stands.
fn place(variable: &str, usual: &str) -> PathBuf {
    let path = std::env::var_os(variable).map_or_else(|| usual_place(usual), PathBuf::from);
    assert!(
        path.exists(),
        "{} is not there; `cargo xtask test` sets up what the browser tests need",
        path.display()
    );
    path
}

/// Relative to the project's root; a bare name is looked up on PATH.
fn usual_place(usual: &str) -> PathBuf {
    if usual.contains('/') {
        return postroom_tests::project::root().join(usual);
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .map(|folder| folder.join(usual))
        .find(|candidate| candidate.is_file())
        .unwrap_or_else(|| PathBuf::from(usual))
}
