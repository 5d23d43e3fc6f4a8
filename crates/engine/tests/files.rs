//! Files that go with a letter, in the engine as the browser drives it: taken, attached, shown, missed.

// The helpers of a test are test code, too.
#![allow(clippy::unwrap_used)]

use compose::Letter;
use engine::Engine;
use engine::protocol::{Event, ExportPlan, Request};
use mail_parser::{MessageParser, MimeHeaders};
use recipients::ReadOptions;

const LIST: &str =
    "email,file\nann@a.example,ann.pdf\nbo@b.example,bo.pdf\ncy@c.example,\ndi@d.example,bo.pdf\n";

fn letter() -> Letter {
    Letter {
        subject: "Your contract".into(),
        from: "Ann Lee <ann@example.com>".into(),
        attachments: vec!["terms.txt".into(), "{{ file | default('') }}".into()],
        body: "![Logo](cid:logo.png){width=80}\n\nHello".into(),
        ..Letter::default()
    }
}

fn engine() -> Engine {
    engine_with(LIST)
}

fn engine_with(list: &str) -> Engine {
    let mut engine = Engine::default();
    let (options, segment) = (ReadOptions::default(), String::new());
    let name = "list.csv".into();
    let request = Request::ReadList { name, options, mapping: None, suppressed: Vec::new(), segment };
    engine.run(request, list.into());
    engine
}

fn take(engine: &mut Engine, files: &[(&str, &[u8])]) {
    let bytes = files.iter().flat_map(|(_, bytes)| bytes.iter().copied()).collect();
    let files = files.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.len())).collect();
    assert_eq!(engine.run(Request::TakeFiles { files }, bytes), [(Event::Done, None)]);
}

#[test]
fn a_message_carries_what_its_row_names() {
    let mut engine = engine();
    take(
        &mut engine,
        &[("terms.txt", b"Be kind."), ("assets/ann.pdf", b"%PDF-ann"), ("logo.png", b"\x89PNG")],
    );
    let request = Request::Message { letter: letter(), at: 0, now: 1_795_500_000, seed: 7 };
    let Some((Event::Message(head), Some(bytes))) = engine.run(request, Vec::new()).pop() else { panic!() };
    assert_eq!(head.failed, None);
    let message = MessageParser::default().parse(&bytes).unwrap();
    let files: Vec<(&str, &[u8])> =
        message.attachments().map(|part| (part.attachment_name().unwrap(), part.contents())).collect();
    assert_eq!(
        files,
        [("logo.png", b"\x89PNG".as_slice()), ("terms.txt", b"Be kind."), ("ann.pdf", b"%PDF-ann"),]
    );
}

#[test]
fn what_is_no_message_is_no_letter() {
    let read = Request::ReadLetter { name: "letter.eml".into() };
    let answer = Engine::default().run(read, Vec::new()).pop();
    assert!(matches!(answer, Some((Event::Failed { .. }, None))), "{answer:?}");
}

#[test]
fn an_image_whose_name_can_not_stand_in_a_letter_is_told() {
    let mut engine = engine_with("email,photo\nann@a.example,my photo.png\nbo@b.example,bo.png\n");
    take(&mut engine, &[("my photo.png", b"x")]);
    let body = "![Yours](cid:{{ photo }})".into();
    let letter = Letter { body, attachments: Vec::new(), ..letter() };
    let Some((Event::FilesReport(report), _)) = engine.run(Request::ReportFiles { letter }, Vec::new()).pop()
    else {
        panic!()
    };
    let missing: Vec<(&str, bool)> =
        report.missing.iter().map(|file| (file.name.as_str(), file.unfit)).collect();
    assert_eq!(missing, [("bo.png", false), ("my photo.png", true)]);
    assert!(report.unused.is_empty(), "a letter names it");
}

