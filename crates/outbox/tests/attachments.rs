//! Attached files and images that the HTML shows, read back by mail-parser and by Python's `email`.
#![allow(clippy::unwrap_used, reason = "these are tests; the helpers too")]

mod support;

use compose::{Format, Letter};
use mail::Address;
use mail_parser::{MessageParser, MimeHeaders};
use outbox::{BatchFormat, Composer, Export, File, Options};
use std::process::Command;
use std::sync::Arc;
use support::{List, NOW, compiled, letter, naughty};

const OPTIONS: Options = Options { now: NOW, seed: 7 };
const ODD_NAME: &str = "Preisliste für „März“ — sehr, sehr langer Name (Entwurf; nicht weitergeben).pdf";

fn files() -> Arc<Vec<Arc<File>>> {
    let bytes: Vec<u8> = (0..=255).cycle().take(4_000).collect();
    let names = ["logo.png", "prices.pdf", "ann.txt", ODD_NAME];
    Arc::new(
        names
            .map(|name| Arc::new(File::new(name, if name == "ann.txt" { b"for Ann" } else { &bytes })))
            .to_vec(),
    )
}

fn letter_with(format: Format, body: &str, attachments: &[&str]) -> Letter {
    let attachments = attachments.iter().map(|name| (*name).to_owned()).collect();
    Letter { body: body.to_owned(), attachments, ..letter(format) }
}

fn message(letter: &Letter, text: &str) -> Result<Vec<u8>, String> {
    let compiled = compiled(letter);
    let mut composer = Composer::new(&compiled, OPTIONS).with_files(files());
    let cx = compiled.context(&List::of_texts([text]).cells(), 0);
    let mut out = Vec::new();
    let to = Address::parse("ann@example.org").unwrap();
    let done = composer.append(&cx, &to, None, 2, &mut out);
    done.map_err(|errors| errors.iter().map(|error| error.code.to_string()).collect::<Vec<_>>().join(" "))?;
    assert!(out.split(|byte| *byte == b'\n').all(|line| line.len() <= 998));
    Ok(out)
}

/// The types of all parts, as a tree in one line.
fn types(message: &[u8]) -> String {
    let script = "import email, email.policy, sys\n\
        m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)\n\
        assert not [d for p in m.walk() for d in p.defects], 'defects'\n\
        def show(p): return p.get_content_type() + ('(' + ' '.join(map(show, p.iter_parts())) + ')' if p.is_multipart() else '')\n\
        print(show(m))\n\
        for p in m.walk():\n\
        \x20 if p.get_filename(): print(p.get_filename(), p['content-id'], p.get_content_disposition(), len(p.get_payload(decode=True)))\n";
    use std::io::Write as _;
    let python = Command::new("python3")
        .args(["-c", script])
        .env("PYTHONUTF8", "1")
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn();
    let Ok(mut python) = python else {
        println!("skipped: python3 can't be run");
        return String::new();
    };
    python.stdin.take().unwrap().write_all(message).unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

#[track_caller]
fn check(letter: &Letter, text: &str, expected: &str) {
    let found = types(&message(letter, text).unwrap());
    assert!(found.is_empty() || found.trim_end() == expected, "{found}");
}

#[test]
fn parts_stand_where_mail_programs_look_for_them() {
    const TEXTS: &str = "multipart/alternative(text/plain text/html)";
    check(&letter_with(Format::Html, "<p>x", &[]), "", TEXTS);
    check(
        &letter_with(Format::Html, "<p>x", &["prices.pdf"]),
        "",
        &format!("multipart/mixed({TEXTS} application/pdf)\nprices.pdf None attachment 4000"),
    );
    check(
        &letter_with(Format::Html, "<img src=\"cid:logo.png\" alt=\"Logo\">", &[]),
        "",
        &format!("multipart/related({TEXTS} image/png)\nlogo.png <logo.png> inline 4000"),
    );
    check(
        &letter_with(
            Format::Html,
            "<img src=\"cid:logo.png\" alt=\"\">",
            &["prices.pdf", " prices.pdf ", ""],
        ),
        "",
        &format!(
            "multipart/mixed(multipart/related({TEXTS} image/png) application/pdf)\n\
             logo.png <logo.png> inline 4000\nprices.pdf None attachment 4000"
        ),
    );
    check(
        &letter_with(Format::Text, "Hello", &["prices.pdf"]),
        "",
        "multipart/mixed(text/plain application/pdf)\nprices.pdf None attachment 4000",
    );
}

#[test]
fn each_recipient_sees_their_own_image() {
    const TEXTS: &str = "multipart/alternative(text/plain text/html)";
    for (format, body) in [
        (Format::Html, "<img src=\"cid:logo.png\" alt=\"\"><img src=\"cid:{{ text }}\" alt=\"\">"),
        (Format::Markdown, "![](cid:logo.png) ![](cid:{{ text }})"),
        // One that is merged before it is laid out.
        (
            Format::Html,
            "<p {{ '' }}>x</p><style>p{}</style><img src=\"cid:logo.png\"><img src=\"cid:{{ text }}\">",
        ),
    ] {
        let letter = letter_with(format, body, &["prices.pdf"]);
        check(
            &letter,
            "ann.txt",
            &format!(
                "multipart/mixed(multipart/related({TEXTS} image/png text/plain) application/pdf)\n\
                 logo.png <logo.png> inline 4000\nann.txt <ann.txt> inline 7\nprices.pdf None attachment 4000"
            ),
        );
        // One image twice is one part.
        check(
            &letter,
            "logo.png",
            &format!(
                "multipart/mixed(multipart/related({TEXTS} image/png) application/pdf)\n\
                 logo.png <logo.png> inline 4000\nprices.pdf None attachment 4000"
            ),
        );
        assert_eq!(message(&letter, "bo.png").unwrap_err(), "image-missing", "{body}");
    }
    let letter = letter_with(Format::Html, "{% if text %}<img src=\"cid:{{ text }}\">{% endif %}<p>x", &[]);
    check(&letter, "", TEXTS);
    // A name that can't stand in an address is told, and not cut.
    assert_eq!(message(&letter, ODD_NAME).unwrap_err(), "image-missing");
}

#[test]
fn own_images_are_among_the_parts() {
    let letter =
        letter_with(Format::Html, "<img src=\"cid:{{ text }}\"><img src=\"cid:logo.png\">", &["prices.pdf"]);
    let compiled = compiled(&letter);
    let mut composer = Composer::new(&compiled, OPTIONS).with_files(files());
    let cx = compiled.context(&List::of_texts(["ann.txt"]).cells(), 0);
    let to = Address::parse("ann@example.org").unwrap();
    let (parts, _) = composer.parts(&cx, &to, None, 2).unwrap();
    let found: Vec<(&str, Option<&str>)> =
        parts.attachments.iter().map(|file| (file.name.as_str(), file.content_id.as_deref())).collect();
    assert_eq!(found, [("logo.png", Some("logo.png")), ("ann.txt", Some("ann.txt")), ("prices.pdf", None)]);
}

#[test]
fn each_recipient_gets_their_own_file() {
    let letter = letter_with(Format::Html, "<p>x", &["prices.pdf", "{{ text }}"]);
    let read = |text: &str| -> Vec<(String, Vec<u8>)> {
        let bytes = message(&letter, text).unwrap();
        let message = MessageParser::default().parse(&bytes).unwrap();
        let file = |part: &mail_parser::MessagePart<'_>| {
            (part.attachment_name().unwrap().to_owned(), part.contents().to_vec())
        };
        message.attachments().map(file).collect()
    };
    assert_eq!(read("").len(), 1);
    assert_eq!(read("ann.txt")[1], ("ann.txt".to_owned(), b"for Ann".to_vec()));
    assert_eq!(read(ODD_NAME)[1].0, ODD_NAME);
    assert_eq!(read(ODD_NAME)[1].1, read("")[0].1);
}

