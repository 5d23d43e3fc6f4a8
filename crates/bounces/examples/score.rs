//! Scores the corpus: `cargo run -p bounces --example score [tune|hold|second|last|all] [crlf|cr] [-v]`.

#[path = "../tests/scoring/mod.rs"]
mod scoring;

use scoring::{Ends, Share};

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let has = |word: &str| words.iter().any(|w| w == word);
    let Some(folder) = scoring::corpus() else {
        println!("skipped: the corpus is not there (set POSTROOM_SHARED to its folder)");
        return;
    };
    let share = if has("tune") {
        Share::Tune
    } else if has("hold") {
        Share::Hold
    } else if has("second") {
        Share::Second
    } else if has("last") {
        Share::Last
    } else {
        Share::All
    };
    let ends = if has("crlf") {
        Ends::Crlf
    } else if has("cr") {
        Ends::Cr
    } else {
        Ends::AsStored
    };
    let score = scoring::score(&folder, share, ends);
    scoring::print(&format!("{share:?}, line ends {ends:?}"), &score);
    if has("-v") {
        let lines = score.faults.iter().cloned();
        let invented = score.invented.iter().map(|line| format!("INVENTED {line}"));
        let alarms = score.false_alarms.iter().map(|line| format!("ALARM {line}"));
        let mut all: Vec<String> = lines.chain(invented).chain(alarms).collect();
        all.sort();
        all.iter().for_each(|line| println!("{line}"));
    }
}
