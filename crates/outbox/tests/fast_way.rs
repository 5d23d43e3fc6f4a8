//! The fast way (static text known by its address, encoded once) says what the plain way says (merge, then encode),
//! whatever the template does.
#![allow(clippy::unwrap_used, reason = "these are tests; the helpers too")]

mod support;

use compose::{Compiled, Format, Letter};
use mail::Address;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use outbox::{BatchFormat, Composer, Options, qp};
use proptest::prelude::*;
use std::sync::LazyLock;
use support::{List, NOW, compiled, export};

/// What templates can do with static text: capture it, filter it, call it, repeat it, trim it.
const TEMPLATES: &[&str] = &[
    "Static text before a value: {{ text }}, and static text after it, long enough to be a piece of its own.\n",
    "{% set kept %}Captured static text, {{ text }}, with equals = signs.   {% endset %}{{ kept }} and again {{ kept }}",
    "{% filter upper %}Filtered static text that is long enough, {{ text }}{% endfilter %} = end",
    "{% macro box(x) %}<td style=\"color: red\">From a macro: {{ x }}</td>{% endmacro %}{{ box(text) }}\n{{ box(name) }}",
    "{% for i in range(7) %}From line {{ i }} of the loop, which says {{ text }}\n{% endfor %}",
    "   leading spaces stay   {%- if text %}   trimmed on the left   {% endif -%}   trimmed on the right   ",
    "{% raw %}{{ not a tag }} but static text{% endraw %} {{ text }}.\n.\n..\nFrom here\n",
    "Grüße 🎉 日本語日本語日本語日本語日本語日本語日本語 {{ text | upper }} {{ text | length }} {{ text | safe }}",
    "{% if text %}{% if name %}Both are there, says this static text{% else %}Only one is{% endif %}{% endif %}{{ name }}",
    "a line without an end a line without an end a line without an end a line without an end{{ text }}\r\n{{ name }}\r\n",
];

static LETTERS: LazyLock<Vec<Compiled>> = LazyLock::new(|| {
    let all = TEMPLATES.concat();
    let bodies = TEMPLATES.iter().copied().chain([all.as_str()]);
    let letter = |body: &str, format| Letter {
        subject: "Subject".to_owned(),
        from: "ann@example.com".to_owned(),
        format,
        body: body.to_owned(),
        ..Letter::default()
    };
    bodies
        .flat_map(|body| {
            [Format::Html, Format::Text, Format::Markdown].map(|format| compiled(&letter(body, format)))
        })
        .collect()
});

/// The encoded bodies of a message: text, and HTML where there is one.
fn bodies(message: &[u8]) -> Vec<Vec<u8>> {
    let text = std::str::from_utf8(message).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let Some((_, boundary)) = head.split_once("boundary=\"") else {
        return vec![body.as_bytes().to_vec()];
    };
    let (boundary, _) = boundary.split_once('"').unwrap();
    let body = format!("\r\n{body}");
    let mut parts: Vec<&str> = body.split(&format!("\r\n--{boundary}")).skip(1).collect();
    assert_eq!(parts.pop(), Some("--\r\n"));
    parts.iter().map(|part| part.split_once("\r\n\r\n").unwrap().1.as_bytes().to_vec()).collect()
}

fn check(compiled: &Compiled, list: &List) {
    let mut composer = Composer::new(compiled, Options { now: NOW, seed: 7 });
    let to = Address::parse("b@example.org").unwrap();
    let cells = list.cells();
    for row in 0..cells.rows() {
        let cx = compiled.context(&cells, row);
        let merged = compiled.merge(&cx).unwrap();
        let mut message = Vec::new();
        composer.message(&cx, &to, None, 2, &mut message).unwrap();
        let texts = [Some(merged.text), merged.html];
        let texts: Vec<String> = texts.into_iter().flatten().collect();
        let bodies = bodies(&message);
        assert_eq!(bodies.len(), texts.len());
        let single = bodies.len() == 1;
        for (encoded, text) in bodies.iter().zip(texts) {
            let mut plain = quoted_printable_decode(&qp::encode(text.as_bytes())).unwrap();
            if single && !plain.ends_with(b"\r\n") && !plain.is_empty() {
                plain.extend_from_slice(b"\r\n");
            }
            let decoded = quoted_printable_decode(encoded).unwrap();
            assert_eq!(String::from_utf8_lossy(&decoded), String::from_utf8_lossy(&plain));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn both_ways_say_the_same(
        rows in proptest::collection::vec(("(\\PC|[ =.\\t\\r\\n]|From ){0,60}", "[a-zæ =.<>&]{0,30}"), 1..4),
    ) {
        let list = List::new(rows.into_iter().map(|(text, name)| ["b@example.org".to_owned(), name, text]));
        for compiled in LETTERS.iter() {
            check(compiled, &list);
        }
    }

    #[test]
    fn a_zip_holds_what_an_mbox_hashes(texts in proptest::collection::vec("(\\PC|[ =\\n]){0,90}", 1..5)) {
        let list = List::of_texts(texts.iter().map(String::as_str));
        let compiled = &LETTERS[LETTERS.len() - 3];
        let (zip, _) = export(compiled, &list, BatchFormat::Zip, 1 << 20);
        let (_, manifest) = export(compiled, &list, BatchFormat::Mbox, 1 << 20);
        let manifest = outbox::read_manifest(&manifest).unwrap();
        let mut batch = outbox::Batch::open(std::io::Cursor::new(zip)).unwrap();
        let hashes = |rows: &[outbox::ManifestRow]| rows.iter().map(|r| r.sha256.clone()).collect::<Vec<_>>();
        prop_assert_eq!(hashes(&batch.manifest().rows), hashes(&manifest.rows));
        let problems = batch.verify().finish();
        prop_assert!(problems.is_empty(), "{:?}", problems);
    }
}
