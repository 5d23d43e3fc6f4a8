//! The standard library for wasm32.
//!
//! rustup has it almost everywhere. Where rustup can't fetch it, Debian's rustc with the standard library's source
//! builds it within the project's own build, in about a minute.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{apt, find_in_path, say};
use crate::command;
use crate::problem::Problem;

const TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";

/// Makes sure that rustc can write wasm. Returns the variables that a wasm build needs: none with rustup's own
/// target.
pub fn ensure() -> Result<Vec<(String, OsString)>, Problem> {
    let sysroot =
        PathBuf::from(command::answer(Command::new("rustc").args(["--print", "sysroot"])).ok_or_else(
            || Problem::failed("rustc is needed and can't be found: install Rust, then try again"),
        )?);
    if library(&sysroot).is_dir() {
        return Ok(Vec::new());
    }
    if find_in_path("rustup").is_some() {
        say(
            &format!("Rust's {TARGET} target"),
            "the app and its engine run in the browser as wasm",
            "some seconds",
        );
        match command::run(Command::new("rustup").args(["target", "add", TARGET])) {
            Ok(()) if library(&sysroot).is_dir() => return Ok(Vec::new()),
            Ok(()) => {
                println!("rustup said that it added {TARGET}, but it is not there; trying Debian's rustc")
            }
            Err(problem) => println!("{problem}; trying Debian's rustc instead"),
        }
    }
    debian(&sysroot)
}

fn library(sysroot: &Path) -> PathBuf {
    sysroot.join("lib").join("rustlib").join(TARGET).join("lib")
}

fn debian(sysroot: &Path) -> Result<Vec<(String, OsString)>, Problem> {
    let packages = ["rustc-web", "rust-web-src"];
    let there = |package: &&str| command::answer(Command::new("dpkg").args(["--status", package])).is_some();
    if !packages.iter().all(there) {
        apt::install(
            &packages,
            &format!("a Rust compiler for {TARGET}"),
            "the app and its engine run in the browser as wasm",
        )?;
    }
    let host = command::answer(Command::new("rustc").args(["--print", "host-tuple"]))
        .unwrap_or_else(|| "x86_64-unknown-linux-gnu".to_owned());
    // Debian's compiler comes without a linker for wasm; rustup's own sysroot has one.
    let linker = sysroot.join("lib").join("rustlib").join(host).join("bin").join("rust-lld");
    Ok(vec![
        ("RUSTC".to_owned(), DEBIAN_RUSTC.into()),
        ("RUSTC_BOOTSTRAP".to_owned(), "1".into()),
        ("CARGO_UNSTABLE_BUILD_STD".to_owned(), "std,panic_abort".into()),
        ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER".to_owned(), linker.into_os_string()),
    ])
}
