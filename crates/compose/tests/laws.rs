//! What holds for any letter: nothing panics, no tag is lost, and the fast way writes what the plain way writes.

// The helpers of a test are test code, too.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[allow(dead_code)]
mod common;

use common::Rows;
use compose::{Cells, Compiled, Format, Letter};
use proptest::prelude::*;
use std::io::Write;
use std::sync::Arc;

/// Pieces that meet each other badly: Markdown, HTML, MJML and template marks.
fn bodies() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("{{ name }}"),
        Just("{{ city | default('x') }}"),
        Just("{% if name %}"),
        Just("{% elif city %}"),
        Just("{% else %}"),
        Just("{% endif %}"),
        Just("{% for x in ['a', 'b'] %}"),
        Just("{{ x | default(1) }}"),
        Just("{% endfor %}"),
        Just("{%- set y = 1 -%}"),
        Just("{# note #}"),
        Just("{% raw %}{{ q }}{% endraw %}"),
        Just("\n"),
        Just("\n\n"),
        Just("- "),
        Just("  - "),
        Just("1. "),
        Just("> "),
        Just("# "),
        Just("```\n"),
        Just("| a | b |\n|---|---|\n"),
        Just("| "),
        Just(" |\n"),
        Just("[link](https://a.example/"),
        Just("){.button}"),
        Just(")"),
        Just("![alt]("),
        Just("**"),
        Just("`"),
        Just("<td "),
        Just("<table>"),
        Just("<tr>"),
        Just("</table>"),
        Just("<style>td{color:red}</style>"),
        Just(">"),
        Just("<!-- "),
        Just(" -->"),
        Just("<title>"),
        Just("\\{\\{"),
        Just("{"),
        Just("}}"),
        Just("&amp;"),
        Just("word "),
        Just("é\u{301}"),
        Just("<mjml><mj-body>"),
        Just("<mj-section><mj-column><mj-text>"),
        Just("</mj-text></mj-column></mj-section>"),
        Just("</mj-body></mjml>"),
    ];
    prop_oneof![
        9 => proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat()),
        1 => any::<String>(),
    ]
}

fn cells() -> Arc<dyn Cells> {
    Rows::of(&["name", "city"], &[&["Ann <b>", "a & b\n{{ x }}"], &["", ""]])
}

fn compiled(body: String, format: Format) -> Option<Compiled> {
    let letter = Letter {
        subject: "Hi {{ name }}".into(),
        preheader: "See {{ city }}".into(),
        format,
        body,
        ..Letter::default()
    };
    compose::compile(&letter, cells().columns()).value
}

/// Notes which bytes came as slices of the source.
struct ByAddress<'s> {
    source: &'s str,
    out: Vec<u8>,
    from_source: usize,
}

impl Write for ByAddress<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let start = bytes.as_ptr().addr().wrapping_sub(self.source.as_ptr().addr());
        if let Some(same) = self.source.as_bytes().get(start..start.wrapping_add(bytes.len())) {
            assert_eq!(same, bytes);
            self.from_source += bytes.len();
        }
        self.out.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The numbers in `«…»`, in order, and how often each stands.
fn marks(text: &str) -> std::collections::BTreeMap<String, usize> {
    let mut out = std::collections::BTreeMap::new();
    for part in text.split('«').skip(1) {
        if let Some((mark, _)) = part.split_once('»') {
            *out.entry(mark.to_string()).or_insert(0) += 1;
        }
    }
    out
}

/// The first tag that closes what is not open, or stays open.
fn unbalanced(html: &str) -> Option<String> {
    use compose::html::{Piece, scan};
    let mut open: Vec<String> = Vec::new();
    for piece in scan(html) {
        match piece {
            Piece::Open(e) if !matches!(e.name.as_str(), "meta" | "br" | "hr" | "img") => open.push(e.name),
            Piece::Close { name, .. } if open.pop().as_ref() != Some(&name) => return Some(name),
            _ => {}
        }
    }
    open.pop()
}

