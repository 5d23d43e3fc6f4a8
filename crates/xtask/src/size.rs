//! `cargo xtask size`: what a visitor downloads, against a budget.

use std::path::{Path, PathBuf};

use crate::compress::{self, Sizes};
use crate::problem::Problem;
use crate::workspace::Workspace;

/// Files that are downloaded together.
struct Share {
    /// Its table in the budget; none where only the sizes are told.
    key: Option<&'static str>,
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
        let limit = share.key.map(|key| bytes(&budget, key, "brotli")).transpose()?;
        let sizes = compress::compress(&share.files, false)?;
        let total: u64 = sizes.iter().map(|sizes| sizes.brotli).sum();
        print_share(&dist, &share, &sizes, limit);
        if share.files.is_empty() {
            return Err(Problem::failed(format!(
                "the built app has no file for the budget of {}",
                share.title
            )));
        }
        if let Some(limit) = limit.filter(|limit| total > *limit) {
            over.push(format!("{} is {total} bytes as brotli, over its budget of {limit}", share.title));
        }
    }
    if over.is_empty() { Ok(()) } else { Err(Problem::failed(over.join("; "))) }
}

/// Splits the built files: the first load is the page, what it names, and the loader of the app's parts, which the
/// app's script imports; the engine is the worker's files, which come after the page can be used. The parts of both
/// are fetched when they are needed or nothing else is to be done; the editor comes last. In no share: samples, icons, guides.
fn shares(files: &[PathBuf], page: &str) -> Vec<Share> {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let folder = |path: &Path| name(path.parent().unwrap_or(path));
    let is_code = |path: &Path| path.extension().is_some_and(|e| e == "js" || e == "css" || e == "wasm");
    let mut shares = [
        Share { key: Some("first-load"), title: "the first load", files: Vec::new() },
        Share { key: Some("engine"), title: "the engine", files: Vec::new() },
        Share { key: None, title: "the parts, when needed", files: Vec::new() },
        Share { key: Some("editor"), title: "the editor", files: Vec::new() },
    ];
    for path in files {
        let is_loader = path.extension().is_some_and(|e| e == "js");
        let share = match (folder(path), name(path)) {
            (_, file) if file == "index.html" => 0,
            _ if !is_code(path) => continue,
            (_, file) if file == "editor.js" => 3,
            (folder, _) if folder.starts_with("app-") => {
                if is_loader {
                    0
                } else {
                    2
                }
            }
            (folder, _) if folder == "worker" => {
                if is_loader {
                    1
                } else {
                    2
                }
            }
            (_, file) if file.starts_with("worker") => 1,
            (_, file) if page.contains(&file) => 0,
            _ => continue,
        };
        if let Some(share) = shares.get_mut(share) {
            share.files.push(path.clone());
        }
    }
    shares.into()
}

/// A number of bytes in a share's table.
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

fn print_share(dist: &Path, share: &Share, sizes: &[Sizes], limit: Option<u64>) {
    println!("{:<44} {:>10} {:>10} {:>10}", share.title, "raw", "gzip", "brotli");
    for one in sizes {
        let path = one.path.strip_prefix(dist).unwrap_or(&one.path);
        println!("  {:<42} {:>10} {:>10} {:>10}", path.display().to_string(), one.raw, one.gzip, one.brotli);
    }
    let sum = |of: fn(&Sizes) -> u64| sizes.iter().map(of).sum::<u64>();
    let limit = limit.map(|limit| format!("  of {limit}")).unwrap_or_default();
    println!(
        "  {:<42} {:>10} {:>10} {:>10}{limit}",
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
            "dist/app-1/__wasm_split.js",
            "dist/app-1/split_steps.wasm",
            "dist/editor.js",
            "dist/index.html",
            "dist/samples/list.csv",
            "dist/style-2.css",
            "dist/sw.js",
            "dist/worker.js",
            "dist/worker/__wasm_split.js",
            "dist/worker/split_layout.wasm",
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
        assert_eq!(names(0), ["app-1_bg.wasm", "app-1.js", "__wasm_split.js", "index.html", "style-2.css"]);
        assert_eq!(names(1), ["worker.js", "__wasm_split.js", "worker_bg.wasm"]);
        assert_eq!(names(2), ["split_steps.wasm", "split_layout.wasm"]);
        assert_eq!(names(3), ["editor.js"]);
    }

    #[test]
    fn a_budget_that_says_nothing_is_refused() {
        assert_eq!(bytes("[engine]\nbrotli = 900_000\n", "engine", "brotli").unwrap(), 900_000);
        assert!(bytes("[engine]\nbrotli = 900_000\n", "first-load", "brotli").is_err());
        assert!(bytes("", "first-load", "brotli").is_err());
    }
}