#[test]
fn rows_without_their_own_image_are_told() {
    let mut engine = engine();
    take(&mut engine, &[("ann.pdf", b"x"), ("logo.png", b"x"), ("old.png", b"x")]);
    let body = "![Logo](cid:logo.png) {% if file %}![Yours](cid:{{ file }}){% endif %}".into();
    let letter = Letter { body, attachments: Vec::new(), ..letter() };
    let report = Request::ReportFiles { letter: letter.clone() };
    let Some((Event::FilesReport(report), _)) = engine.run(report, Vec::new()).pop() else { panic!() };
    assert_eq!((report.letters, report.attaching, report.lacking), (4, 0, 2));
    let missing: Vec<(&str, usize, &[u32])> =
        report.missing.iter().map(|file| (file.name.as_str(), file.letters, file.rows.as_slice())).collect();
    assert_eq!(missing, [("bo.pdf", 2, [3, 5].as_slice())]);
    assert_eq!(report.unused, ["old.png"]);

    let check = Request::Check { letter, now: 1_795_500_000 };
    let Some((Event::Checked(report), _)) = engine.run(check, Vec::new()).pop() else { panic!() };
    let finding = report.findings.iter().find(|found| found.code == "image-missing").unwrap();
    assert_eq!(finding.row, Some(3), "{finding:?}");
}

#[test]
fn rows_without_their_file_are_told_and_get_no_letter() {
    let mut engine = engine();
    take(&mut engine, &[("terms.txt", b"x"), ("ann.pdf", b"x"), ("old.pdf", b"x")]);
    let report = Request::ReportFiles { letter: letter() };
    let Some((Event::FilesReport(report), _)) = engine.run(report, Vec::new()).pop() else { panic!() };
    assert_eq!((report.letters, report.attaching, report.lacking), (4, 4, 2));
    let missing: Vec<(&str, usize, &[u32])> =
        report.missing.iter().map(|file| (file.name.as_str(), file.letters, file.rows.as_slice())).collect();
    assert_eq!(missing, [("bo.pdf", 2, [3, 5].as_slice()), ("logo.png", 4, &[])]);
    assert_eq!(report.unused, ["old.pdf"]);

    take(&mut engine, &[("logo.png", b"x")]);
    let check = Request::Check { letter: letter(), now: 1_795_500_000 };
    let Some((Event::Checked(report), _)) = engine.run(check, Vec::new()).pop() else { panic!() };
    let finding = report.findings.iter().find(|found| found.code == "attachment-missing").unwrap();
    assert!(finding.message.ends_with("in 2 letters") && finding.row == Some(3), "{finding:?}");

    let export = Request::Export {
        letter: letter(),
        format: "zip".into(),
        now: 1_795_500_000,
        seed: 7,
        plan: ExportPlan::default(),
    };
    let Some((Event::Exported(report), _)) = engine.run(export, Vec::new()).pop() else { panic!() };
    assert_eq!((report.messages, report.failed.len()), (2, 2));

    engine.run(Request::ForgetFiles { names: Vec::new() }, Vec::new());
    let report = Request::ReportFiles { letter: letter() };
    let Some((Event::FilesReport(report), _)) = engine.run(report, Vec::new()).pop() else { panic!() };
    assert_eq!((report.lacking, report.unused.len()), (4, 0));
}

#[test]
fn a_zip_is_unpacked() {
    let zip = outbox::zip_files(0, [("contracts/ann.pdf".to_owned(), b"one".as_slice())]);
    let mut engine = Engine::default();
    let Some((Event::Unzipped { files, left_out }, Some(bytes))) = engine.run(Request::Unzip, zip).pop()
    else {
        panic!()
    };
    assert_eq!((files[0].name.as_str(), files[0].bytes, left_out), ("ann.pdf", 3, 0));
    assert_eq!(bytes, b"one");
    let broken = engine.run(Request::Unzip, b"PK\x03\x04 no".to_vec()).pop();
    assert!(matches!(broken, Some((Event::Failed { .. }, None))));
}
