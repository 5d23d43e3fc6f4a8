//! The sample that a first visitor finds, without a single complaint.

use diag::Severity;
use engine::Engine;
use engine::protocol::{Event, Request};
use recipients::ReadOptions;
use std::path::PathBuf;

fn sample(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../static/samples").join(name)
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
