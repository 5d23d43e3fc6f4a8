//! `cargo xtask fuzz`: inputs that nobody thought of, until the time is up or something breaks.
//!
//! libFuzzer needs no more than one stable compiler pass, so no other toolchain and no other tool are installed.

use std::process::Command;

use crate::command;
use crate::problem::Problem;
use crate::workspace::Workspace;

/// How long each target runs unless the user says otherwise, in seconds.
const SECONDS: u64 = 60;

/// Runs one target, or each of them, for so many seconds.
pub fn run(workspace: &Workspace, words: &[&str]) -> Result<(), Problem> {
    let all = targets(workspace);
    let (wanted, seconds) = match words {
        [] => (all.clone(), SECONDS),
        [target] => (vec![(*target).to_owned()], SECONDS),
        [target, seconds] => (vec![(*target).to_owned()], read_seconds(seconds)?),
        _ => return Err(Problem::Usage("`fuzz` takes a target and a number of seconds".into())),
    };
    if let Some(unknown) = wanted.iter().find(|target| !all.contains(target)) {
        return Err(Problem::Usage(format!("no target is called {unknown}; there are {}", all.join(", "))));
    }
    build(workspace, &wanted)?;
    for target in &wanted {
        println!("fuzzing {target} for {seconds} s");
        fuzz(workspace, target, seconds)?;
    }
    Ok(())
}

/// The targets by their names: a file each in fuzz/targets.
fn targets(workspace: &Workspace) -> Vec<String> {
    let files = std::fs::read_dir(workspace.root().join("fuzz/targets")).into_iter().flatten().flatten();
    let mut names: Vec<String> =
        files.filter_map(|file| Some(file.path().file_stem()?.to_str()?.to_owned())).collect();
    names.sort();
    names
}

fn read_seconds(word: &str) -> Result<u64, Problem> {
    word.parse().map_err(|_| Problem::Usage(format!("{word} is no number of seconds")))
}

fn build(workspace: &Workspace, targets: &[String]) -> Result<(), Problem> {
    // What libFuzzer is told of each branch, comparison and edge that an input takes.
    let flags = [
        "-Cpasses=sancov-module",
        "-Cllvm-args=-sanitizer-coverage-level=4",
        "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
        "-Cllvm-args=-sanitizer-coverage-pc-table",
        "-Cllvm-args=-sanitizer-coverage-trace-compares",
        "-Ccodegen-units=1",
        "--cfg=fuzzing",
    ];
    command::run(
        Command::new("cargo")
            // With a target named, the flags do not reach build scripts, which are not linked with libFuzzer.
            .args(["build", "--release", "--target", &host(), "--manifest-path", "fuzz/Cargo.toml"])
            .args(targets.iter().flat_map(|target| ["--bin", target]))
            .arg("--target-dir")
            .arg(workspace.target().join("fuzz"))
            .env("RUSTFLAGS", flags.join(" "))
            .current_dir(workspace.root()),
    )
}

fn host() -> String {
    command::answer(Command::new("rustc").args(["--print", "host-tuple"]))
        .unwrap_or_else(|| "x86_64-unknown-linux-gnu".to_owned())
}

fn fuzz(workspace: &Workspace, target: &str, seconds: u64) -> Result<(), Problem> {
    let found = workspace.target().join("fuzz").join("found").join(target);
    std::fs::create_dir_all(&found)
        .map_err(|error| Problem::failed(format!("{} can't be made: {error}", found.display())))?;
    let program = workspace.target().join("fuzz").join(host()).join("release").join(target);
    let mut run = Command::new(program);
    run.arg(format!("-max_total_time={seconds}"))
        .args(["-timeout=10", "-rss_limit_mb=2048", "-max_len=65536", "-print_final_stats=1", "-verbosity=0"])
        .arg(format!("-artifact_prefix={}/broken-", found.display()))
        .arg(&found)
        .arg(workspace.root().join("fuzz/seeds").join(target))
        .current_dir(workspace.root());
    command::run(&mut run).map_err(|_| {
        Problem::failed(format!(
            "{target} broke; the input is the newest {}/broken-*: make it a test before mending it",
            found.display()
        ))
    })
}
