//! The letters of the gallery: each with its rows, without a single complaint, and with words for every branch.

// The helpers of a test are test code, too.
#![allow(clippy::unwrap_used)]

use engine::Engine;
use engine::protocol::{Event, Request};
use recipients::ReadOptions;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../static/gallery")
}

fn names() -> Vec<String> {
    let files = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let letters = files.filter(|path| path.extension().is_some_and(|end| end == "md"));
    let mut names: Vec<String> =
        letters.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

#[test]
fn letters_of_the_gallery_give_nothing_to_complain_about() {
    let mut wrong = Vec::new();
    for name in names() {
        let file = |end: &str| std::fs::read(folder().join(format!("{name}.{end}"))).unwrap();
        let mut engine = Engine::default();
        let list = Request::ReadList {
            name: format!("{name}.csv"),
            options: ReadOptions::default(),
            mapping: None,
            suppressed: Vec::new(),
            segment: String::new(),
        };
        let Some((Event::List(list), _)) = engine.run(list, file("csv")).pop() else { panic!("{name}") };
        assert_eq!(list.counts.kept, list.counts.rows, "{name}: every row is good");
        let read = Request::ReadLetter { name: format!("{name}.md") };
        let Some((Event::Letter { letter, diagnostics, .. }, _)) = engine.run(read, file("md")).pop() else {
            panic!("{name}")
        };
        assert_eq!(diagnostics, [], "{name}");
        for at in 0..list.counts.kept {
            let compose =
                Request::Compose { letter: (*letter).clone(), at, now: 1_795_500_000, source: false };
            let answers = engine.run(compose, Vec::new());
            let [(Event::Composed(composed), _), (Event::Reviewed(review), _)] = answers.as_slice() else {
                panic!("{name}")
            };
            assert!(composed.good, "{name}");
            wrong.extend(review.diagnostics.iter().map(|found| format!("{name}: {found:?}")));
        }
        let check = Request::Check { letter: *letter, now: 1_795_500_000 };
        let Some((Event::Checked(report), _)) = engine.run(check, Vec::new()).pop() else { panic!("{name}") };
        wrong.extend(report.findings.iter().map(|found| format!("{name}: {found:?}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_gallery_has_nine_letters() {
    assert_eq!(names().len(), 9);
}
