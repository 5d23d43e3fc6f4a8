//! No crate depends on one that stands above or beside it, except where ARCHITECTURE.md says so.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on has to stop")]

use std::collections::BTreeSet;

use postroom_tests::layers::{Layers, Manifest};
use postroom_tests::project;

/// Programs that stand outside the drawing: the chores depend on nothing of ours, the tests on what they like.
const OUTSIDE: [&str; 2] = ["xtask", "postroom-tests"];

fn manifests() -> Vec<Manifest> {
    let mut folders = vec![project::root().to_path_buf()];
    for entry in std::fs::read_dir(project::root().join("crates")).unwrap() {
        let folder = entry.unwrap().path();
        if folder.join("Cargo.toml").is_file() {
            folders.push(folder);
        }
    }
    folders.iter().map(|folder| Manifest::of(folder).unwrap()).collect()
}

fn drawn() -> Layers {
    Layers::read(&project::read("ARCHITECTURE.md"))
}

#[test]
fn every_arrow_is_drawn() {
    let manifests = manifests();
    let ours: BTreeSet<String> = manifests.iter().map(|manifest| manifest.name.clone()).collect();
    let layers = drawn();
    let mut wrong = Vec::new();
    for manifest in &manifests {
        if OUTSIDE.contains(&manifest.name.as_str()) {
            wrong.extend(
                manifest.dependencies.intersection(&ours).map(|to| format!("{} -> {to}", manifest.name)),
            );
        } else {
            wrong.extend(layers.forbidden(manifest, &ours));
        }
    }
    assert!(wrong.is_empty(), "arrows that ARCHITECTURE.md does not allow: {}", wrong.join(", "));
}

#[test]
fn every_crate_is_drawn() {
    let layers = drawn();
    let missing: Vec<String> = manifests()
        .into_iter()
        .map(|manifest| manifest.name)
        .filter(|name| !OUTSIDE.contains(&name.as_str()) && layers.layer(name).is_none())
        .collect();
    assert!(missing.is_empty(), "not in the layers of ARCHITECTURE.md: {}", missing.join(", "));
}

const DRAWING: &str = "\
Words.

```layers
app, cli
engine
checks, compose, bounces
mail
diag
checks -> compose
```

More words, and an arrow -> that means nothing.
";

#[track_caller]
fn check(manifest: &str, forbidden: &[&str]) {
    let ours = ["app", "cli", "engine", "checks", "compose", "bounces", "mail", "diag"];
    let ours: BTreeSet<String> = ours.into_iter().map(str::to_owned).collect();
    let found = Layers::read(DRAWING).forbidden(&Manifest::read(manifest).unwrap(), &ours);
    assert_eq!(found, forbidden);
}

#[test]
fn down_is_allowed_however_far() {
    check("package.name = 'postroom-app'\n[dependencies]\nengine = '1'\ndiag = '1'\nserde = '1'\n", &[]);
    check("package.name = 'checks'\n[dependencies]\nmail = '1'\ncompose.workspace = true\n", &[]);
}

#[test]
fn up_is_forbidden() {
    check("package.name = 'mail'\n[dependencies]\nengine = '1'\n", &["mail -> engine"]);
    check("package.name = 'diag'\n[dev-dependencies]\nmail = '1'\n", &["diag -> mail"]);
}

#[test]
fn sideways_is_forbidden_but_for_the_exception() {
    check("package.name = 'bounces'\n[dependencies]\ncompose = '1'\n", &["bounces -> compose"]);
    check("package.name = 'compose'\n[dependencies]\nchecks = '1'\n", &["compose -> checks"]);
    check("package.name = 'cli'\n[dependencies]\npostroom = { package = 'app' }\n", &["cli -> app"]);
}

#[test]
fn every_kind_of_dependency_counts() {
    check("package.name = 'mail'\n[build-dependencies]\ncompose = '1'\n", &["mail -> compose"]);
    check(
        "package.name = 'mail'\n[target.'cfg(unix)'.dependencies]\nother = { package = 'bounces' }\n",
        &["mail -> bounces"],
    );
}

#[test]
fn a_crate_that_is_not_drawn_may_depend_on_nothing_of_ours() {
    check("package.name = 'new'\n[dependencies]\ndiag = '1'\n", &["new -> diag"]);
}

/// CONTRIBUTING.md says of each dependency why it and not another, and of nothing else.
#[test]
fn every_dependency_is_argued_for() {
    let contributing = project::read("CONTRIBUTING.md");
    let rows = contributing
        .lines()
        .skip_while(|line| !line.starts_with("## Dependencies"))
        .filter_map(|line| line.strip_prefix("| ")?.split(" |").next())
        .filter(|cell| *cell != "crate" && !cell.ends_with("(npm)"));
    let argued: BTreeSet<&str> = rows.flat_map(|cell| cell.split(", ")).collect();
    let mut manifests = manifests();
    manifests.push(Manifest::of(&project::root().join("tests")).unwrap());
    let ours: BTreeSet<&str> = manifests.iter().map(|manifest| manifest.name.as_str()).collect();
    let used: BTreeSet<&str> =
        manifests.iter().flat_map(|manifest| &manifest.dependencies).map(String::as_str).collect();
    let missing: Vec<&&str> = used.difference(&argued).filter(|name| !ours.contains(**name)).collect();
    assert!(missing.is_empty(), "no line in CONTRIBUTING.md says why: {missing:?}");
    let stale: Vec<&&str> = argued.difference(&used).collect();
    assert!(stale.is_empty(), "CONTRIBUTING.md argues for what nobody uses: {stale:?}");
}
