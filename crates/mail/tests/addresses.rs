//! What is said of addresses as people write them: `data/addresses.txt` and, beside it, what is expected. Adding a case
//! is adding a line; `UPDATE=1` writes the expected lines, which are then to be read.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use diag::Diagnostic;
use mail::{Address, Mailbox};
use proptest::prelude::*;
use std::path::Path;

#[test]
fn every_address_is_told_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let given = std::fs::read_to_string(folder.join("addresses.txt")).unwrap();
    let mut told = String::new();
    for line in given.lines().filter(|line| !line.starts_with('#')) {
        let text: String = serde_json::from_str(line).unwrap();
        told += &format!("{line}\n");
        match Address::parse(&text) {
            Ok(address) => {
                told += &format!("  = {address}");
                if address.domain_unicode() != address.domain() {
                    told += &format!(" ({})", address.domain_unicode());
                }
                told.push('\n');
                for diagnostic in address.warning_diagnostics(&text) {
                    told += &brief(&diagnostic, &text);
                }
            }
            Err(error) => told += &brief(&error.to_diagnostic(), &text),
        }
    }
    let file = folder.join("addresses.expected.txt");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&file, &told).unwrap();
    }
    let expected = std::fs::read_to_string(&file).unwrap_or_default();
    for (found, expected) in told.lines().zip(expected.lines()) {
        assert_eq!(found, expected);
    }
    assert_eq!(told.lines().count(), expected.lines().count());
}

fn brief(diagnostic: &Diagnostic, text: &str) -> String {
    let span = diagnostic.span.unwrap();
    let mut line = format!("  {:?} {} [{}..{}]", diagnostic.severity, diagnostic.code, span.start, span.end)
        .to_lowercase();
    line += &format!(" {}", diagnostic.message);
    if let Some(fix) = &diagnostic.fix {
        let edit = &fix.edits[0];
        assert_eq!(edit.span.of(text), Some(text), "a repair replaces the whole address");
        line += &format!(" -> {}", edit.text);
    }
    assert!(span.of(text).is_some(), "{diagnostic:?}");
    line + "\n"
}

#[test]
fn mailboxes_are_read_with_their_names() {
    #[track_caller]
    fn check(text: &str, name: Option<&str>, address: &str, printed: &str) {
        let mailbox = Mailbox::parse(text).unwrap();
        assert_eq!((mailbox.name.as_deref(), mailbox.address.to_string().as_str()), (name, address));
        assert_eq!(mailbox.to_string(), printed);
        assert_eq!(Mailbox::parse(printed).unwrap(), mailbox);
    }
    check("ann@example.com", None, "ann@example.com", "ann@example.com");
    check(" <ann@example.com> ", None, "ann@example.com", "ann@example.com");
    check("Ann Lee <ann@Example.com>", Some("Ann Lee"), "ann@example.com", "Ann Lee <ann@example.com>");
    check(
        "\"Lee, Ann\" <ann@example.com>",
        Some("Lee, Ann"),
        "ann@example.com",
        "\"Lee, Ann\" <ann@example.com>",
    );
    check(
        "Ann B. Lee <ann@example.com>",
        Some("Ann B. Lee"),
        "ann@example.com",
        "\"Ann B. Lee\" <ann@example.com>",
    );
    check(
        "\"A \\\"B\\\" C\" <ann@example.com>",
        Some("A \"B\" C"),
        "ann@example.com",
        "\"A \\\"B\\\" C\" <ann@example.com>",
    );
    check("Åse  Lee<ase@example.com>", Some("Åse Lee"), "ase@example.com", "Åse Lee <ase@example.com>");
    check("ann@example.com (Ann Lee)", Some("Ann Lee"), "ann@example.com", "Ann Lee <ann@example.com>");
    check("\"<x>\" <ann@example.com>", Some("<x>"), "ann@example.com", "\"<x>\" <ann@example.com>");
}

#[test]
fn what_is_no_mailbox_says_why() {
    #[track_caller]
    fn check(text: &str, code: &str, marked: &str, suggestion: Option<&str>) {
        let error = Mailbox::parse(text).unwrap_err();
        assert_eq!(
            (error.code, error.span.of(text), error.suggestion.as_deref()),
            (code, Some(marked), suggestion)
        );
    }
    check("Lee, Ann <ann@example.com>", "mailbox-name-comma", ",", Some("\"Lee, Ann\" <ann@example.com>"));
    check("Ann <ann@example,com>", "address-domain-character", ",", Some("Ann <ann@example.com>"));
    check("Ann <ann>", "address-no-at", "ann", None);
    check("\"Ann <ann@example.com>", "mailbox-open-quote", "\"", None);
    check("Ann <a@example.com> <b@example.com>", "mailbox-name-bracket", "<", None);
    check("Ann\r\nBcc: x <ann@example.com>", "mailbox-name-control", "\r", None);
    check("  ann", "address-no-at", "ann", None);
    check("", "address-empty", "", None);
}

proptest! {
    #[test]
    fn a_printed_address_is_read_as_itself(text in "(\"[a b\\\\\\\\\"]{0,4}\"|[a-zA-Zåß.+'\u{301}]{1,6})@(\\[[0-9.:IPv]{3,9}\\]|[a-zA-Z0-9å.ßXN-]{1,12})") {
        if let Ok(address) = Address::parse(&text) {
            let printed = address.to_string();
            prop_assert_eq!(Address::parse(&printed), Ok(address.clone()), "{}", printed);
            prop_assert!(printed.len() <= 254 && address.local().len() <= 64);
            prop_assert!(address.domain().is_ascii() && address.domain() == address.domain().to_ascii_lowercase()
                || address.domain().starts_with("[IPv6:"));
            let shown = format!("{}@{}", address.local(), address.domain_unicode());
            prop_assert_eq!(Address::parse(&shown), Ok(address));
        }
    }

    #[test]
    fn any_text_is_judged_with_spans_inside_it(text in "[ab@., <>\"'()\\[\\]:;＠“”\u{200b}\u{a0}\r\n\\\\]{0,12}|(?s).{0,20}|['’“\"ab.-]{1,4}@(gmial|x)\\.(com|con)") {
        if let Ok(address) = Address::parse(&text) {
            for diagnostic in address.warning_diagnostics(&text) {
                prop_assert!(diagnostic.span.is_none_or(|span| span.of(&text).is_some()), "{:?}", diagnostic);
                for edit in diagnostic.fix.iter().flat_map(|fix| &fix.edits) {
                    prop_assert!(Address::parse(&edit.text).is_ok(), "{:?}", diagnostic);
                }
            }
        }
        if let Err(error) = Address::parse(&text) {
            prop_assert!(error.span.of(&text).is_some(), "{:?}", error);
            if let Some(address) = error.suggestion {
                prop_assert!(Address::parse(&address).is_ok(), "{}", address);
            }
        }
        if let Err(error) = Mailbox::parse(&text) {
            prop_assert!(error.span.of(&text).is_some(), "{:?}", error);
            if let Some(mailbox) = error.suggestion {
                prop_assert!(Mailbox::parse(&mailbox).is_ok(), "{}", mailbox);
            }
        }
    }
}
