//! Batches read back by Python's `email` and `zipfile`, by `unzip` and by 7-Zip, where these are installed.
#![allow(clippy::unwrap_used, reason = "these are tests; the helpers too")]

mod support;

use compose::{Cells as _, Format};
use outbox::header::HeaderText;
use outbox::{BatchFormat, Composer, Options};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use support::{HARD_TEXTS, List, NOW, compiled, export, letter, naughty};

/// Runs a program; `None`, with a word, where it is not installed.
fn run(program: &str, arguments: &[&Path]) -> Option<(bool, String)> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => {
            let text = [output.stdout, output.stderr].concat();
            Some((output.status.success(), String::from_utf8_lossy(&text).into_owned()))
        }
        Err(error) => {
            println!("skipped: {program} can't be run ({error})");
            None
        }
    }
}

fn temporary(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// What each message has to say, by its file.
fn meant(list: &List, format: Format) -> Value {
    let compiled = compiled(&letter(format));
    let mut composer = Composer::new(&compiled, Options { now: NOW, seed: 7 });
    let cells = list.cells();
    let mut all = Map::new();
    for (index, row) in composer_rows(&mut composer, list).into_iter().enumerate() {
        let Some(file) = row.file else { continue };
        let merged = compiled.merge(&compiled.context(&cells, index)).unwrap();
        let name = HeaderText::name(list.cell(index, 1)).as_str().to_owned();
        let text = HeaderText::new(&merged.fields.subject).as_str().to_owned();
        let header = HeaderText::new(merged.fields.headers[0].1.trim()).as_str().to_owned();
        let mut names = vec![
            "from",
            "to",
            "subject",
            "date",
            "message-id",
            "reply-to",
            "list-unsubscribe",
            "list-unsubscribe-post",
            "x-text",
            "content-language",
            "mime-version",
            "content-type",
        ];
        if merged.html.is_none() {
            names.push("content-transfer-encoding");
        }
        let expected = json!({
            "names": names,
            "subject": text,
            "from": ["Jörg Müller", "joerg@example.com"],
            "to": [name, row.address],
            "reply-to": ["Sales, Example", "sales@example.com"],
            "headers": {
                "x-text": header,
                "date": "Tue, 24 Nov 2026 02:00:00 +0000",
                "message-id": row.message_id,
                "list-unsubscribe-post": "List-Unsubscribe=One-Click",
                "content-language": "en",
            },
            "plain": merged.text,
            "html": merged.html,
        });
        all.insert(file, expected);
    }
    Value::Object(all)
}

fn composer_rows(composer: &mut Composer<'_>, list: &List) -> Vec<outbox::ManifestRow> {
    let mut export = support::start(composer.compiled(), list, BatchFormat::Zip);
    while !export.step(1 << 20).finished {}
    export.manifest().rows
}

#[track_caller]
fn check(name: &str, list: &List, format: Format) {
    let (zip, _) = export(&compiled(&letter(format)), list, BatchFormat::Zip, 100_000);
    let archive = temporary(&format!("{name}.zip"));
    let expected = temporary(&format!("{name}.json"));
    std::fs::write(&archive, &zip).unwrap();
    std::fs::write(&expected, meant(list, format).to_string()).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/read_back.py");
    if let Some((good, said)) = run("python3", &[&script, &archive, &expected]) {
        println!("{said}");
        assert!(good, "{said}");
    }
    for (program, test) in [("unzip", "-tqq"), ("7z", "t")] {
        if let Some((good, said)) = run(program, &[Path::new(test), &archive]) {
            assert!(good, "{program}: {said}");
        }
    }
}

#[test]
fn hard_texts_with_html() {
    check("hard-html", &List::of_texts(HARD_TEXTS.iter().copied()), Format::Html);
}

#[test]
fn hard_texts_in_markdown() {
    check("hard-markdown", &List::of_texts(HARD_TEXTS.iter().copied()), Format::Markdown);
}

#[test]
fn hard_texts_without_html() {
    check("hard-text", &List::of_texts(HARD_TEXTS.iter().copied()), Format::Text);
}

#[test]
fn naughty_strings() {
    let texts = naughty();
    check("naughty", &List::of_texts(texts.iter().map(String::as_str)), Format::Html);
}

#[test]
fn very_long_words() {
    let words = ["x".repeat(2_000), "é".repeat(2_000), "😀".repeat(500), format!("{} end", "y".repeat(997))];
    check("long", &List::of_texts(words.iter().map(String::as_str)), Format::Html);
}

#[test]
fn addresses_that_need_smtputf8() {
    let rows = [["jörg@example.org", "Jörg"], ["用户@例え.jp", ""], ["ann@bücher.example", "Ann, Lee"]];
    let rows = rows.map(|[address, name]| [address.to_owned(), name.to_owned(), "Grüße".to_owned()]);
    check("smtputf8", &List::new(rows), Format::Html);
}
