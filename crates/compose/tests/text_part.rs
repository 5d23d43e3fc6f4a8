//! The text part by hand: merged as strictly as the letter, sent instead of the derived one, and told when it is old.

// The helpers of a test are test code, too.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[allow(dead_code)]
mod common;

use common::Rows;
use compose::{Cells, Compiled, Format, Letter};
use diag::Diagnostic;
use std::sync::Arc;

fn cells() -> Arc<dyn Cells> {
    Rows::of(&["name"], &[&["Ann & Co"], &[""]])
}

fn letter(text: &str, text_from: &str) -> Letter {
    Letter {
        body: "# Hello {{ name }}\n".into(),
        text: text.into(),
        text_from: text_from.into(),
        ..Letter::default()
    }
}

fn compiled(letter: &Letter) -> Compiled {
    let report = compose::compile(letter, cells().columns());
    report.value.unwrap_or_else(|| panic!("{:?}", report.diagnostics))
}

fn text(letter: &Letter, row: usize) -> String {
    let compiled = compiled(letter);
    compiled.merge(&compiled.context(&cells(), row)).unwrap().text
}

fn refused(text: &str) -> Diagnostic {
    let letter = letter(text, "");
    let report = compose::compile(&letter, cells().columns());
    let problem = report.diagnostics.into_iter().next();
    problem.unwrap_or_else(|| {
        let compiled = report.value.unwrap();
        compiled.merge(&compiled.context(&cells(), 0)).unwrap_err().remove(0)
    })
}

#[test]
fn the_text_by_hand_is_merged_and_sent() {
    let by_hand = letter("Dear {{ name | default('friend') }},\n", "");
    assert_eq!(text(&by_hand, 0), "Dear Ann & Co,\n");
    assert_eq!(text(&by_hand, 1), "Dear friend,\n");
    let compiled = compiled(&by_hand);
    assert_eq!(compiled.text_source(), by_hand.text);
    assert!(compiled.derived_text().unwrap().contains("Hello {{ name }}"), "{:?}", compiled.derived_text());
    assert!(compiled.uses().iter().any(|found| found.field == "text" && found.name == "name"));
}

#[test]
fn a_letter_that_is_made_one_by_one_keeps_its_text() {
    let odd = Letter {
        body: "<p {{ name }}>x</p><style>p{}</style>".into(),
        format: Format::Html,
        ..letter("By hand", "")
    };
    assert_eq!(text(&odd, 0), "By hand");
    assert_eq!(compiled(&odd).derived_text(), None);
}

#[test]
fn blank_text_and_a_letter_of_text_alone_have_none_by_hand() {
    assert!(text(&letter(" \n", ""), 0).contains("Hello"));
    let plain = Letter { format: Format::Text, ..letter("By hand", "") };
    assert_eq!(text(&plain, 0), "# Hello Ann & Co\n");
}

#[test]
fn what_is_wrong_is_told_in_its_own_text() {
    for (text, code) in [("a {{ nmae }}", "field-unknown"), ("a {% if name %}", "template-syntax")] {
        let problem = refused(text);
        assert_eq!((problem.code.as_ref(), problem.field.as_deref()), (code, Some("text")), "{problem:?}");
        assert!(problem.span.is_some_and(|span| span.of(text).is_some()), "{problem:?}");
    }
    let problem = refused("{{ 1 // 0 }}");
    assert_eq!(problem.field.as_deref(), Some("text"), "{problem:?}");
    let problem = refused("{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}");
    assert_eq!(problem.field.as_deref(), Some("text"), "{problem:?}");
}

#[test]
fn it_is_old_once_the_derived_text_is_another() {
    let derived = compiled(&letter("", "")).derived_text().unwrap().to_owned();
    assert!(!compiled(&letter("By hand", &derived)).text_is_old());
    assert!(!compiled(&letter("By hand", "")).text_is_old());
    assert!(!compiled(&letter("", "older")).text_is_old());
    let changed = Letter { body: "# Goodbye\n".into(), ..letter("By hand", &derived) };
    assert!(compiled(&changed).text_is_old());
    // A style is not in the text.
    let bold = Letter { body: "# Hello **{{ name }}**\n".into(), ..letter("By hand", &derived) };
    assert!(!compiled(&bold).text_is_old());
}

#[test]
fn what_nobody_gets_makes_no_other_letter() {
    assert_eq!(compiled(&letter("a", "b")).hash(), compiled(&letter("a", "c")).hash());
    assert_ne!(compiled(&letter("a", "b")).hash(), compiled(&letter("d", "b")).hash());
}

#[test]
fn a_file_holds_it_as_lines() {
    let by_hand = letter("Dear {{ name }},\n\n'quoted' and \\ too\n", "Hello\n\nthere\n");
    let file = compose::write(&by_hand);
    assert!(file.contains("text = '''\nDear {{ name }},\n\n'quoted' and \\ too\n'''\n"), "{file}");
    let read = compose::read(&file);
    assert_eq!((read.value.letter, read.diagnostics), (by_hand, Vec::new()));
}
