//! Parts of the wasm that are fetched when they are needed: Trunk's `post_build` hook, `cargo xtask parts`.
//!
//! Trunk knows one wasm file a program. This takes each program that rustc linked, cuts it at its split points
//! (`#[wasm_split]` in src/), lets wasm-bindgen and wasm-opt see the pieces, and puts them into the places of Trunk's
//! own. Beside `app-HASH.js` and `app-HASH_bg.wasm` stands then a folder `app-HASH` with the parts and their loader.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command;
use crate::problem::Problem;
use crate::short_names;
use crate::workspace::Workspace;

/// The programs that Trunk builds, by the names of their binaries.
const PROGRAMS: [&str; 2] = ["app", "worker"];

/// The file that wasm-split writes for fetching the parts, as the main part names it.
const LOADER: &str = "__wasm_split.js";

/// What binaryen may use: all that today's browsers know, and nothing that only some do.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-multivalue",
    "--enable-simd",
];

/// Where one build of Trunk stands.
struct Build {
    /// Where rustc left the linked programs.
    linked: PathBuf,
    /// Trunk's folder, which becomes dist/.
    staging: PathBuf,
    /// Whether it is made small.
    release: bool,
}

/// Cuts every program of the build that Trunk is at.
///
/// # Errors
/// One line when Trunk did not call, or when a tool is missing or fails.
pub fn run(workspace: &Workspace) -> Result<(), Problem> {
    let staging = std::env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from).ok_or_else(|| {
        Problem::failed("`parts` is a step of Trunk's build and needs its TRUNK_STAGING_DIR")
    })?;
    let release = std::env::var_os("TRUNK_PROFILE") == Some(OsString::from("release"));
    let profile = if release { "web" } else { "debug" };
    let linked = workspace.target().join("wasm32-unknown-unknown").join(profile);
    let build = Build { linked, staging, release };
    for program in PROGRAMS {
        cut(&build, program)?;
    }
    Ok(())
}

fn cut(build: &Build, program: &str) -> Result<(), Problem> {
    let name = stem(&build.staging, program)?;
    let work = build.linked.join("parts").join(program);
    let folder = work.join(&name);
    // Parts of an earlier build must not stay among the new ones.
    let _ = fs::remove_dir_all(&work);
    fs::create_dir_all(&folder).map_err(|error| cannot(&folder, &error))?;

    // The name makes the loader import `../NAME.js`, and the main part is written one folder up.
    let mut split = Command::new("wasm-split-cli");
    split.arg(build.linked.join(format!("{program}.wasm"))).arg(&folder);
    split.arg("--out-name").arg(format!("../{name}"));
    command::run(&mut split)?;

    let main = work.join(format!("{name}.wasm"));
    let mut bindgen = Command::new("wasm-bindgen");
    bindgen.args(["--target=web", "--no-typescript", "--keep-lld-exports"]);
    bindgen.arg(format!("--out-name={name}")).arg("--out-dir").arg(&work).arg(&main);
    command::run(&mut bindgen)?;

    let script = work.join(format!("{name}.js"));
    let text = fs::read_to_string(&script).map_err(|error| cannot(&script, &error))?;
    // Only the script's import is another one; within the wasm the loader keeps its name.
    let text = text.replace(&format!("from \"./{LOADER}\""), &format!("from \"./{name}/{LOADER}\""));
    let wasm = work.join(format!("{name}_bg.wasm"));
    let bytes = fs::read(&wasm).map_err(|error| cannot(&wasm, &error))?;
    let (bytes, text) = short_names::shorten(&bytes, &text)?;
    fs::write(&script, text).map_err(|error| cannot(&script, &error))?;
    fs::write(&wasm, bytes).map_err(|error| cannot(&wasm, &error))?;
    shorten(build, &script, &build.staging.join(format!("{name}.js")))?;

    optimise(build, &wasm, &build.staging.join(format!("{name}_bg.wasm")))?;
    let target = build.staging.join(&name);
    fs::create_dir_all(&target).map_err(|error| cannot(&target, &error))?;
    for part in entries(&folder)? {
        let to = target.join(part.file_name().unwrap_or_default());
        if part.extension().is_some_and(|ending| ending == "wasm") {
            optimise(build, &part, &to)?;
        } else {
            shorten(build, &part, &to)?;
        }
    }
    Ok(())
}

/// The name that Trunk gave to a program's files: `worker`, or `app-` with a hash.
fn stem(staging: &Path, program: &str) -> Result<String, Problem> {
    let suffix = "_bg.wasm";
    entries(staging)?
        .iter()
        .filter_map(|path| path.file_name()?.to_str()?.strip_suffix(suffix))
        .find(|name| *name == program || name.strip_prefix(program).is_some_and(|rest| rest.starts_with('-')))
        .map(str::to_owned)
        .ok_or_else(|| Problem::failed(format!("Trunk built no {program}{suffix}")))
}

fn optimise(build: &Build, from: &Path, to: &Path) -> Result<(), Problem> {
    if !build.release {
        return fs::copy(from, to).map(|_| ()).map_err(|error| cannot(to, &error));
    }
    let mut opt = Command::new("wasm-opt");
    opt.args(FEATURES)
        .args(["-Oz", "--strip-producers", "--strip-target-features"])
        .arg(from)
        .arg("-o")
        .arg(to);
    command::run(&mut opt)
}

/// Makes a script small.
fn shorten(build: &Build, from: &Path, to: &Path) -> Result<(), Problem> {
    if !build.release {
        return fs::copy(from, to).map(|_| ()).map_err(|error| cannot(to, &error));
    }
    let mut esbuild = Command::new("esbuild");
    esbuild.args(["--minify", "--format=esm", "--target=es2022", "--log-level=error"]).arg(from);
    command::run(esbuild.arg(format!("--outfile={}", to.display())))
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let entries = fs::read_dir(folder).map_err(|error| cannot(folder, &error))?;
    Ok(entries.flatten().map(|entry| entry.path()).collect())
}

fn cannot(path: &Path, error: &std::io::Error) -> Problem {
    Problem::failed(format!("{} can't be read or written: {error}", path.display()))
}
