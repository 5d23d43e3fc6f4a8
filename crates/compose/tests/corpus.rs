//! Letters of others, written for other tools: they compile, merge, and keep their words.

// The helpers of a test are test code, too.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[allow(dead_code)]
mod common;

use common::Rows;
use compose::{Format, Letter};
use std::path::{Path, PathBuf};

/// The folder of shared test data, which not every machine has.
fn shared() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = std::env::var_os("POSTROOM_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    folder.join("corpus/newsletters").is_dir().then(|| folder.join("corpus/newsletters"))
}

/// The words of a text, without marks and addresses.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 3).map(str::to_lowercase).collect()
}

#[test]
fn letters_of_others_compile_and_keep_their_words() {
    let Some(folder) = shared() else {
        println!("skipped: the shared corpus is not here");
        return;
    };
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "html") {
            continue;
        }
        seen += 1;
        // Their tags are of another language: `{{#each}}` and the like are text here, as an import would make them.
        let source = std::fs::read_to_string(&path).unwrap();
        let body = source.replace("{{{", "{{").replace("}}}", "}}").replace("{{", "(").replace("}}", ")");
        let body = format!("{body}<!-- -->{{{{ name }}}}");
        let letter = Letter { format: Format::Html, subject: "Hi".into(), body, ..Letter::default() };
        let report = compose::compile(&letter, &["name".to_string()]);
        assert_eq!(report.diagnostics, [], "{}", path.display());
        let compiled = report.value.unwrap();
        let cells = Rows::of(&["name"], &[&["Ann"]]);
        let merged = compiled.merge(&compiled.context(&cells, 0)).unwrap();
        let html = merged.html.unwrap();
        assert!(!html.contains("zq"), "{}", path.display());
        let kept: std::collections::BTreeSet<String> = words(&merged.text).into_iter().collect();
        let shown = words(&compose::html::to_text(&letter.body));
        let lost: Vec<_> = shown.iter().filter(|word| !kept.contains(*word)).collect();
        assert!(lost.is_empty(), "{}: {lost:?}", path.display());
        assert!(html.matches("style=\"").count() > 10, "{}", path.display());
    }
    assert!(seen > 0);
}

#[test]
fn letters_of_others_are_imported_without_a_silent_loss() {
    let Some(folder) = shared() else {
        println!("skipped: the shared corpus is not here");
        return;
    };
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "html") {
            continue;
        }
        let name = path.file_name().unwrap().to_str().unwrap();
        let source = std::fs::read_to_string(&path).unwrap();
        let report = compose::import(name, &source, &[]);
        let letter = report.value;
        // A tag that stands no longer as it was has its own line in the report.
        for theirs in source.split("{{").skip(1).filter_map(|rest| rest.split_once("}}")).map(|(tag, _)| tag)
        {
            let tag = format!("{{{{{theirs}}}}}");
            let told = report.diagnostics.iter().any(|d| d.message.contains(tag.trim_end_matches('}')));
            assert!(letter.body.contains(&tag) || letter.subject.contains(&tag) || told, "{name}: {tag}");
        }
        let compiled = compose::compile(&letter, &[]);
        let errors: Vec<_> =
            compiled.diagnostics.iter().filter(|d| d.severity == diag::Severity::Error).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
        let fields: Vec<String> =
            compiled.value.unwrap().uses().iter().map(|found| found.name.clone()).collect();
        let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
        let cells = Rows::of(&fields, &[&vec!["a|b"; fields.len()]]);
        let compiled = compose::compile(&letter, cells.columns()).value.unwrap();
        let merged = compiled.merge(&compiled.context(&cells, 0)).unwrap();
        // Braces that are meant as braces are written as references.
        let meant = source.matches("&#123;&#123;").count();
        assert_eq!(merged.text.matches("{{").count(), meant, "{name}");
        assert!(merged.html.unwrap().matches("{{").count() <= meant, "{name}");
        assert!(
            letter.subject.is_empty() == (!source.contains("<title>") || source.contains("<title></title>")),
            "{name}"
        );
    }
}
