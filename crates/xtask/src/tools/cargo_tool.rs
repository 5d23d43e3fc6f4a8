//! Tools that come from crates.io.
//!
//! They are built without optimisation and without debug data: they run a few seconds a build, and an optimised
//! build of them takes twice as long as everything else a newcomer waits for.

use std::process::Command;

use super::{Tools, say};
use crate::command;
use crate::problem::Problem;
use crate::workspace::Workspace;

/// A program in a crate.
pub struct CargoTool {
    krate: &'static str,
    program: &'static str,
    version: &'static str,
    features: Option<&'static str>,
    why: &'static str,
    how_long: &'static str,
}

/// Builds the page and its worker.
pub const TRUNK: CargoTool = CargoTool {
    krate: "trunk",
    program: "trunk",
    version: "0.21.14",
    features: None,
    why: "it builds the page and its worker",
    how_long: "about five minutes on two cores",
};

/// Writes the JavaScript beside the wasm. Its version has to equal that of the `wasm-bindgen` crate.
pub const WASM_BINDGEN: CargoTool = CargoTool {
    krate: "wasm-bindgen-cli",
    program: "wasm-bindgen",
    version: "0.2.121",
    features: None,
    why: "it writes the JavaScript beside the wasm, in the version of our wasm-bindgen crate",
    how_long: "about two minutes on two cores",
};

/// Cuts the parts off the wasm that are not needed at first. Its version has to fit the `wasm_split_helpers` crate.
pub const WASM_SPLIT: CargoTool = CargoTool {
    krate: "wasm_split_cli_support",
    program: "wasm-split-cli",
    version: "0.2.4",
    features: Some("build-binary"),
    why: "it cuts the parts off the wasm that are not needed at first",
    how_long: "about a minute on two cores",
};

/// Drives Firefox in the browser tests.
pub const GECKODRIVER: CargoTool = CargoTool {
    krate: "geckodriver",
    program: "geckodriver",
    version: "0.37.1",
    features: None,
    why: "it drives Firefox in the browser tests",
    how_long: "about a minute on two cores",
};

/// Installs the tool unless it is there in this version: into cargo's own folder if there is none, under
/// target/tools beside one of another version.
pub fn ensure(workspace: &Workspace, tools: &Tools, tool: &CargoTool) -> Result<(), Problem> {
    let there = tools.find(tool.program).and_then(|path| {
        command::answer(Command::new(path).arg("--version")).or_else(|| listed(workspace, tool))
    });
    if there.as_deref().is_some_and(|line| is_version(line, tool.version)) {
        return Ok(());
    }
    let mut install = Command::new("cargo");
    install
        .args(["install", tool.krate, "--locked", "--version", tool.version])
        .args(["--debug", "--no-default-features", "--force", "--quiet"])
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env_remove("CARGO_TARGET_DIR");
    if let Some(features) = tool.features {
        install.args(["--features", features]);
    }
    let what = match there {
        Some(line) => {
            install.arg("--root").arg(workspace.tools());
            format!("{} {} for this checkout (there is {line})", tool.krate, tool.version)
        }
        None => format!("{} {}", tool.krate, tool.version),
    };
    say(&what, tool.why, tool.how_long);
    command::run(&mut install).map_err(|problem| {
        Problem::failed(format!(
            "{} {} is needed and can't be had: {problem}; is there a network?",
            tool.krate, tool.version
        ))
    })
}

/// What cargo remembers of a program that does not tell its version itself: `CRATE vVERSION`. A copy in target/tools
/// comes first on our PATH, so it is asked for first.
fn listed(workspace: &Workspace, tool: &CargoTool) -> Option<String> {
    let ours = workspace.tools();
    let mut here = Command::new("cargo");
    here.args(["install", "--list", "--root"]).arg(&ours);
    let mut everywhere = Command::new("cargo");
    everywhere.args(["install", "--list"]);
    [here, everywhere].iter_mut().find_map(|list| {
        let list = command::answer(list)?;
        let line = list.lines().find(|line| line.split(' ').next() == Some(tool.krate))?;
        Some(line.trim_end_matches(':').to_owned())
    })
}

/// Whether a `--version` line names exactly this version.
fn is_version(line: &str, version: &str) -> bool {
    line.split_whitespace().any(|word| word.trim_start_matches('v') == version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_whole() {
        assert!(is_version("trunk 0.21.14", "0.21.14"));
        assert!(is_version("tool v0.21.14 (abc)", "0.21.14"));
        assert!(!is_version("trunk 0.21.1", "0.21.14"));
        assert!(!is_version("trunk 0.21.14", "0.21.1"));
        assert!(is_version("wasm_split_cli_support v0.2.4", "0.2.4"));
    }

    #[test]
    fn the_bindgen_tool_equals_the_crate() {
        let manifest = include_str!("../../../../Cargo.toml");
        assert!(manifest.contains(&format!("wasm-bindgen = \"={}\"", WASM_BINDGEN.version)));
    }
}
