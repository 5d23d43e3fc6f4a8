//! What the tests share: a list in memory, a letter, and the folder of shared corpora.
#![allow(dead_code, reason = "each test file uses a part of it")]

use compose::{Cells, Compiled, Format, Letter, Unsubscribe};
use mail::Address;
use outbox::{BatchFormat, Composer, Export, Options, Row, RowState};
use std::path::PathBuf;
use std::sync::Arc;

/// 24 November 2026, 02:00 UTC.
pub const NOW: i64 = 1_795_485_600;

/// A list in memory: columns `email`, `name`, `text`.
#[derive(Debug, Clone, Default)]
pub struct List {
    columns: Vec<String>,
    rows: Vec<[String; 3]>,
}

impl List {
    pub fn new(rows: impl IntoIterator<Item = [String; 3]>) -> List {
        List {
            columns: ["email", "name", "text"].map(str::to_owned).to_vec(),
            rows: rows.into_iter().collect(),
        }
    }

    /// A recipient for each text, which is also their name.
    pub fn of_texts<'t>(texts: impl IntoIterator<Item = &'t str>) -> List {
        let rows = texts.into_iter().enumerate();
        List::new(rows.map(|(i, text)| [format!("r{i}@example.org"), text.to_owned(), text.to_owned()]))
    }

    pub fn cells(&self) -> Arc<dyn Cells> {
        Arc::new(self.clone())
    }

    /// The rows for the batch: what is no address is rejected.
    pub fn rows(&self) -> Vec<Row> {
        let state = |row: &[String; 3]| match Address::parse(&row[0]) {
            Ok(address) => RowState::Kept { address, name: Some(row[1].clone()).filter(|n| !n.is_empty()) },
            Err(error) => RowState::Rejected { address: row[0].clone(), reason: error.code.to_owned() },
        };
        self.rows.iter().enumerate().map(|(i, row)| Row { number: i as u32 + 2, state: state(row) }).collect()
    }
}

impl Cells for List {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn cell(&self, row: usize, column: usize) -> &str {
        self.rows.get(row).and_then(|row| row.get(column)).map_or("", String::as_str)
    }
}

/// A letter with every field, that says `text` in subject, header and body.
pub fn letter(format: Format) -> Letter {
    Letter {
        subject: "{{ text }}".to_owned(),
        from: "Jörg \"the pen\" Müller <joerg@example.com>".replace("\"the pen\" ", ""),
        reply_to: "\"Sales, Example\" <sales@example.com>".to_owned(),
        format,
        language: "en".to_owned(),
        headers: vec![("X-Text".to_owned(), "v {{ text }}".to_owned())],
        unsubscribe: Unsubscribe {
            url: "https://example.com/u/{{ email }}".to_owned(),
            mailto: "unsub@example.com".to_owned(),
            one_click: true,
        },
        body: BODY.to_owned(),
        ..Letter::default()
    }
}

const BODY: &str = "\
<h1 style=\"color: #123456; font-family: Arial, Helvetica, sans-serif\">Hello {{ name }}</h1>

<p>This is what you wrote: {{ text }}. It is said again here, in a longer line that goes on and on until it \
has to be broken: {{ text }}</p>

<p>Grüße – from all of us.   
From the start of a line = equals
.
</p>
";

pub fn compiled(letter: &Letter) -> Compiled {
    let columns = ["email", "name", "text"].map(str::to_owned);
    let report = compose::compile(letter, &columns);
    report
        .value
        .unwrap_or_else(|| panic!("the letter of the test does not compile: {:?}", report.diagnostics))
}

/// The whole batch and its manifest, written in steps of this size.
pub fn export(compiled: &Compiled, list: &List, format: BatchFormat, step: usize) -> (Vec<u8>, Vec<u8>) {
    let mut export = start(compiled, list, format);
    let (mut bytes, mut manifest) = (Vec::new(), Vec::new());
    loop {
        let mut chunk = export.step(step);
        bytes.append(&mut chunk.bytes);
        manifest.append(&mut chunk.manifest);
        if chunk.finished {
            return (bytes, manifest);
        }
    }
}

pub fn start<'c>(compiled: &'c Compiled, list: &List, format: BatchFormat) -> Export<'c> {
    let composer = Composer::new(compiled, Options { now: NOW, seed: 7 });
    Export::new(composer, format, list.cells(), Box::new(list.rows()))
}

/// The folder of the shared corpora, where there is one.
pub fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("POSTROOM_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    folder.is_dir().then_some(folder)
}

/// The naughty strings, or a word that they are not there.
pub fn naughty() -> Vec<String> {
    let file = shared().map(|folder| folder.join("corpus/naughty/blns.json"));
    let Some(text) = file.and_then(|file| std::fs::read_to_string(file).ok()) else {
        println!("skipped: the corpus of naughty strings is not here");
        return Vec::new();
    };
    serde_json::from_str(&text).unwrap()
}

/// Texts that have broken mail programs before.
pub const HARD_TEXTS: &[&str] = &[
    "plain",
    "Grüße aus Köln",
    "🎉 Spring sale 🎉 with a very long subject line that has to be folded more than once 🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉",
    "日本語の件名はとても長くて、折り返しが必要になることがあります。とても長い件名です。",
    "  leading, trailing and   inner spaces  ",
    "=?utf-8?Q?already_encoded?=",
    "a =?b?= c",
    "line\r\nBcc: everybody@example.com\r\n\r\nbody",
    "tab\tand\u{b}vertical\u{c}feed\0nul",
    "\"quotes\" and \\backslashes\\, (comments) <brackets> [lists]; colons: at@signs.",
    ".\r\n..\r\nFrom me\r\n>From you",
    "=3D=\r\n=20",
    "e\u{301}\u{301}\u{301} combining, \u{202e}right to left\u{202c}, zero\u{200b}width, \u{feff}bom",
    "--=_boundary--",
    "'",
    ",",
    "@",
    "<>",
    "https://example.com/?a=b&c=d#e",
];
