//! Builds the app into dist/, with gzip and brotli beside each file.

use std::path::PathBuf;

use crate::problem::Problem;
use crate::tools::Tools;
use crate::workspace::Workspace;
use crate::{command, compress, fingerprint};

/// Builds the app if anything that it is built from changed, after installing what is missing.
/// Returns the tools, for what comes next.
pub fn build(workspace: &Workspace) -> Result<Tools, Problem> {
    let tools = Tools::for_building(workspace)?;
    build_with(workspace, &tools)?;
    Ok(tools)
}

/// Builds the app with these tools if anything that it is built from changed.
pub fn build_with(workspace: &Workspace, tools: &Tools) -> Result<(), Problem> {
    let stamp = workspace.target().join("xtask").join("dist.stamp");
    let build = format!("{:016x}", fingerprint::of(workspace.root(), &inputs(workspace)));
    let unchanged = std::fs::read_to_string(&stamp).is_ok_and(|built| built == build)
        && workspace.dist().join("index.html").is_file();
    if unchanged {
        println!("the app in dist/ is up to date");
        return Ok(());
    }
    println!("building the app (the first time takes some minutes)");
    // Trunk itself works offline, so that it never downloads a tool; the crates have to be here before.
    let mut fetch = tools.wasm_command("cargo");
    fetch.args(["fetch", "--quiet", "--target", "wasm32-unknown-unknown"]).current_dir(workspace.root());
    command::run(&mut fetch).map_err(|problem| {
        Problem::failed(format!("the crates can't be had: {problem}; is there a network?"))
    })?;
    let mut trunk = tools.wasm_command("trunk");
    trunk
        .args(["build", "--release", "--offline", "--skip-version-check"])
        .current_dir(workspace.root())
        // Page and worker come from the same build, or they do not speak with each other.
        .env("POSTROOM_BUILD", &build)
        // Trunk reads NO_COLOR as `true` or `false` and stops at the usual `1`.
        .env_remove("NO_COLOR");
    command::run(&mut trunk)?;
    bundle_editor(workspace, tools)?;
    let written = compress::compress(&compress::compressible(&workspace.dist()), true)?;
    let raw: u64 = written.iter().map(|sizes| sizes.raw).sum();
    let brotli: u64 = written.iter().map(|sizes| sizes.brotli).sum();
    println!("dist/: {} files, {raw} bytes, {brotli} as brotli", written.len());
    let kept = stamp.parent().is_some_and(|folder| std::fs::create_dir_all(folder).is_ok())
        && std::fs::write(&stamp, build).is_ok();
    if !kept {
        println!("{} can't be written; the next build will not know this one", stamp.display());
    }
    Ok(())
}

/// The letter's editor, one file beside the app. The page loads it after its first paint.
fn bundle_editor(workspace: &Workspace, tools: &Tools) -> Result<(), Problem> {
    let mut esbuild = tools.command("esbuild");
    esbuild
        .args([
            "editor/main.mjs",
            "--bundle",
            "--minify",
            "--format=esm",
            "--target=es2022",
            "--charset=utf8",
        ])
        .args(["--log-level=warning", "--legal-comments=none"])
        .arg(format!("--outfile={}", workspace.dist().join("editor.js").display()))
        .current_dir(workspace.root())
        .env("NODE_PATH", workspace.tools().join("node_modules"));
    command::run(&mut esbuild)
}

/// All that Trunk reads; not the crates' own tests.
fn inputs(workspace: &Workspace) -> Vec<PathBuf> {
    let root = workspace.root();
    let mut inputs: Vec<PathBuf> =
        ["Cargo.toml", "Cargo.lock", "Trunk.toml", "index.html", "src", "static", "editor", ".cargo"]
            .iter()
            .map(|name| root.join(name))
            .collect();
    for name in workspace.portable_crates() {
        let parts = ["Cargo.toml", "build.rs", "src", "data"];
        inputs.extend(parts.iter().map(|part| root.join("crates").join(&name).join(part)));
    }
    inputs
}
