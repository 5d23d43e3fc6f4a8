//! The layers of the workspace: which crate may depend on which.
//!
//! ARCHITECTURE.md draws them in a block that starts with ```` ```layers ````: one layer a line, the highest first,
//! names apart by commas; below them the exceptions, `from -> to`. A crate may depend on crates of lower layers, and on
//! none of its own layer unless an exception says so.

use std::collections::BTreeSet;
use std::path::Path;

/// What ARCHITECTURE.md allows.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Layers {
    layers: Vec<Vec<String>>,
    exceptions: BTreeSet<(String, String)>,
}

impl Layers {
    /// Reads the block out of the document; empty when there is none.
    pub fn read(document: &str) -> Layers {
        let mut layers = Layers::default();
        let lines = document.lines().skip_while(|line| line.trim() != "```layers").skip(1);
        for line in lines.take_while(|line| line.trim() != "```").filter(|line| !line.trim().is_empty()) {
            match line.split_once("->") {
                Some((from, to)) => {
                    layers.exceptions.insert((from.trim().to_owned(), to.trim().to_owned()));
                }
                None => layers.layers.push(line.split(',').map(|name| name.trim().to_owned()).collect()),
            }
        }
        layers
    }

    /// How high a crate stands, from 0 for the highest layer.
    pub fn layer(&self, name: &str) -> Option<usize> {
        self.layers.iter().position(|layer| layer.iter().any(|member| member == name))
    }

    /// Whether one crate may depend on another.
    pub fn allows(&self, from: &str, to: &str) -> bool {
        let (Some(high), Some(low)) = (self.layer(from), self.layer(to)) else { return false };
        high < low || self.exceptions.contains(&(from.to_owned(), to.to_owned()))
    }

    /// Arrows of this manifest that are not allowed, as `from -> to`.
    pub fn forbidden(&self, manifest: &Manifest, ours: &BTreeSet<String>) -> Vec<String> {
        manifest
            .dependencies
            .iter()
            .filter(|to| ours.contains(*to) && !self.allows(&manifest.name, to))
            .map(|to| format!("{} -> {to}", manifest.name))
            .collect()
    }
}

/// What a Cargo.toml says that matters here.
#[derive(Debug, PartialEq, Eq)]
pub struct Manifest {
    /// The package's name; that of the root package is `app` in the drawing.
    pub name: String,
    /// Every package that it depends on, for building, testing, or on one target only.
    pub dependencies: BTreeSet<String>,
}

impl Manifest {
    /// Reads a Cargo.toml.
    ///
    /// # Errors
    /// The reason, when it is no TOML or names no package.
    pub fn read(text: &str) -> Result<Manifest, String> {
        let manifest: toml::Table = text.parse().map_err(|error| format!("{error}"))?;
        let name = manifest
            .get("package")
            .and_then(|package| package.get("name"))
            .and_then(toml::Value::as_str)
            .ok_or("it names no package")?;
        let mut dependencies = BTreeSet::new();
        collect(&manifest, &mut dependencies);
        for target in manifest.get("target").and_then(toml::Value::as_table).into_iter().flatten() {
            if let Some(table) = target.1.as_table() {
                collect(table, &mut dependencies);
            }
        }
        let name = if name == "postroom-app" { "app" } else { name };
        Ok(Manifest { name: name.to_owned(), dependencies })
    }

    /// Reads the Cargo.toml in a folder.
    ///
    /// # Errors
    /// The reason, when it can't be read.
    pub fn of(folder: &Path) -> Result<Manifest, String> {
        let path = folder.join("Cargo.toml");
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Manifest::read(&text).map_err(|error| format!("{}: {error}", path.display()))
    }
}

/// Dependencies of every kind. A renamed one is known by its package, or else a new name would be a way round.
fn collect(table: &toml::Table, into: &mut BTreeSet<String>) {
    for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
        for (name, value) in table.get(kind).and_then(toml::Value::as_table).into_iter().flatten() {
            let package = value.get("package").and_then(toml::Value::as_str).unwrap_or(name);
            into.insert(package.to_owned());
        }
    }
}
