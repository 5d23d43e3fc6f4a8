//! The tools that building and testing need: each installed only where it is absent or of the wrong version, each
//! with one line that says what and why.
//!
//! Nothing that the user installed is replaced. A tool that is there in another version is installed again for
//! this checkout alone, under target/tools.

mod apt;
pub mod browser;
mod cargo_tool;
mod npm;
mod wasm_target;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::problem::Problem;
use crate::workspace::Workspace;

/// What the wasm build needs: a PATH on which each tool is found, and what makes rustc able to write wasm.
pub struct Tools {
    path: OsString,
    wasm: Vec<(String, OsString)>,
}

impl Tools {
    /// Finds or installs what the wasm build needs.
    ///
    /// # Errors
    /// One line when a tool is absent and can't be had.
    pub fn for_building(workspace: &Workspace) -> Result<Tools, Problem> {
        let mut tools = Tools { path: search_path(workspace), wasm: wasm_target::ensure()? };
        npm::ensure_node()?;
        cargo_tool::ensure(workspace, &tools, &cargo_tool::TRUNK)?;
        cargo_tool::ensure(workspace, &tools, &cargo_tool::WASM_BINDGEN)?;
        cargo_tool::ensure(workspace, &tools, &cargo_tool::WASM_SPLIT)?;
        npm::ensure(workspace, &npm::BINARYEN)?;
        npm::ensure(workspace, &npm::ESBUILD)?;
        npm::ensure_all(workspace, &npm::EDITOR)?;
        tools.path = search_path(workspace);
        Ok(tools)
    }

    /// Finds or installs what the module for other pages needs: less than the app.
    ///
    /// # Errors
    /// As [`Tools::for_building`].
    pub fn for_module(workspace: &Workspace) -> Result<Tools, Problem> {
        let mut tools = Tools { path: search_path(workspace), wasm: wasm_target::ensure()? };
        cargo_tool::ensure(workspace, &tools, &cargo_tool::WASM_BINDGEN)?;
        tools.path = search_path(workspace);
        Ok(tools)
    }

    /// A command that finds our tools first.
    pub fn command(&self, program: &str) -> Command {
        let program = self.find(program).unwrap_or_else(|| PathBuf::from(program));
        let mut command = Command::new(program);
        command.env("PATH", &self.path);
        command
    }

    /// A command that compiles to wasm32.
    pub fn wasm_command(&self, program: &str) -> Command {
        let mut command = self.command(program);
        command.envs(self.wasm.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Whether rustup's own toolchain writes wasm. If not, another compiler does, and clippy, which belongs to
    /// the toolchain, can't look at wasm code.
    pub fn clippy_knows_wasm(&self) -> bool {
        self.wasm.is_empty()
    }

    /// Where a program is on our PATH.
    pub fn find(&self, program: &str) -> Option<PathBuf> {
        find_on(&self.path, program)
    }
}

/// The axe-core script, for the tests of accessibility.
pub fn axe(workspace: &Workspace) -> Result<PathBuf, Problem> {
    npm::ensure(workspace, &npm::AXE_CORE)?;
    Ok(npm::folder(workspace, &npm::AXE_CORE).join("axe.min.js"))
}

/// Python, with which the tests read exported archives and messages as others would.
pub fn python() -> Result<PathBuf, Problem> {
    if let Some(python) = find_in_path("python3") {
        return Ok(python);
    }
    apt::install(&["python3"], "python3", "reads exported messages in the tests, as other programs would")?;
    find_in_path("python3").ok_or_else(|| Problem::failed("python3 was installed and still can't be found"))
}

/// Says what is being installed and why.
fn say(what: &str, why: &str, how_long: &str) {
    println!("installing {what}: {why} ({how_long})");
}

/// Our own tools first, then npm's under target/tools, then what the user has; last the folder into which cargo installs,
/// which not everybody has on PATH.
fn search_path(workspace: &Workspace) -> OsString {
    let tools = workspace.tools();
    let mut folders = vec![tools.join("bin"), tools.join("node_modules").join(".bin")];
    if let Some(path) = std::env::var_os("PATH") {
        folders.extend(std::env::split_paths(&path));
    }
    let cargo_home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo_home = cargo_home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    folders.extend(cargo_home.map(|home| home.join("bin")));
    // Only a folder with a colon in its name can't be joined; then the user's own PATH has to do.
    std::env::join_paths(folders).unwrap_or_else(|_| std::env::var_os("PATH").unwrap_or_default())
}

fn find_in_path(program: &str) -> Option<PathBuf> {
    find_on(&std::env::var_os("PATH")?, program)
}

fn find_on(path: &OsString, program: &str) -> Option<PathBuf> {
    std::env::split_paths(path)
        .map(|folder| folder.join(format!("{program}{}", std::env::consts::EXE_SUFFIX)))
        .find(|candidate| is_program(candidate))
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shell_is_found_and_nonsense_is_not() {
        assert!(find_in_path("sh").is_some());
        assert!(find_in_path("no-such-program-of-postroom").is_none());
    }
}
