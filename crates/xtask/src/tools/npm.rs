//! Tools that come from npm. They go under target/tools and touch nothing else.

use std::path::PathBuf;
use std::process::Command;

use super::{find_in_path, say};
use crate::command;
use crate::problem::Problem;
use crate::workspace::Workspace;

/// A package of npm in one version.
pub struct NpmTool {
    package: &'static str,
    version: &'static str,
    why: &'static str,
}

/// wasm-opt. Debian's is too old for the modules that rustc writes now.
pub const BINARYEN: NpmTool =
    NpmTool { package: "binaryen", version: "132.0.0", why: "its wasm-opt makes the wasm small" };

/// The rules of accessibility, only for the tests.
pub const AXE_CORE: NpmTool =
    NpmTool { package: "axe-core", version: "4.14.1", why: "it looks for what keeps people out of a page" };

/// Makes one file of the letter's editor, and the other scripts small; what Trunk has for that stumbles over the ones
/// that wasm-bindgen writes.
pub const ESBUILD: NpmTool = NpmTool {
    package: "esbuild",
    version: "0.28.2",
    why: "it makes one file of the editor, and scripts small",
};

/// What the letter's editor is made of: `editor/` imports these and nothing else.
pub const EDITOR: [NpmTool; 11] = [
    editor("@codemirror/autocomplete", "6.20.4"),
    editor("@codemirror/commands", "6.11.1"),
    editor("@codemirror/lang-html", "6.4.12"),
    editor("@codemirror/lang-markdown", "6.5.2"),
    editor("@codemirror/lang-xml", "6.1.0"),
    editor("@codemirror/language", "6.13.1"),
    editor("@codemirror/lint", "6.9.8"),
    editor("@codemirror/search", "6.7.2"),
    editor("@codemirror/state", "6.7.6"),
    editor("@codemirror/view", "6.43.15"),
    editor("@lezer/highlight", "1.2.5"),
];

const fn editor(package: &'static str, version: &'static str) -> NpmTool {
    NpmTool { package, version, why: "the letter's editor is made of it" }
}

/// Makes sure that Node is there; which one is the user's own choice, so it is never installed.
pub fn ensure_node() -> Result<(), Problem> {
    for program in ["node", "npm"] {
        if find_in_path(program).is_none() {
            return Err(Problem::failed(format!(
                "{program} is needed to make the wasm small and can't be found: install Node 20 or newer \
                 with its npm, then try again"
            )));
        }
    }
    Ok(())
}

/// Installs the package unless it is there in this version.
pub fn ensure(workspace: &Workspace, tool: &NpmTool) -> Result<(), Problem> {
    ensure_all(workspace, std::slice::from_ref(tool))
}

/// Installs those of the packages that are not there in their versions.
pub fn ensure_all(workspace: &Workspace, tools: &[NpmTool]) -> Result<(), Problem> {
    let absent: Vec<&NpmTool> = tools
        .iter()
        .filter(|tool| installed_version(workspace, tool).as_deref() != Some(tool.version))
        .collect();
    let Some(first) = absent.first() else { return Ok(()) };
    ensure_node()?;
    let names: Vec<String> = absent.iter().map(|tool| format!("{} {}", tool.package, tool.version)).collect();
    let names = names.join(", ");
    say(&format!("{names} from npm"), first.why, "half a minute, under target/tools");
    let folder = workspace.tools();
    std::fs::create_dir_all(&folder)
        .map_err(|error| Problem::failed(format!("{} can't be made: {error}", folder.display())))?;
    let mut install = Command::new("npm");
    install
        .args(["install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"])
        .args(["--loglevel", "error", "--prefix"])
        .arg(&folder)
        .args(absent.iter().map(|tool| format!("{}@{}", tool.package, tool.version)));
    command::run(&mut install).map_err(|problem| {
        Problem::failed(format!("{names} is needed and can't be had: {problem}; is there a network?"))
    })
}

/// Where the package stands, once installed.
pub fn folder(workspace: &Workspace, tool: &NpmTool) -> PathBuf {
    workspace.tools().join("node_modules").join(tool.package)
}

fn installed_version(workspace: &Workspace, tool: &NpmTool) -> Option<String> {
    let manifest = std::fs::read_to_string(folder(workspace, tool).join("package.json")).ok()?;
    version_of(&manifest)
}

/// The `version` of a package.json.
fn version_of(manifest: &str) -> Option<String> {
    manifest.lines().find_map(|line| {
        let value = line.trim().strip_prefix("\"version\":")?;
        Some(value.trim().trim_end_matches(',').trim_matches('"').to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_a_manifest_is_read() {
        let manifest = "{\n  \"name\": \"binaryen\",\n  \"version\": \"132.0.0\",\n  \"main\": \"x\"\n}\n";
        assert_eq!(version_of(manifest).as_deref(), Some("132.0.0"));
        assert_eq!(version_of("{}"), None);
    }
}
