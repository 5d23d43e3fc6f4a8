//! The style sheets: Trunk's `pre_build` hook, `cargo xtask styles`.
//!
//! Each component and each part of a page has a sheet of its own. `static/css/first.css` and `later.css` import them in
//! their order, and a browser gets each as one file, since a sheet that imports is one more wait before the first paint.

use std::process::Command;

use crate::command;
use crate::problem::Problem;
use crate::workspace::Workspace;

/// The sheets that a browser gets.
const SHEETS: [&str; 2] = ["static/css/first.css", "static/css/later.css"];

/// Writes the sheets into `target/styles`, from where Trunk takes them.
///
/// # Errors
/// One line when an import is missing or the tool fails.
pub fn run(workspace: &Workspace) -> Result<(), Problem> {
    let release = std::env::var_os("TRUNK_PROFILE").is_some_and(|profile| profile == "release");
    let mut esbuild = Command::new("esbuild");
    esbuild.args(SHEETS).args(["--bundle", "--target=esnext", "--charset=utf8", "--log-level=warning"]);
    if release {
        esbuild.arg("--minify");
    }
    esbuild.arg("--outdir=target/styles").current_dir(workspace.root());
    command::run(&mut esbuild)
}
