//! The project's own files, for tests that read them.

use std::path::{Path, PathBuf};

/// The folder with the root Cargo.toml.
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// A file of the project as text; empty when it is not there.
pub fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_default()
}

/// The files below a folder of the project that have one of these endings, in a fixed order. Folders that hold
/// what was built or installed are left out.
pub fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    const BUILT: [&str; 5] = ["target", "dist", "node_modules", ".git", "shots"];
    let mut found = Vec::new();
    let mut waiting = vec![root().join(folder)];
    while let Some(next) = waiting.pop() {
        for entry in std::fs::read_dir(&next).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                if !BUILT.iter().any(|name| path.ends_with(name)) {
                    waiting.push(path);
                }
            } else if path.extension().is_some_and(|ending| endings.iter().any(|known| ending == *known)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// A path as people name it: from the root of the project.
pub fn name(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// Where something usually stands: a path from the root of the project, or a bare name that is looked up on PATH.
pub fn usual_place(usual: &str) -> PathBuf {
    if usual.contains('/') {
        return root().join(usual);
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .map(|folder| folder.join(usual))
        .find(|candidate| candidate.is_file())
        .unwrap_or_else(|| PathBuf::from(usual))
}
