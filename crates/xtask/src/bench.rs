//! `cargo xtask bench`: how fast the engine's parts are on this machine.
//!
//! A bench is an example of its crate whose name says that it measures: `speed`, `…_speed` or `throughput`. Each says
//! itself what it measures and in which unit. A run of all of them is kept in `benches/RESULTS.md`, between its marks.

use std::process::Command;

use crate::command;
use crate::problem::Problem;
use crate::workspace::Workspace;

/// Where results are kept, from the workspace's root.
const RESULTS: &str = "benches/RESULTS.md";
/// What a run of all benches replaces stands between these lines.
const MARKS: [&str; 2] = ["<!-- cargo xtask bench -->", "<!-- end -->"];

/// Runs the benches of every crate, or of those whose name is given.
pub fn run(workspace: &Workspace, crates: &[&str]) -> Result<(), Problem> {
    let all = benches(workspace);
    if let Some(unknown) = crates.iter().find(|name| !all.iter().any(|(krate, _)| krate == *name)) {
        let known: Vec<&str> = all.iter().map(|(krate, _)| krate.as_str()).collect();
        return Err(Problem::Usage(format!("{unknown} has no bench; {} have", known.join(", "))));
    }
    let mut results = machine();
    for (krate, example) in
        all.iter().filter(|(krate, _)| crates.is_empty() || crates.contains(&krate.as_str()))
    {
        println!("\n==> {krate}, {example}");
        let mut cargo = Command::new("cargo");
        cargo.args(["run", "--quiet", "--release", "--package", krate, "--example", example]);
        let (good, said) = command::listen(cargo.current_dir(workspace.root()))?;
        if !good {
            return Err(Problem::failed(format!("the bench {example} of {krate} broke")));
        }
        results.push_str(&format!("\n### {krate}, {example}\n\n```text\n{}\n```\n", said.trim_end()));
    }
    if crates.is_empty() { keep(workspace, &results) } else { Ok(()) }
}

/// When, and on what.
fn machine() -> String {
    let date = command::answer(Command::new("date").args(["-u", "+%Y-%m-%d"])).unwrap_or_default();
    let processors = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = processors.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or("a processor that does not tell its name", |(_, model)| model);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or("unknown").to_owned();
    format!("{date}, {model}, {cores} cores, load {load} at the start.\n")
}

/// Puts the results between the marks of the file.
fn keep(workspace: &Workspace, results: &str) -> Result<(), Problem> {
    let path = workspace.root().join(RESULTS);
    let failed = |error: std::io::Error| Problem::failed(format!("{RESULTS}: {error}"));
    let text = std::fs::read_to_string(&path).map_err(failed)?;
    let text =
        replaced(&text, results).ok_or_else(|| Problem::failed(format!("{RESULTS} has lost its marks")))?;
    std::fs::write(&path, text).map_err(failed)?;
    println!("\nkept in {RESULTS}");
    Ok(())
}

fn replaced(text: &str, results: &str) -> Option<String> {
    let [begin, end] = MARKS;
    let (before, rest) = text.split_once(begin)?;
    let (_, after) = rest.split_once(end)?;
    Some(format!("{before}{begin}\n{results}\n{end}{after}"))
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
    fn results_stand_between_the_marks() {
        let results = std::fs::read_to_string(Workspace::find().root().join(RESULTS)).unwrap();
        let new = replaced(&results, "new figures").unwrap();
        assert!(new.contains("<!-- cargo xtask bench -->\nnew figures\n<!-- end -->"));
        assert_eq!(replaced("no marks", ""), None);
    }

    #[test]
    fn every_bench_is_found_by_its_name() {
        assert!(measures("speed") && measures("merge_speed") && measures("throughput"));
        assert!(!measures("explain") && !measures("speeding"));
        let found = benches(&Workspace::find());
        assert!(found.iter().any(|(krate, _)| krate == "compose"), "{found:?}");
    }
}
