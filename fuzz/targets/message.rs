//! What is merged into a message is what two readers find in it, and nothing else: texts, subject, names and file names
//! of any kind, parted by U+001F.
#![no_main]

use compose::{Cells, Compiled, Format, Letter};
use libfuzzer_sys::fuzz_target;
use mail::Address;
use mail_parser::MessageParser;
use outbox::{Batch, BatchFormat, Composer, Export, File, Files, Options, Row, RowState};
use std::io::Cursor;
use std::sync::{Arc, LazyLock};

#[derive(Debug)]
struct One([String; 3]);

impl Cells for One {
    fn columns(&self) -> &[String] {
        static COLUMNS: LazyLock<[String; 3]> = LazyLock::new(|| ["text", "name", "file"].map(str::to_owned));
        &*COLUMNS
    }

    fn rows(&self) -> usize {
        1
    }

    fn cell(&self, _: usize, column: usize) -> &str {
        self.0.get(column).map_or("", String::as_str)
    }
}

/// A file of whatever name is asked for.
struct Any;

impl Files for Any {
    fn file(&self, name: &str) -> Result<Arc<File>, String> {
        Ok(Arc::new(File::new(name, b"content")))
    }
}

static LETTERS: LazyLock<[Arc<Compiled>; 2]> = LazyLock::new(|| {
    [Format::Text, Format::Html].map(|format| {
        let letter = Letter {
            subject: "{{ text }}".to_owned(),
            from: "Ann <ann@example.com>".to_owned(),
            format,
            headers: vec![("X-Text".to_owned(), "{{ name }}".to_owned())],
            attachments: vec!["{{ file }}".to_owned()],
            body: "<p>Static text that is long enough to be known by its address.</p>\n{{ text }}.\n<b>{{ name }}</b> Another text of the letter itself, over and over.\n".to_owned(),
            ..Letter::default()
        };
        let columns = ["text", "name", "file"].map(str::to_owned);
        Arc::new(compose::compile(&letter, &columns).value.expect("the letter compiles"))
    })
});

fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

fuzz_target!(|text: &str| {
    let mut parts = text.splitn(3, '\u{1f}').map(str::to_owned);
    let row = [(); 3].map(|()| parts.next().unwrap_or_default());
    let (name, file) = (row[1].clone(), row[2].trim().to_owned());
    let cells: Arc<dyn Cells> = Arc::new(One(row));
    let to = Address::parse("reader@example.org").expect("an address");
    for compiled in LETTERS.iter() {
        let options = Options { now: 1_800_000_000, seed: 1 };
        let mut composer = Composer::new(compiled.clone(), options).with_files(Arc::new(Any));
        let cx = compiled.context(&cells, 0);
        let mut bytes = Vec::new();
        composer.append(&cx, &to, Some(&name), 2, &mut bytes).expect("any text can be merged");
        assert!(bytes.is_ascii(), "an ASCII address needs no SMTPUTF8");
        assert!(bytes.split(|byte| *byte == b'\n').all(|line| line.len() <= 999), "a line is too long");
        let message = MessageParser::default().parse(&bytes).expect("a message");
        assert!(message.bcc().is_none() && message.headers().len() <= 12);
        let merged = compiled.merge(&cx).expect("merged");
        // A text's last line break may belong to the boundary.
        let read = lines(&message.body_text(0).expect("a text part"));
        assert_eq!(read.trim_end_matches('\n'), lines(&merged.text).trim_end_matches('\n'));
        assert_eq!(message.attachment_count(), usize::from(!file.is_empty()));

        // The zip holds the very same bytes.
        let rows =
            vec![Row { number: 2, state: RowState::Kept { address: to.clone(), name: Some(name.clone()) } }];
        let composer = Composer::new(compiled.clone(), options).with_files(Arc::new(Any));
        let zip =
            Export::new(composer, BatchFormat::Zip, cells.clone(), Box::new(rows)).step(usize::MAX).bytes;
        let mut batch = Batch::open(Cursor::new(zip)).expect("a batch");
        let row = batch.manifest().rows[0].clone();
        assert_eq!(batch.proved_message(&row).expect("the message"), bytes);
        assert_eq!(batch.verify().finish(), []);
    }
});
