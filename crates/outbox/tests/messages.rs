//! Single messages, read back with mail-parser.
#![allow(clippy::unwrap_used, reason = "these are tests; the helpers too")]

mod support;

use compose::{Compiled, Format, Letter, Unsubscribe};
use diag::Diagnostic;
use mail::Address;
use mail_parser::{Message, MessageParser};
use outbox::header::HeaderText;
use outbox::{Composer, MessageMeta, Options};
use proptest::prelude::*;
use std::sync::{Arc, LazyLock};
use support::{HARD_TEXTS, List, NOW, compiled, letter, naughty};

const OPTIONS: Options = Options { now: NOW, seed: 7 };

/// The letter of the tests with and without HTML.
static COMPILED: LazyLock<[Compiled; 2]> =
    LazyLock::new(|| [Format::Html, Format::Text].map(|format| compiled(&letter(format))));

/// The message of the first row.
fn message(letter: &Letter, list: &List) -> Result<(MessageMeta, Vec<u8>), Vec<Diagnostic>> {
    message_of(&compiled(letter), list)
}

fn message_of(compiled: &Compiled, list: &List) -> Result<(MessageMeta, Vec<u8>), Vec<Diagnostic>> {
    let mut composer = Composer::new(compiled, OPTIONS);
    let cx = compiled.context(&list.cells(), 0);
    let to = Address::parse("ann@example.org").unwrap();
    let mut out = b"before".to_vec();
    let meta = composer.message(&cx, &to, Some("Ann Lee"), 2, &mut out);
    match meta {
        Ok(meta) => Ok((meta, out.split_off(6))),
        Err(errors) => {
            assert_eq!(out, b"before", "a failed message leaves nothing behind");
            Err(errors)
        }
    }
}

fn one(text: &str) -> List {
    List::of_texts([text])
}

fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

fn codes(diagnostics: &[Diagnostic]) -> Vec<(&str, Option<u32>)> {
    diagnostics.iter().map(|d| (d.code.as_ref(), d.row)).collect()
}

#[track_caller]
fn text_of(message: &Message<'_>) -> String {
    lines(&message.body_text(0).unwrap())
}

/// Checks one text in all places of both kinds of letter.
#[track_caller]
fn check(text: &str) {
    for compiled in COMPILED.iter() {
        let (meta, raw) = message_of(compiled, &one(text)).unwrap();
        assert!(raw.is_ascii());
        assert!(raw.split(|b| *b == b'\n').all(|line| line.len() <= 999));
        let read = MessageParser::default().parse(&raw).unwrap();
        assert_eq!(read.message_id().map(|id| format!("<{id}>")).as_deref(), Some(meta.message_id.as_str()));
        let to = read.to().unwrap().first().unwrap();
        assert_eq!((to.name(), to.address()), (Some("Ann Lee"), Some("ann@example.org")));
        assert_eq!(read.date().unwrap().to_timestamp(), NOW);
        let merged = compiled.merge(&compiled.context(&one(text).cells(), 0)).unwrap();
        assert_eq!(read.subject().unwrap_or_default(), HeaderText::new(&merged.fields.subject).as_str());
        assert_eq!(text_of(&read).trim_end_matches('\n'), lines(&merged.text).trim_end_matches('\n'));
        if let Some(html) = merged.html {
            assert_eq!(read.html_part(0).unwrap().text_contents().map(lines), Some(lines(&html)));
        }
        assert_eq!(read.header_values("Subject").count(), 1);
        assert_eq!(read.header_values("Bcc").count(), 0);
    }
}

#[test]
fn hard_texts() {
    HARD_TEXTS.iter().for_each(|text| check(text));
}

#[test]
fn naughty_strings() {
    naughty().iter().for_each(|text| check(text));
}