proptest! {
    #[test]
    fn no_body_panics(body in bodies(), format in 0..4usize) {
        let format = [Format::Markdown, Format::Html, Format::Mjml, Format::Text][format];
        let Some(compiled) = compiled(body, format) else { return Ok(()) };
        let cells = cells();
        for row in 0..cells.rows() {
            let cx = compiled.context(&cells, row);
            let merged = compiled.merge(&cx);
            let Some(source) = compiled.html_source() else { continue };
            let mut by_address = ByAddress { source, out: Vec::new(), from_source: 0 };
            if compiled.write_html(&cx, &mut by_address).is_ok() && let Ok(merged) = merged {
                prop_assert_eq!(Some(String::from_utf8(by_address.out).unwrap()), merged.html);
            }
        }
    }

    #[test]
    fn a_broken_tag_never_reaches_a_reader(body in bodies()) {
        // Every merge that works gives exactly the values that the engine gives for the body itself.
        let body = body.replace("<!-- ", "").replace("<style>td{color:red}</style>", "").replace("<title>", "").replace("<td ", "").replace('<', "");
        let Some(compiled) = compiled(body, Format::Markdown) else { return Ok(()) };
        let cells = cells();
        if let Ok(merged) = compiled.merge(&compiled.context(&cells, 1)) {
            let html = merged.html.unwrap();
            prop_assert!(!html.chars().any(|c| (0xF0000..0xFFFFE).contains(&u32::from(c))), "{html}");
            prop_assert!(!html.contains("%F3%B"), "{html}");
        }
    }

    #[test]
    fn blocks_keep_the_page_well_formed(
        lines in proptest::collection::vec(prop_oneof![
            Just("word {{ yes }}"), Just("- item"), Just("- item"), Just("  - nested"), Just("1. one"), Just("   more of it"),
            Just(""), Just(""), Just("> quote"), Just("# head"), Just("| a | b |\n|---|---|"), Just("| {{ yes }} | d |"),
            Just("{% if yes %}"), Just("{% else %}"), Just("{% endif %}"), Just("{% for x in [1, 2] %}"), Just("{% endfor %}"),
            Just("{% if yes %}"), Just("{% endif %}"), Just("{% endif %}{% if not yes %}"),
        ], 0..16)
    ) {
        let body = lines.join("\n");
        let letter = Letter { body: body.clone(), ..Letter::default() };
        let Some(compiled) = compose::compile(&letter, &["yes".to_string()]).value else { return Ok(()) };
        let cells = Rows::of(&["yes"], &[&["yes"], &[""]]);
        for row in 0..2 {
            let html = compiled.merge(&compiled.context(&cells, row)).unwrap().html.unwrap();
            prop_assert_eq!(unbalanced(&html), None, "{} gave {}", body, html);
        }
    }

    #[test]
    fn each_value_stands_as_often_as_its_tag(
        words in proptest::collection::vec(prop_oneof![
            Just("word"), Just("- item"), Just("\n"), Just("\n\n"), Just("**bold**"), Just("`code`"), Just("# head"),
            Just("> quote"), Just("| a | b |\n|--|--|\n| c | d |\n"), Just("TAG"), Just("TAG"), Just("[a](https://a.example/TAG)"),
            Just("{% if yes %}\n"), Just("{% endif %}\n"), Just("{% for x in [1] %}\n"), Just("{% endfor %}\n"), Just("| TAG | x |\n"),
        ], 0..20)
    ) {
        let mut body = String::new();
        let mut number = 0;
        for word in words {
            for (i, part) in word.split("TAG").enumerate() {
                if i > 0 {
                    body.push_str(&format!("{{{{ '«{number}»' }}}}"));
                    number += 1;
                }
                body.push_str(part);
            }
            body.push(' ');
        }
        let columns = ["yes".to_string()];
        let letter = Letter { body: body.clone(), ..Letter::default() };
        let Some(compiled) = compose::compile(&letter, &columns).value else { return Ok(()) };
        let cells = Rows::of(&["yes"], &[&["yes"], &[""]]);
        for row in 0..2 {
            let plain = Letter { format: Format::Text, ..letter.clone() };
            let plain = compose::compile(&plain, &columns).value.unwrap();
            let expected = marks(&plain.merge(&plain.context(&cells, row)).unwrap().text);
            let merged = compiled.merge(&compiled.context(&cells, row)).unwrap();
            let html = merged.html.unwrap().replace("%C2%AB", "«").replace("%C2%BB", "»");
            prop_assert_eq!(&marks(&html), &expected, "{} gave {}", body, html);
            prop_assert_eq!(&marks(&merged.text), &expected, "{} gave {}", body, merged.text);
        }
    }
}

#[test]
fn static_text_is_known_by_its_address() {
    let body = "# Hello {{ name }}\n\nA long paragraph that is the same for everybody.\n";
    let compiled = compiled(body.into(), Format::Markdown).unwrap();
    let cells = cells();
    let cx = compiled.context(&cells, 0);
    let mut html = ByAddress { source: compiled.html_source().unwrap(), out: Vec::new(), from_source: 0 };
    compiled.write_html(&cx, &mut html).unwrap();
    assert!(html.from_source > html.out.len() - 100, "{} of {}", html.from_source, html.out.len());
    assert!(String::from_utf8(html.out).unwrap().contains("Hello Ann &lt;b&gt;"));
    let mut text = ByAddress { source: compiled.text_source(), out: Vec::new(), from_source: 0 };
    compiled.write_text(&cx, &mut text).unwrap();
    assert!(text.from_source > 40);
}
