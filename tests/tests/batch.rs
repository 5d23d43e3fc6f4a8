//! A large batch of the native command, read by another program: ten thousand rows in, ten thousand messages out, each
//! without a defect and with the words that `postroom render` prints for its row.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on has to stop")]

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use postroom_tests::letters::read_batch;
use postroom_tests::project;

const ROWS: usize = 10_000;
/// Rows whose messages are compared with what `render` prints; a prime step meets every kind of row.
const STEP: usize = 499;

const LETTER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/batch-letter.md");

#[test]
fn ten_thousand_rows_are_ten_thousand_sound_messages() {
    let folder = std::env::temp_dir().join(format!("postroom-batch-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let list = folder.join("list.csv");
    std::fs::write(&list, list_of(ROWS)).unwrap();
    let out = folder.join("out.zip");
    postroom(&["export", LETTER, "--as", "zip", "--seed", "7", "--date", "2026-05-02T10:00:00Z", "--list"])
        .arg(&list)
        .arg("--out")
        .arg(&out)
        .status()
        .map(|status| assert!(status.success(), "export ended with {status}"))
        .unwrap();

    let (letters, manifest) = read_batch(&out);
    assert_eq!(letters.len(), ROWS);
    assert_eq!(manifest["rows"].as_array().map(Vec::len), Some(ROWS));
    let mut ids: Vec<&str> = letters.iter().map(|letter| letter.header("message-id")).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), ROWS, "every message has an id of its own");

    for letter in &letters {
        assert_eq!(letter.defects(), Vec::<&str>::new());
        assert_eq!(letter.types(), ["multipart/alternative", "text/plain", "text/html"]);
        let number = number_of(letter.header("to"));
        let (first_name, city) = person(number);
        assert_eq!(letter.header("subject"), format!("{first_name}, your notes from {city} – café"));
        assert!(letter.text().contains(&format!("number {number}\n")), "{}", letter.text());
        assert!(letter.header("list-unsubscribe").contains(&format!("/leave/{number}>")));
        if number.is_multiple_of(STEP) {
            assert_eq!(letter.text().trim_end(), rendered(&list, number, "text").trim_end());
            assert_eq!(letter.html().trim_end(), rendered(&list, number, "html").trim_end());
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

/// What `render` prints for a recipient. The header is row 1, so the first recipient stands in row 2.
fn rendered(list: &Path, number: usize, form: &str) -> String {
    let row = (number + 2).to_string();
    let output =
        postroom(&["render", LETTER, "--as", form, "--row", &row, "--list"]).arg(list).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    // Lines end with CRLF in a message and are read back with LF.
    String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n")
}

fn postroom(words: &[&str]) -> Command {
    let program = std::env::var_os("POSTROOM_BIN")
        .map_or_else(|| project::usual_place("target/debug/postroom"), PathBuf::from);
    let mut command = Command::new(program);
    command.args(words);
    command
}

fn list_of(rows: usize) -> String {
    let mut list = String::from("number,email,First name,city\n");
    for number in 0..rows {
        let (first_name, city) = person(number);
        writeln!(list, "{number},person{number}@post.example,\"{first_name}\",{city}").unwrap();
    }
    list
}

/// Names that have to be encoded in a header and escaped in HTML, and cities that take each way of the condition.
fn person(number: usize) -> (&'static str, &'static str) {
    const NAMES: [&str; 5] = ["Ann", "Åse", "小明", "Bob & Co <b>", "Ольга"];
    const CITIES: [&str; 3] = ["Bergen", "Tromsø", "東京"];
    (NAMES[number % NAMES.len()], CITIES[number % CITIES.len()])
}

fn number_of(to: &str) -> usize {
    let start = to.find("person").unwrap() + "person".len();
    to[start..].split('@').next().unwrap().parse().unwrap()
}
