//! The sample that a first visitor finds: the page ships it as JSON, the command as a letter file, and both are one
//! letter, without a single complaint.

use compose::Letter;
use diag::Severity;
use engine::Engine;
use engine::protocol::{Event, Request};
use recipients::ReadOptions;
use std::path::PathBuf;

fn sample(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../static/samples").join(name)
}

#[test]
fn the_pages_sample_is_the_letter_file() {
    let text = std::fs::read_to_string(sample("letter.md")).unwrap();
    let report = compose::read(&text);
    assert_eq!(report.diagnostics, []);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let json = serde_json::to_string_pretty(&report.value.letter).unwrap();
        std::fs::write(sample("letter.json"), json + "\n").unwrap();
    }
    let shipped = std::fs::read_to_string(sample("letter.json")).unwrap();
    let shipped: Letter = serde_json::from_str(&shipped).unwrap();
    assert_eq!(shipped, report.value.letter, "run this test with UPDATE_EXPECT=1");
}

#[test]
fn nothing_stops_the_sample_and_its_rows_add_up() {
    let mut engine = Engine::default();
    let request = Request::ReadList {
        name: "list.csv".into(),
        options: ReadOptions::default(),
        mapping: None,
        suppressed: Vec::new(),
        segment: String::new(),
    };
    let list = std::fs::read(sample("list.csv")).unwrap();
    let Some((Event::List(list), _)) = engine.run(request, list).pop() else { panic!() };
    let counts = list.counts;
    assert_eq!(counts.rows, counts.kept + counts.excluded + counts.rejected);
    assert!(counts.kept >= 20 && counts.excluded >= 1 && counts.rejected >= 1, "{counts:?}");
    let letter = compose::read(&std::fs::read_to_string(sample("letter.md")).unwrap()).value.letter;
    let check = Request::Check { letter, now: 1_795_500_000 };
    let Some((Event::Checked(report), _)) = engine.run(check, Vec::new()).pop() else { panic!() };
    assert_eq!(report.letters, counts.kept);
    let complaints: Vec<_> = report.findings.iter().filter(|f| f.severity != Severity::Info).collect();
    assert!(complaints.is_empty(), "{complaints:#?}");
}
