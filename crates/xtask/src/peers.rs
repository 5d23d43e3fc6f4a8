//! `cargo xtask peers`: the command and the relay against programs that others made.
//!
//! These programs are many and heavy, so they are no part of `test`; what they hold to is told in CONTRIBUTING.md.

use std::path::PathBuf;
use std::process::Command;

use crate::command;
use crate::problem::Problem;
use crate::workspace::Workspace;

/// Programs of npm, and of Python.
const NPM: [&str; 2] = ["@stoplight/prism-cli@5.14.2", "aws-ses-v2-local@2.10.2"];
const PYTHON: [&str; 2] = ["aiosmtpd==1.4.6", "schemathesis==4.*"];

/// Sets the peers up under target/peers and runs them against a release build.
pub fn run(workspace: &Workspace) -> Result<(), Problem> {
    let folder = workspace.target().join("peers");
    let make = |path: &PathBuf| {
        std::fs::create_dir_all(path).map_err(|error| Problem::failed(format!("{}: {error}", path.display())))
    };
    make(&folder)?;
    let (node, python, work) = (folder.join("node_modules"), folder.join("python"), folder.join("work"));
    if !node.join(".bin/prism").exists() || !node.join(".bin/aws-ses-v2-local").exists() {
        println!("installing {} from npm, to speak with", NPM.join(" and "));
        command::run(Command::new("npm").args(["install", "--silent", "--prefix"]).arg(&folder).args(NPM))?;
    }
    if !python.join("bin/st").exists() {
        println!("installing {} from PyPI, to speak with", PYTHON.join(" and "));
        command::run(Command::new("python3").args(["-m", "venv"]).arg(&python))?;
        command::run(Command::new(python.join("bin/pip")).args(["install", "--quiet"]).args(PYTHON))?;
    }
    let release =
        ["build", "--quiet", "--release", "-p", "cli", "--bin", "postroom", "--example", "relay_load"];
    command::run(Command::new("cargo").args(release).current_dir(workspace.root()))?;
    // What a run before left would be sent no more.
    if work.exists() {
        std::fs::remove_dir_all(&work)
            .map_err(|error| Problem::failed(format!("{}: {error}", work.display())))?;
    }
    make(&work)?;
    let built = workspace.target().join("release");
    command::run(
        Command::new("python3")
            .arg(workspace.root().join("tests/peers/peers.py"))
            .arg(built.join("postroom"))
            .arg(built.join("examples/relay_load"))
            .args([&node, &python, &work])
            .current_dir(workspace.root()),
    )
}
