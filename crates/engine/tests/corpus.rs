//! Letters of others, all the way: opened, previewed, exported, saved as HTML and as a mail and opened again. What is lost
//! on the way has to be told.

// The helpers of a test are test code, too.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use compose::Letter;
use diag::{Diagnostic, Severity};
use engine::Engine;
use engine::protocol::{Event, ExportPlan, LetterForm, Request};
use mail_parser::MessageParser;
use recipients::ReadOptions;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const NOW: i64 = 1_795_500_000;

/// The folder of shared letters, which not every machine has.
fn shared() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = std::env::var_os("POSTROOM_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    Some(folder.join("corpus/newsletters")).filter(|folder| folder.is_dir())
}

fn open(engine: &mut Engine, name: &str, bytes: Vec<u8>) -> (Letter, Vec<Diagnostic>) {
    match engine.run(Request::ReadLetter { name: name.to_owned() }, bytes).pop() {
        Some((Event::Letter { letter, diagnostics, .. }, _)) => (*letter, diagnostics),
        other => panic!("{name}: {other:?}"),
    }
}

fn save(engine: &mut Engine, letter: &Letter, form: LetterForm) -> Vec<u8> {
    let request = Request::WriteLetter { letter: letter.clone(), form, now: NOW };
    match engine.run(request, Vec::new()).pop() {
        Some((Event::File { .. }, Some(bytes))) => bytes,
        other => panic!("{form:?}: {other:?}"),
    }
}

/// The words that a reader sees, without marks and addresses.
fn words(html: &str) -> BTreeSet<String> {
    let text = compose::html::to_text(html);
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3).map(str::to_lowercase).collect()
}

#[test]
fn letters_of_others_go_all_the_way() {
    let Some(folder) = shared() else {
        println!("skipped: the shared corpus is not here");
        return;
    };
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|end| end != "html") {
            continue;
        }
        seen += 1;
        let name = path.file_name().unwrap().to_str().unwrap();
        let mut engine = Engine::default();
        let source = std::fs::read(&path).unwrap();
        let (mut letter, said) = open(&mut engine, name, source.clone());
        letter.from = "Ann Lee <ann@example.com>".into();
        if letter.subject.is_empty() {
            letter.subject = "A letter of others".into();
        }
        // Every word of theirs stands in ours, but those of tags that were told.
        let told: String = said.iter().map(|said| said.message.to_lowercase()).collect();
        let ours = words(&letter.body);
        let lost: Vec<String> = words(&String::from_utf8_lossy(&source))
            .into_iter()
            .filter(|word| !ours.contains(word) && !told.contains(word.as_str()))
            .collect();
        assert!(lost.is_empty(), "{name}: {lost:?}");

        let compiled = compose::compile(&letter, &[]).value.unwrap();
        let mut fields: Vec<String> = compiled.uses().iter().map(|found| found.name.clone()).collect();
        fields.sort();
        fields.dedup();
        let row: Vec<&str> =
            fields
                .iter()
                .map(|name| {
                    if name.contains("url") || name.contains("email") {
                        "https://example.com/x"
                    } else {
                        "a|b"
                    }
                })
                .collect();
        let list = format!("email,{}\nbo@example.com,{}\n", fields.join(","), row.join(","));
        let (options, segment) = (ReadOptions::default(), String::new());
        let read = Request::ReadList {
            name: "list.csv".into(),
            options,
            mapping: None,
            suppressed: Vec::new(),
            segment,
        };
        engine.run(read, list.into_bytes());
        let compose = Request::Compose { letter: letter.clone(), at: 0, now: NOW, source: false };
        let answers = engine.run(compose, Vec::new());
        let [(Event::Composed(composed), _), (Event::Reviewed(review), _)] = answers.as_slice() else {
            panic!("{name}: {answers:?}")
        };
        let errors: Vec<&Diagnostic> =
            review.diagnostics.iter().filter(|found| found.severity == Severity::Error).collect();
        assert!(composed.good && errors.is_empty(), "{name}: {errors:?}");

        let export = Request::Export {
            letter: letter.clone(),
            format: "mbox".into(),
            now: NOW,
            seed: 7,
            plan: ExportPlan::default(),
        };
        let answers = engine.run(export, Vec::new());
        assert!(
            matches!(answers.last(), Some((Event::Exported(report), _)) if report.messages == 1),
            "{name}"
        );
        let bytes: Vec<u8> = answers
            .into_iter()
            .filter_map(|(event, bytes)| bytes.filter(|_| event == Event::Chunk))
            .flatten()
            .collect();
        let start = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1;
        let message = MessageParser::default().parse(&bytes[start..]).unwrap();
        assert_eq!(words(&message.body_html(0).unwrap()), words(&composed.html), "{name}");

        // As HTML and as a mail it says the same when it is opened again.
        let html = save(&mut engine, &letter, LetterForm::Html);
        let (again, _) = open(&mut engine, "again.html", html.clone());
        assert_eq!(again.body, String::from_utf8(html).unwrap(), "{name}");
        let mail = save(&mut engine, &letter, LetterForm::Message);
        let (mail, _) = open(&mut engine, "again.eml", mail);
        assert_eq!(
            (&mail.body, &mail.subject, &mail.from),
            (&again.body, &letter.subject, &letter.from),
            "{name}"
        );
        // A letter file is the letter.
        let file = save(&mut engine, &letter, LetterForm::Letter);
        assert_eq!(open(&mut engine, "again.md", file).0, letter, "{name}");
    }
    assert!(seen > 0);
}
