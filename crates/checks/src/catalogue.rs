//! What each code means, for people: the same texts feed the app and the docs.

use serde::Deserialize;
use std::sync::LazyLock;

/// A code explained.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The code of the diagnostics that it explains.
    pub code: String,
    /// What it is about, as a heading.
    pub title: String,
    /// What happened.
    pub what: String,
    /// Why it matters.
    pub why: String,
    /// What to do.
    pub advice: String,
    /// How it looks when it is wrong, and when it is right.
    pub example: String,
    /// Where the rule comes from.
    #[serde(default)]
    pub references: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    check: Vec<Entry>,
}

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    // The file is part of the build, and a test reads it; should it ever be broken, there are no explanations.
    toml::from_str::<File>(include_str!("../data/checks.toml")).map(|file| file.check).unwrap_or_default()
});

/// All entries, in the order of a letter: fields first, then the body, then templates.
pub fn catalogue() -> &'static [Entry] {
    &ENTRIES
}

/// The entry of a code.
pub fn entry(code: &str) -> Option<&'static Entry> {
    ENTRIES.iter().find(|entry| entry.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    /// The codes that a crate's source names: the first argument of each constructor, and of our helpers.
    fn codes(folder: &Path, out: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                codes(&path, out);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]").next().unwrap();
            let quoted = text.split('"').skip(1).step_by(2);
            out.extend(
                quoted
                    .filter(|q| PREFIXES.iter().any(|p| q.starts_with(p)))
                    .filter(|q| q.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
                    .map(str::to_string),
            );
        }
    }

    /// What the codes of these two crates start with.
    const PREFIXES: &[&str] = &[
        "subject-",
        "preheader-",
        "from-",
        "reply-to-",
        "unsubscribe-",
        "html-",
        "image-",
        "link-",
        "text-missing",
        "text-old",
        "letter-",
        "postal-",
        "leftover-",
        "field-",
        "template-",
        "mjml-",
        "css-",
        "tag-",
        "front-matter-",
        "write-",
    ];

    #[test]
    fn every_code_is_explained_and_every_explanation_is_of_a_code() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut written = BTreeSet::new();
        codes(&here.join("src"), &mut written);
        codes(&here.join("../compose/src"), &mut written);
        let explained: BTreeSet<String> = catalogue().iter().map(|e| e.code.clone()).collect();
        assert_eq!(explained.len(), catalogue().len(), "each code once");
        let missing: Vec<_> = written.difference(&explained).collect();
        let idle: Vec<_> = explained.difference(&written).collect();
        assert!(missing.is_empty() && idle.is_empty(), "not explained: {missing:?}; no such code: {idle:?}");
    }

    #[test]
    fn every_entry_says_something() {
        for e in catalogue() {
            for text in [&e.title, &e.what, &e.why, &e.advice, &e.example] {
                assert!(!text.trim().is_empty(), "{}", e.code);
            }
            assert!(!e.title.ends_with('.') && e.what.ends_with('.') && e.why.ends_with('.'), "{}", e.code);
        }
    }
}
