//! Where the blocks of the preview come from: each element that a block begins with leads to its place in the body, and
//! nothing of it stands in the letter.

// The helpers of a test are test code, too.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[allow(dead_code)]
mod common;

use common::{Rows, letter, letters, rows_for};
use compose::{Cells, Format, Letter};
use std::sync::Arc;

fn cells() -> Arc<dyn Cells> {
    Rows::of(&["name", "city"], &[&["Ann", "Bergen"], &["Bo", ""]])
}

/// `element: what the body has there`, for each place of the first row's HTML.
fn places(format: Format, body: &str) -> Vec<String> {
    let letter = Letter { format, subject: "S".into(), body: body.into(), ..Letter::default() };
    let cells = cells();
    let report = compose::compile(&letter, cells.columns());
    let compiled = report.value.unwrap_or_else(|| panic!("{:?}", report.diagnostics));
    let (merged, places) = compiled.merge_placed(&compiled.context(&cells, 0)).unwrap();
    let html = merged.html.unwrap();
    let told = places.iter().map(|(at, block)| {
        let name = &html[html[..*at].rfind('<').unwrap() + 1..*at];
        let start = compiled.blocks()[*block as usize];
        let words: String = body[start..].chars().take_while(|c| *c != '\n').take(14).collect();
        format!("{name}: {words}")
    });
    told.collect()
}

#[track_caller]
fn check(format: Format, body: &str, expected: &[&str]) {
    assert_eq!(places(format, body), expected);
}

#[test]
fn blocks_of_markdown_lead_to_their_lines() {
    check(
        Format::Markdown,
        "# Dear {{ name }}\n\nWords {{ city }} on\ntwo lines.\n\n- one\n- two\n\n  more\n\n> quoted\n\n---\n\n    code\n",
        &[
            "h1: # Dear {{ name",
            "p: Words {{ city ",
            "li: - one",
            "p: one",
            "li: - two",
            "p: two",
            "p: more",
            "blockquote: > quoted",
            "p: quoted",
            "hr: ---",
            "pre: code",
        ],
    );
}

#[test]
fn tables_pictures_and_buttons_are_blocks() {
    check(
        Format::Markdown,
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n![alt](https://a.example/b.png)\n\n[Go](https://a.example){.button}\n",
        &["th: | a | b |", "td: | 1 | 2 |", "p: ![alt](https:/", "table: [Go](https://a"],
    );
}

#[test]
fn a_loop_has_its_block_once_a_turn_and_a_branch_only_when_it_is_taken() {
    check(
        Format::Markdown,
        "{% for x in ['a', 'b'] %}\n- {{ x }}\n{% endfor %}\n\n{% if name == 'Bo' %}\nnever\n{% else %}\nalways\n{% endif %}\n",
        &["li: - {{ x }}", "li: - {{ x }}", "p: always"],
    );
}

#[test]
fn elements_with_words_or_pictures_are_the_blocks_of_html() {
    check(
        Format::Html,
        "<style>p{color:red}</style><div><p>Hi {{ name }}</p>{% if city %}<p class=\"x\">\n{{ city }}</p>{% endif %}\
         <table><tr><td><img alt=\"\" src=\"https://a.example/b.png\"></td></tr></table></div>",
        &["p: <p>Hi {{ name ", "p: <p class=\"x\">", "img: <img alt=\"\" sr"],
    );
}

#[test]
fn elements_with_words_or_pictures_are_the_blocks_of_mjml() {
    check(
        Format::Mjml,
        "<mjml><mj-head><mj-title>é</mj-title></mj-head><mj-body><mj-section><mj-column><mj-text>Hé {{ name }}</mj-text>\
         <mj-image src=\"https://a.example/{{ city }}.png\" alt=\"é\" /><mj-button href=\"#\">Go</mj-button>\
         </mj-column></mj-section></mj-body></mjml>",
        &["div: <mj-text>Hé {{", "img: <mj-image src=", "a: <mj-button hre"],
    );
}

#[test]
fn text_and_letters_with_such_characters_have_no_blocks() {
    for format in [Format::Markdown, Format::Html] {
        check(format, "<p>a \u{100001} b</p>", &[]);
        let letter = Letter { format, body: "<p>a \u{100001} b</p>".into(), ..Letter::default() };
        let compiled = compose::compile(&letter, &[]).value.unwrap();
        let merged = compiled.merge(&compiled.context(&cells(), 0)).unwrap();
        assert!(merged.text.contains('\u{100001}') && merged.html.unwrap().contains('\u{100001}'));
    }
    let letter = Letter { format: Format::Text, body: "a".into(), ..Letter::default() };
    assert!(compose::compile(&letter, &[]).value.unwrap().blocks().is_empty());
}

#[test]
fn no_mark_is_left_in_a_letter_and_every_place_is_an_element() {
    for path in letters("letters") {
        let cells = rows_for(&path);
        let letter = letter(&path);
        let compiled = compose::compile(&letter, cells.columns()).value.unwrap();
        for row in 0..cells.rows() {
            let cx = compiled.context(&cells, row);
            let (merged, places) = compiled.merge_placed(&cx).unwrap();
            assert_eq!(merged, compiled.merge(&cx).unwrap());
            let html = merged.html.unwrap_or_default();
            let private = |c: char| u32::from(c) >= 0xF_0000;
            assert!(!html.contains(private) && !merged.text.contains(private), "{}", path.display());
            assert!(places.is_sorted(), "{}", path.display());
            for (at, block) in &places {
                let name = &html[html[..*at].rfind('<').unwrap() + 1..*at];
                assert!(name.chars().all(|c| c.is_ascii_alphanumeric()), "{name} in {}", path.display());
                assert!(letter.body.is_char_boundary(compiled.blocks()[*block as usize]));
            }
            assert_eq!(places.is_empty(), html.is_empty(), "{}", path.display());
        }
    }
}
