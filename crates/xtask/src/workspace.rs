//! Where things stand in this checkout.

use std::path::{Path, PathBuf};

/// The folders that chores read and write.
pub struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// The workspace that this program was built from; `CARGO_TARGET_DIR` moves its target folder.
    pub fn find() -> Workspace {
        // The crate stands two folders below the root, so `ancestors` has a third item.
        let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = crate_folder.ancestors().nth(2).unwrap_or(crate_folder).to_path_buf();
        let target =
            std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir));
        Workspace { root, target }
    }

    /// The folder with the root Cargo.toml.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Cargo's target folder.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Where tools go that belong to this checkout alone.
    pub fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    /// The built app.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The native command as the dev profile builds it. The relay only hands bytes on, so the dev profile serves
    /// it as well as the release profile does, and it shares its libraries with the tests.
    pub fn postroom(&self) -> PathBuf {
        self.target.join("debug").join(format!("postroom{}", std::env::consts::EXE_SUFFIX))
    }

    /// Names of the crates under crates/ that also have to build for wasm32: all but the two native programs.
    pub fn portable_crates(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(self.root.join("crates"))
            .into_iter()
            .flatten()
            .flatten()
            .filter(|entry| entry.path().join("Cargo.toml").is_file())
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| name != "cli" && name != "xtask")
            .collect();
        names.sort();
        names
    }
}
