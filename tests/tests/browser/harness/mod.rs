//! What the suites stand on: a server, a browser, and a desk at which a person would sit.

mod axe;
mod browser;
mod desk;
mod kind;
mod receiver;
mod sending;
mod server;
mod shots;
mod temp;

pub use desk::Desk;
pub use kind::Kind;
pub use receiver::{Posted, Receiver, Reply};

use std::path::PathBuf;

use postroom_tests::project;

/// The name of the field with the letter's text.
pub const BODY: &str = "Letter(, .*)?|Body";

/// A path that `cargo xtask test` names in the environment, or else where it usually stands.
pub fn place(variable: &str, usual: &str) -> PathBuf {
    let path = std::env::var_os(variable).map_or_else(|| project::usual_place(usual), PathBuf::from);
    assert!(
        path.exists(),
        "{} is not there; `cargo xtask test` sets up what the browser tests need",
        path.display()
    );
    path
}
