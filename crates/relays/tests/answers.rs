//! Every answer in `answers.toml` is read as it says. Adding a case is adding an entry.

use relays::{Answer, read_answer};
use serde::Deserialize;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    status: Option<u16>,
    body: String,
    expected: Answer,
}

#[test]
fn answers_are_read_as_the_table_says() {
    let cases: Cases = toml::from_str(include_str!("answers.toml")).unwrap();
    assert!(cases.case.len() > 20);
    for case in cases.case {
        assert_eq!(read_answer(case.status, &case.body), case.expected, "{}", case.name);
    }
}
