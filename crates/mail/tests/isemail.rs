//! The 164 addresses of isemail's test set against the parser.
//!
//! The set judges by RFC 5322 too, and by DNS; docs/ADDRESSES.md says where and why it differs. The corpus is not
//! part of this repository: without it the test says so and passes.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use mail::Address;
use std::path::PathBuf;

/// Where the set and RFC 5321 differ: id, what Postroom says, and why. There is none; docs/ADDRESSES.md has the details.
const DIFFERENCES: &[(&str, bool, &str)] = &[];

#[test]
fn every_address_is_classed_as_its_diagnosis_says() {
    let folder = std::env::var_os("POSTROOM_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let file = folder.join("corpus/addresses/isemail-tests.xml");
    let Ok(xml) = std::fs::read_to_string(&file) else {
        println!("skipped: no corpus of addresses");
        return;
    };
    let mut wrong = Vec::new();
    let mut seen = 0;
    for test in xml.split("<test id=\"").skip(1) {
        let id = test.split('"').next().unwrap();
        let address = unescape(between(test, "<address>", "</address>"));
        let category = between(test, "<category>", "</category>");
        let diagnosis = between(test, "<diagnosis>", "</diagnosis>");
        // These three categories may stand on an SMTP envelope; all others may not.
        let listed = matches!(category, "ISEMAIL_VALID_CATEGORY" | "ISEMAIL_DNSWARN" | "ISEMAIL_RFC5321");
        let expected =
            DIFFERENCES.iter().find(|(other, ..)| *other == id).map_or(listed, |(_, ours, _)| *ours);
        let read = Address::parse(&address);
        if std::env::var_os("SHOW").is_some() {
            println!(
                "{id:>3} {address:?} {diagnosis} {:?}",
                read.as_ref().map(|a| a.to_string()).map_err(|e| (e.code, &e.suggestion))
            );
        }
        if read.is_ok() != expected {
            wrong.push(format!("{id}: {address:?}: {diagnosis}, but we say {read:?}"));
        }
        seen += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(seen, 164);
}

fn between<'t>(text: &'t str, open: &str, close: &str) -> &'t str {
    text.split_once(open).and_then(|(_, rest)| rest.split_once(close)).map_or("", |(inner, _)| inner)
}

/// Undoes XML's references and the set's own way of writing control characters as their symbols.
fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        let (name, after) = after.split_once(';').unwrap();
        out.push_str(before);
        out.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            hex if hex.starts_with("#x") => {
                char::from_u32(u32::from_str_radix(&hex[2..], 16).unwrap()).unwrap()
            }
            decimal => char::from_u32(decimal[1..].parse().unwrap()).unwrap(),
        });
        rest = after;
    }
    out.push_str(rest);
    out.chars()
        .map(|c| match c as u32 {
            symbol @ 0x2400..=0x241f => char::from_u32(symbol - 0x2400).unwrap(),
            0x2421 => '\u{7f}',
            _ => c,
        })
        .collect()
}