#[test]
fn the_bytes_of_a_small_message() {
    let mut letter = letter(Format::Text);
    letter.body = "Hello {{ name }}\n".to_owned();
    let (meta, raw) = message(&letter, &one("Grüße")).unwrap();
    let expected = format!(
        "From: =?utf-8?B?SsO2cmcgTcO8bGxlcg==?= <joerg@example.com>\r\n\
         To: Ann Lee <ann@example.org>\r\n\
         Subject: =?utf-8?B?R3LDvMOfZQ==?=\r\n\
         Date: Tue, 24 Nov 2026 02:00:00 +0000\r\n\
         Message-ID: {}\r\n\
         Reply-To: \"Sales, Example\" <sales@example.com>\r\n\
         List-Unsubscribe: <https://example.com/u/r0@example.org>,\r\n <mailto:unsub@example.com>\r\n\
         List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n\
         X-Text: v =?utf-8?B?R3LDvMOfZQ==?=\r\n\
         Content-Language: en\r\n\
         MIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\
         Content-Transfer-Encoding: quoted-printable\r\n\
         \r\n\
         Hello Gr=C3=BC=C3=9Fe\r\n",
        meta.message_id
    );
    assert_eq!(String::from_utf8(raw).unwrap(), expected);
    assert_eq!(meta.envelope_from, "joerg@example.com");
    assert_eq!(meta.envelope_to, "ann@example.org");
    assert_eq!(meta.size, expected.len());
    assert!(meta.notes.is_empty());
}

#[test]
fn a_letter_shared_by_arc_gives_the_same_bytes() {
    let compiled = Arc::new(compiled(&letter(Format::Html)));
    let to = Address::parse("ann@example.org").unwrap();
    let cx = compiled.context(&one("x").cells(), 0);
    let (mut lent, mut shared) = (Vec::new(), Vec::new());
    Composer::new(&*compiled, OPTIONS).message(&cx, &to, None, 2, &mut lent).unwrap();
    let mut composer: Composer<'static> = Composer::new(Arc::clone(&compiled), OPTIONS);
    composer.message(&cx, &to, None, 2, &mut shared).unwrap();
    assert_eq!(lent, shared);
}

#[test]
fn seed_and_date_change_what_they_should() {
    let compiled = compiled(&letter(Format::Html));
    let to = Address::parse("ann@example.org").unwrap();
    let cx = compiled.context(&one("x").cells(), 0);
    let make =
        |options| Composer::new(&compiled, options).message(&cx, &to, None, 2, &mut Vec::new()).unwrap();
    let (first, seed) = (make(OPTIONS), make(Options { seed: 8, ..OPTIONS }));
    assert_eq!(first, make(OPTIONS));
    assert_ne!(first.message_id, seed.message_id);
    assert_ne!(first.sha256, seed.sha256);
    assert_eq!(first.key, seed.key);
}

#[test]
fn what_a_letter_may_not_do_is_said() {
    let refused = |change: fn(&mut Letter)| {
        let mut letter = letter(Format::Html);
        change(&mut letter);
        message(&letter, &one("x")).unwrap_err()
    };
    let errors = refused(|letter| letter.headers.push(("Bcc".to_owned(), "a@example.com".to_owned())));
    assert_eq!(codes(&errors), [("header-reserved", Some(2))]);
    let errors = refused(|letter| letter.headers.push(("X Y".to_owned(), "a".to_owned())));
    assert_eq!(codes(&errors), [("header-name", Some(2))]);
    let errors = refused(|letter| letter.attachments.push("prices.pdf".to_owned()));
    assert_eq!(codes(&errors), [("attachment-missing", Some(2))]);
    let errors = refused(|letter| letter.unsubscribe.url = "{{ text }}".to_owned());
    assert_eq!(codes(&errors), [("unsubscribe-url", Some(2))]);
    let errors = refused(|letter| letter.from = "nobody".to_owned());
    assert_eq!(errors[0].field.as_deref(), Some("from"));
}

#[test]
fn what_is_mended_is_noted() {
    let mut letter = letter(Format::Html);
    letter.subject = "a\0\tBcc: b@example.com".to_owned();
    let (meta, raw) = message(&letter, &one("x")).unwrap();
    assert_eq!(codes(&meta.notes), [("header-line-break", Some(2))]);
    assert!(String::from_utf8(raw).unwrap().contains("Subject: a Bcc: b@example.com\r\n"));
}

#[test]
fn no_unsubscribe_no_header() {
    let mut letter = letter(Format::Html);
    letter.unsubscribe = Unsubscribe::default();
    let (_, raw) = message(&letter, &one("x")).unwrap();
    assert!(!String::from_utf8(raw).unwrap().contains("List-Unsubscribe"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_text_in_any_place(text in "(\\PC|[ -~]|[\\t\\r\\n]){0,120}") {
        check(&text);
    }
}
