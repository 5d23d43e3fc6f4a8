//! `cargo xtask bench`: how fast the engine's parts are on this machine.
//!
//! A bench is an example of its crate whose name says that it measures: `speed`, `…_speed` or `throughput`. Each says
//! itself what it measures and in which unit.

use std::process::Command;

use crate::command;
use crate::problem::Problem;
use crate::workspace::Workspace;

/// Runs the benches of every crate, or of those whose name is given.
pub fn run(workspace: &Workspace, crates: &[&str]) -> Result<(), Problem> {
    let all = benches(workspace);
    if let Some(unknown) = crates.iter().find(|name| !all.iter().any(|(krate, _)| krate == *name)) {
        let known: Vec<&str> = all.iter().map(|(krate, _)| krate.as_str()).collect();
        return Err(Problem::Usage(format!("{unknown} has no bench; {} have", known.join(", "))));
    }
    for (krate, example) in
        all.iter().filter(|(krate, _)| crates.is_empty() || crates.contains(&krate.as_str()))
    {
        println!("\n==> {krate}, {example}");
        let mut cargo = Command::new("cargo");
        cargo.args(["run", "--quiet", "--release", "--package", krate, "--example", example]);
        command::run(cargo.current_dir(workspace.root()))?;
    }
    Ok(())
}

/// Crates and their examples that measure.
fn benches(workspace: &Workspace) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for krate in workspace.portable_crates() {
        let folder = workspace.root().join("crates").join(&krate).join("examples");
        for file in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            if let Some(name) = file.path().file_stem().and_then(|stem| stem.to_str())
                && measures(name)
            {
                found.push((krate.clone(), name.to_owned()));
            }
        }
    }
    found.sort();
    found
}

fn measures(example: &str) -> bool {
    example == "throughput" || example == "speed" || example.ends_with("_speed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bench_is_found_by_its_name() {
        assert!(measures("speed") && measures("merge_speed") && measures("throughput"));
        assert!(!measures("explain") && !measures("speeding"));
        let found = benches(&Workspace::find());
        assert!(found.iter().any(|(krate, _)| krate == "compose"), "{found:?}");
    }
}
