//! The shared corpus, with the bars that are reached. Skipped, with a word, where the corpus is absent.

mod scoring;

use scoring::{Ends, Share, score};

/// Percentages below which the test fails: decoded, causes, reply codes, enhanced codes, recipients, hard or
/// soft. docs/bounces.md says where the truth is not followed and why.
const BARS: [f64; 6] = [99.0, 95.0, 98.0, 99.0, 99.0, 97.0];

#[track_caller]
fn check(ends: Ends) {
    let Some(folder) = scoring::corpus() else {
        println!("skipped: the corpus is not there (set POSTROOM_SHARED to its folder)");
        return;
    };
    let score = score(&folder, Share::All, ends);
    scoring::print(&format!("line ends {ends:?}"), &score);
    let reached = [score.decoded, score.causes, score.replies, score.enhanced, score.recipients, score.hard];
    for (rate, bar) in reached.iter().zip(BARS) {
        assert!(rate.percent() >= bar, "{rate:?} is below {bar} %:\n{}", score.faults.join("\n"));
    }
    assert!(score.false_alarms.is_empty(), "{:?}", score.false_alarms);
    assert!(score.not_in_text.is_empty(), "{:?}", score.not_in_text);
}

#[test]
fn as_stored() {
    check(Ends::AsStored);
}

#[test]
fn with_crlf() {
    check(Ends::Crlf);
}

#[test]
fn with_bare_cr() {
    check(Ends::Cr);
}

#[test]
fn line_ends_change_nothing() {
    let Some(folder) = scoring::corpus() else {
        println!("skipped: the corpus is not there (set POSTROOM_SHARED to its folder)");
        return;
    };
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.ends_with(".eml") {
            continue;
        }
        let bytes = std::fs::read(entry.path()).unwrap();
        let stored = bounces::explain(&bytes, None);
        for ends in [Ends::Crlf, Ends::Cr] {
            assert_eq!(
                bounces::explain(&scoring::with_ends(bytes.clone(), ends), None),
                stored,
                "{name} {ends:?}"
            );
        }
    }
}
