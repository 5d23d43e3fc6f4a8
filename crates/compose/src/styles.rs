//! The style sheet of an HTML letter, written into its elements, since many mail programs read nothing else.

use crate::html::{Piece, scan};
use crate::layout::inline_styles;
use crate::tags::{Tags, number};
use std::collections::BTreeSet;

/// A document with its styles inlined; sheets stay for what can't be inlined (media queries, hover).
pub(crate) fn inline(html: &str) -> Result<String, String> {
    if !has_styles(html) {
        return Ok(html.to_string());
    }
    inline_styles(html)
}

/// The same for a page with placeholders. Statements between elements travel as comments, which stay where they are
/// even between the rows of a table; all else travels as words.
pub(crate) fn inline_hidden(page: &str, tags: &Tags) -> Result<String, String> {
    if !has_styles(page) {
        return Ok(page.to_string());
    }
    let page = with_bodies(page, tags);
    let words = crate::tags::Words::absent_from(&page);
    let mut out = String::with_capacity(page.len() * 2);
    for piece in scan(&page) {
        let text = page.get(piece.span()).unwrap_or("");
        let in_text = matches!(piece, Piece::Text(_));
        for c in text.chars() {
            match number(c) {
                Some(n) if in_text && tags.is_statement(c) => {
                    out.push_str("<!--");
                    words.push(&mut out, n);
                    out.push_str("-->");
                }
                Some(n) => words.push(&mut out, n),
                None => out.push(c),
            }
        }
    }
    let inlined = inline_styles(&out)?;
    Ok(words.back(&inlined))
}

fn has_styles(html: &str) -> bool {
    let named = html.match_indices('<').any(|(at, _)| {
        html.as_bytes().get(at + 1..at + 6).is_some_and(|name| name.eq_ignore_ascii_case(b"style"))
    });
    // Within a comment it is none.
    named && scan(html).iter().any(|piece| matches!(piece, Piece::Open(e) if e.name == "style"))
}

/// The page with an explicit `<tbody>` where a table starts with rows. The parser would add one after a leading
/// statement, and a loop would open and close in different elements.
fn with_bodies(page: &str, tags: &Tags) -> String {
    let pieces = scan(page);
    let blank = |piece: &Piece| match piece {
        Piece::Text(span) => {
            page.get(span.clone()).unwrap_or("").chars().all(|c| c.is_whitespace() || tags.is_statement(c))
        }
        Piece::Other(_) => true,
        _ => false,
    };
    let mut starts = BTreeSet::new();
    let mut ends = BTreeSet::new();
    // Whether each open table got a body.
    let mut open = Vec::new();
    for (i, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Open(e) if e.name == "table" => {
                let next = pieces.iter().skip(i + 1).find(|p| !blank(p));
                let rows = matches!(next, Some(Piece::Open(e)) if e.name == "tr");
                if rows {
                    starts.insert(e.span.end);
                }
                open.push(rows);
            }
            Piece::Close { name, span } if name == "table" && open.pop() == Some(true) => {
                ends.insert(span.start);
            }
            _ => {}
        }
    }
    let mut out = String::with_capacity(page.len() + 64);
    for (i, c) in page.char_indices() {
        if ends.contains(&i) {
            out.push_str("</tbody>");
        }
        if starts.contains(&i) {
            out.push_str("<tbody>");
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(body: &str, expected_part: &str) {
        let mut tags = Tags::default();
        let hidden = tags.hide(
            &format!("<html><head><style>td{{color:red}}</style></head><body>{body}</body></html>"),
            true,
        );
        let out = tags.show(&inline_hidden(&hidden, &tags).unwrap());
        assert!(out.contains(expected_part), "{out}");
    }

    #[test]
    fn loops_over_rows_stay_in_their_table() {
        check(
            "<table>{% for x in y %}<tr><td>{{ x < 1 }}</td></tr>{% endfor %}</table>",
            "<tbody>{% for x in y %}<tr><td style=\"color: red;\">{{ x < 1 }}</td></tr>{% endfor %}</tbody>",
        );
    }

    #[test]
    fn values_in_attributes_and_text_stay() {
        check(
            "<a href=\"{{ url }}\">{% if a %}b{% endif %}</a>",
            "<a href=\"{{ url }}\">{% if a %}b{% endif %}</a>",
        );
    }

    #[test]
    fn a_page_without_styles_is_untouched() {
        let page = "<P>odd <b>HTML</p>";
        assert_eq!(inline_hidden(page, &Tags::default()).unwrap(), page);
    }
}
