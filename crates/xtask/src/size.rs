//! `cargo xtask size`: what a visitor downloads, against a budget.

use std::path::{Path, PathBuf};

use crate::compress::{self, Sizes};
use crate::problem::Problem;
use crate::workspace::Workspace;

/// One thing that has a budget: files that are downloaded together.
struct Share {
    key: &'static str,
    title: &'static str,
    files: Vec<PathBuf>,
}

/// Measures the built app. Fails when a share is over its budget.
pub fn run(workspace: &Workspace) -> Result<(), Problem> {
    let budget_file = workspace.root().join("size-budget.toml");
    let budget = std::fs::read_to_string(&budget_file)
        .map_err(|error| Problem::failed(format!("{} can't be read: {error}", budget_file.display())))?;
    let dist = workspace.dist();
    let page = std::fs::read_to_string(dist.join("index.html"))
        .map_err(|_| Problem::failed("there is no built app in dist/: run `cargo xtask build` first"))?;
    let files = compress::compressible(&dist);
    let mut over = Vec::new();
    for share in shares(&files, &page) {
        let limit = bytes(&budget, share.key, "brotli")?;
        let goal = bytes(&budget, share.key, "goal")?;
        let sizes = compress::compress(&share.files, false)?;
        let total: u64 = sizes.iter().map(|sizes| sizes.brotli).sum();
        print_share(&dist, &share, &sizes, limit, goal);
        if share.files.is_empty() {
            return Err(Problem::failed(format!(
                "the built app has no file for the budget of {}",
                share.title
            )));
        }
        if total > limit {
            over.push(format!("{} is {total} bytes as brotli, over its budget of {limit}", share.title));
        }
    }
    if over.is_empty() { Ok(()) } else { Err(Problem::failed(over.join("; "))) }
}

/// Splits the built files: the first load is the page and what it names; the engine is the worker's files, which
/// come after the page can be used; the editor comes last. Fetched when needed, and in neither share: samples, icons, guides.
fn shares(files: &[PathBuf], page: &str) -> Vec<Share> {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let is_code = |path: &Path| path.extension().is_some_and(|e| e == "js" || e == "css" || e == "wasm");
    let (engine, rest): (Vec<PathBuf>, Vec<PathBuf>) =
        files.iter().cloned().partition(|path| is_code(path) && name(path).starts_with("worker"));
    let first = rest
        .into_iter()
        .filter(|path| name(path) == "index.html" || (is_code(path) && page.contains(&name(path))))
        .collect();
    let editor = files.iter().filter(|path| name(path) == "editor.js").cloned().collect();
    vec![
        Share { key: "first-load", title: "the first load", files: first },
        Share { key: "engine", title: "the engine", files: engine },
        Share { key: "editor", title: "the editor", files: editor },
    ]
}

/// A number of bytes in a share's table: `brotli` is the budget, `goal` what it has to come down to.
fn bytes(budget: &str, key: &str, name: &str) -> Result<u64, Problem> {
    let wrong = |why: &str| Problem::failed(format!("size-budget.toml: {why}"));
    let table: toml::Table = budget.parse().map_err(|error| wrong(&format!("{error}")))?;
    table
        .get(key)
        .and_then(|share| share.get(name))
        .and_then(toml::Value::as_integer)
        .and_then(|bytes| u64::try_from(bytes).ok())
        .ok_or_else(|| wrong(&format!("no `{name}` bytes under [{key}]")))
}

fn print_share(dist: &Path, share: &Share, sizes: &[Sizes], limit: u64, goal: u64) {
    println!("{:<44} {:>10} {:>10} {:>10}", share.title, "raw", "gzip", "brotli");
    for one in sizes {
        let path = one.path.strip_prefix(dist).unwrap_or(&one.path);
        println!("  {:<42} {:>10} {:>10} {:>10}", path.display().to_string(), one.raw, one.gzip, one.brotli);
    }
    let sum = |of: fn(&Sizes) -> u64| sizes.iter().map(of).sum::<u64>();
    println!(
        "  {:<42} {:>10} {:>10} {:>10}  of {limit}, goal {goal}",
        "in all",
        sum(|s| s.raw),
        sum(|s| s.gzip),
        sum(|s| s.brotli)
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_load_is_what_the_page_names() {
        let files: Vec<PathBuf> = [
            "dist/app-1_bg.wasm",
            "dist/app-1.js",
            "dist/editor.js",
            "dist/index.html",
            "dist/samples/list.csv",
            "dist/style-2.css",
            "dist/sw.js",
            "dist/worker.js",
            "dist/worker_bg.wasm",
        ]
        .iter()
        .map(PathBuf::from)
        .collect();
        let page = "<link href=/style-2.css><script>import '/app-1.js'; init('/app-1_bg.wasm')</script>";
        let shares = shares(&files, page);
        let names = |at: usize| {
            shares[at].files.iter().map(|p| p.file_name().unwrap().to_str().unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(names(0), ["app-1_bg.wasm", "app-1.js", "index.html", "style-2.css"]);
        assert_eq!(names(1), ["worker.js", "worker_bg.wasm"]);
        assert_eq!(names(2), ["editor.js"]);
    }

    #[test]
    fn a_budget_that_says_nothing_is_refused() {
        assert_eq!(bytes("[engine]\nbrotli = 900_000\n", "engine", "brotli").unwrap(), 900_000);
        assert!(bytes("[engine]\nbrotli = 900_000\n", "engine", "goal").is_err());
        assert!(bytes("", "first-load", "brotli").is_err());
    }
}
