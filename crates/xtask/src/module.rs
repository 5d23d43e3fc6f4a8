//! `cargo xtask module`: the engine as a JavaScript module, for other pages and for measurements.

use std::process::Command;

use crate::command;
use crate::problem::Problem;
use crate::tools::Tools;
use crate::workspace::Workspace;

/// The module's name, and that of its files.
const NAME: &str = "postroom_engine";

/// Builds `target/module/postroom_engine.js` and the wasm beside it, and calls each of its functions once.
pub fn build(workspace: &Workspace) -> Result<(), Problem> {
    let tools = Tools::for_module(workspace)?;
    let mut cargo = tools.wasm_command("cargo");
    cargo.args(["build", "--profile", "module", "--target", "wasm32-unknown-unknown", "--package", "module"]);
    command::run(cargo.current_dir(workspace.root()))?;
    let out = workspace.target().join("module");
    let built = workspace.target().join("wasm32-unknown-unknown").join("module").join(format!("{NAME}.wasm"));
    let mut bindgen: Command = tools.command("wasm-bindgen");
    bindgen
        .args(["--target", "web", "--no-typescript", "--out-name", NAME, "--out-dir"])
        .arg(&out)
        .arg(built);
    command::run(&mut bindgen)?;
    // It has no other tests: all that it does is for callers in JavaScript.
    let mut check = tools.command("node");
    check.arg("crates/module/check.mjs").arg(&out).current_dir(workspace.root());
    command::run(&mut check)?;
    println!("{}", out.join(format!("{NAME}.js")).display());
    Ok(())
}