#[test]
fn what_is_not_there_is_said() {
    assert_eq!(message(&letter_with(Format::Html, "x", &["no.pdf"]), "").unwrap_err(), "attachment-missing");
    let image = letter_with(Format::Html, "<img src='cid:no.png'>", &[]);
    assert_eq!(message(&image, "").unwrap_err(), "image-missing");
}

#[test]
fn a_zip_holds_the_very_same_messages() {
    let letter = letter_with(
        Format::Html,
        "<p>{{ text }}<img src='cid:logo.png'>",
        &["prices.pdf", "ann.txt", "{{ text }}"],
    );
    let compiled = compiled(&letter);
    let list = List::of_texts(["ann.txt", "", ODD_NAME, ""]);
    let start = |format| {
        let composer = Composer::new(&compiled, OPTIONS).with_files(files());
        Export::new(composer, format, list.cells(), Box::new(list.rows()))
    };
    let alone = start(BatchFormat::Eml).step(usize::MAX).files;
    assert_eq!(alone.len(), 4);
    let zip = start(BatchFormat::Zip).step(usize::MAX).bytes;
    let mut batch = outbox::Batch::open(std::io::Cursor::new(zip)).unwrap();
    let rows = batch.manifest().rows.clone();
    for (row, (name, bytes)) in rows.iter().zip(&alone) {
        assert_eq!(row.file.as_deref(), Some(name.as_str()));
        assert!(batch.proved_message(row).unwrap() == *bytes);
    }
    assert_eq!(batch.verify().finish(), []);
}

#[test]
fn naughty_names_inject_nothing() {
    for name in naughty().iter().filter(|name| !name.trim().is_empty()) {
        let file = Arc::new(File::new(name, b"content"));
        let compiled = compiled(&letter_with(Format::Text, "Hello", &["{{ text }}"]));
        struct Any(Arc<File>);
        impl outbox::Files for Any {
            fn file(&self, _: &str) -> Result<Arc<File>, String> {
                Ok(self.0.clone())
            }
        }
        let mut composer = Composer::new(&compiled, OPTIONS).with_files(Arc::new(Any(file)));
        let cx = compiled.context(&List::of_texts([name.as_str()]).cells(), 0);
        let mut out = Vec::new();
        composer.append(&cx, &Address::parse("a@example.org").unwrap(), None, 2, &mut out).unwrap();
        let message = MessageParser::default().parse(&out).unwrap();
        assert_eq!(message.attachment_count(), 1, "{name:?}");
        assert_eq!(message.attachment(0).unwrap().contents(), b"content", "{name:?}");
        assert!(message.bcc().is_none());
        assert!(out.split(|byte| *byte == b'\n').all(|line| line.len() <= 998), "{name:?}");
    }
}
