//! Messages become letters, and letters messages that become the same letters again. Add a case by adding a message to
//! the folder `opened`; `UPDATE=1` writes what is expected, and then the difference is to be read.

// The helpers of a test are test code, too.
#![allow(clippy::unwrap_used)]

use compose::{Format, Letter, Unsubscribe};
use outbox::{File, draft, open_message};
use proptest::prelude::*;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

const MESSAGE: &str = "\
Received: from a.example by b.example; Mon, 2 Mar 2026 10:00:00 +0000
DKIM-Signature: v=1; a=rsa-sha256
From: =?utf-8?q?Harbour_Caf=C3=A9?= <news@harbour.example>
Reply-To: ann@harbour.example
To: bo@example.com
Subject: =?utf-8?q?News_for_*=7CFNAME=7C*_=E2=80=93_spring?=
Date: Mon, 2 Mar 2026 10:00:00 +0000
Message-ID: <1@harbour.example>
List-Unsubscribe: <mailto:leave@harbour.example>,
 <https://harbour.example/u?x=1>
List-Unsubscribe-Post: List-Unsubscribe=One-Click
List-Id: News <news.harbour.example>
X-Campaign: spring
X-Spam-Status: No
Content-Language: nb
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=m

--m
Content-Type: multipart/related; boundary=r

--r
Content-Type: multipart/alternative; boundary=a

--a
Content-Type: text/plain; charset=us-ascii

Words of their own
--a
Content-Type: text/html; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

<p>Gr=FC=DFe <img src=3D\"cid:logo@1\" alt=3DLogo></p>
--a--
--r
Content-Type: image/png; name=\"the logo.png\"
Content-ID: <logo@1>
Content-Disposition: inline; filename=\"the logo.png\"
Content-Transfer-Encoding: base64

iVBORw==
--r--
--m
Content-Type: application/pdf
Content-Disposition: attachment; filename*=utf-8''Preise%20%E2%82%AC.pdf
Content-Transfer-Encoding: base64

JVBERg==
--m--
";

#[test]
fn a_message_becomes_a_letter_with_its_files() {
    let report = open_message(MESSAGE.replace('\n', "\r\n").as_bytes(), &[]);
    let letter = &report.value.letter;
    assert_eq!(letter.from, "Harbour Café <news@harbour.example>");
    assert_eq!(letter.reply_to, "ann@harbour.example");
    assert_eq!(letter.subject, "News for {{ first_name }} – spring");
    assert_eq!(letter.language, "nb");
    assert_eq!(
        letter.headers,
        [
            ("List-ID".to_owned(), "News <news.harbour.example>".to_owned()),
            ("X-Campaign".to_owned(), "spring".to_owned())
        ]
    );
    let (url, mailto) = ("https://harbour.example/u?x=1".into(), "leave@harbour.example".into());
    assert_eq!(letter.unsubscribe, Unsubscribe { url, mailto, one_click: true });
    assert_eq!(letter.format, Format::Html);
    assert_eq!(letter.body.trim_end(), "<p>Grüße <img src=\"cid:the-logo.png\" alt=Logo></p>");
    assert_eq!(letter.text, "Words of their own");
    assert_eq!(letter.text_from, "Grüße [Logo]\n");
    assert_eq!(letter.attachments, ["Preise €.pdf"]);
    let files: Vec<(&str, &[u8])> =
        report.value.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    assert_eq!(files, [("the-logo.png", b"\x89PNG".as_slice()), ("Preise €.pdf", b"%PDF")]);
    let codes: Vec<&str> = report.diagnostics.iter().map(|said| said.code.as_ref()).collect();
    assert_eq!(codes, ["mail-headers", "letter-imported-tag", "mail-text-part"]);
    let left = &report.diagnostics[0].message;
    for name in ["Received", "DKIM-Signature", "To", "Date", "Message-ID", "X-Spam-Status"] {
        assert!(left.contains(name), "{name}: {left}");
    }
}

#[test]
fn messages_become_the_letters_beside_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/opened");
    let update = std::env::var_os("UPDATE").is_some();
    let mut seen = 0;
    let mut wrong = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|end| end != "eml") {
            continue;
        }
        seen += 1;
        // A saved message has the line ends of its machine.
        let message = std::fs::read_to_string(&path).unwrap();
        let report = open_message(message.as_bytes(), &[]);
        assert_eq!(open_message(message.replace('\n', "\r\n").as_bytes(), &[]), report, "{}", path.display());
        let mut found = compose::write(&report.value.letter);
        if !found.ends_with('\n') {
            found.push('\n');
        }
        for said in &report.diagnostics {
            writeln!(found, "==== {:?} {}: {}", said.severity, said.code, said.message).unwrap();
        }
        let beside = path.with_extension("md");
        if update {
            std::fs::write(&beside, &found).unwrap();
        } else if std::fs::read_to_string(&beside).unwrap_or_default() != found {
            wrong.push(format!("{}:\n{found}", beside.display()));
        }
    }
    assert!(seen > 0);
    assert!(wrong.is_empty(), "{}\nUPDATE=1 accepts what was found", wrong.join("\n"));
}

#[test]
fn a_charset_of_the_east_is_read() {
    let message = b"Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=Shift_JIS\r\n\r\n\x83\x65\x83\x58\x83\x67\r\n";
    let report = open_message(message, &[]);
    assert_eq!(report.value.letter.body, "テスト\n");
    assert_eq!((report.value.letter.format, report.diagnostics), (Format::Text, Vec::new()));
}

#[test]
fn what_is_no_message_is_told() {
    assert_eq!(open_message(b"", &[]).diagnostics[0].code, "mail-unreadable");
}

#[test]
fn a_draft_becomes_the_letter_again() {
    let letter = Letter {
        subject: "Hi {{ name | default('you') }} – ü".into(),
        from: "Ann Lee <ann@example.com>".into(),
        reply_to: "reply-{{ id }}@example.com".into(),
        format: Format::Html,
        language: "en".into(),
        headers: vec![("X-Campaign".into(), "spring {{ id }}".into())],
        attachments: vec!["prices.pdf".into(), "{{ own }}".into()],
        unsubscribe: Unsubscribe {
            url: "https://example.com/u/{{ id | urlencode }}".into(),
            mailto: "leave@example.com".into(),
            one_click: true,
        },
        body: "<!doctype html>\n<html lang=\"en\" dir=\"ltr\"><head><title>x</title></head><body>\n{% if name %}<p>Dear {{ name }} &amp; all</p>{% endif %}<img src=\"cid:logo.png\" alt=\"\">\n</body></html>\n".into(),
        ..Letter::default()
    };
    let compiled = compose::compile(&letter, &[]).value.unwrap();
    let files = vec![Arc::new(File::new("prices.pdf", b"%PDF")), Arc::new(File::new("logo.png", b"\x89PNG"))];
    let made = draft(&compiled, &files, 1_795_500_000);
    assert_eq!(made.diagnostics, []);
    let read = open_message(&made.value, &[]).value;
    let expected = Letter { attachments: vec!["prices.pdf".into()], ..letter };
    assert_eq!(read.letter, expected);
    let names: Vec<&str> = read.files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["logo.png", "prices.pdf"]);
    let missing = draft(&compiled, &Vec::new(), 0).diagnostics;
    assert_eq!(missing.len(), 2, "{missing:?}");
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..400), at in 0..1500usize) {
        let _ = open_message(&bytes, &[]);
        let cut = MESSAGE.as_bytes().get(..at).unwrap_or_default();
        let _ = open_message(&[cut, &bytes].concat(), &[]);
    }
}
