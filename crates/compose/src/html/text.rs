//! Plain text of an HTML mail: blocks as paragraphs, links with their addresses, lists with marks, data tables with
//! bars. Layout tables are not shown as tables.

mod elements;
mod writer;

use super::{Element, Piece, scan};
use writer::Writer;

/// The text of an HTML document or a part of one.
pub fn to_text(html: &str) -> String {
    to_template_text(html, &|_| false)
}

/// The same with placeholders of template tags. Those of statements are set before the line breaks that are due, so
/// that a paragraph in a branch nobody takes leaves no blank lines; and they stay even where nothing is shown, since
/// a block may open there.
pub(crate) fn to_template_text(html: &str, is_statement: &dyn Fn(char) -> bool) -> String {
    let mut writer = Writer {
        is_statement,
        out: String::with_capacity(html.len() / 2),
        breaks: 0,
        space: false,
        lists: Vec::new(),
        tables: Vec::new(),
        links: Vec::new(),
        quotes: 0,
        pre: 0,
        hidden: Vec::new(),
        empty: false,
    };
    let pieces = scan(html);
    for (i, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Open(element) if element.name == "ol" && branches(html, &pieces, i, is_statement) => {
                // Numbers can't be known where items are repeated or left out.
                writer.open(&Element { name: "ul".into(), ..element.clone() });
            }
            Piece::Open(element) => writer.open(element),
            Piece::Close { name, .. } => writer.close(name),
            Piece::Text(span) => writer.text(html.get(span.clone()).unwrap_or("")),
            Piece::Raw { element, span } if element == "textarea" || element == "xmp" => {
                writer.text(html.get(span.clone()).unwrap_or(""));
            }
            Piece::Raw { span, .. } | Piece::Other(span) => {
                writer.statements(html.get(span.clone()).unwrap_or(""))
            }
        }
    }
    writer.finish()
}

/// Whether statements stand between the items of the list that opens at `start`.
fn branches(html: &str, pieces: &[Piece], start: usize, is_statement: &dyn Fn(char) -> bool) -> bool {
    let mut depth = 0usize;
    for piece in pieces.iter().skip(start) {
        match piece {
            Piece::Open(e) if matches!(e.name.as_str(), "ol" | "ul" | "li") => depth += 1,
            Piece::Close { name, .. } if matches!(name.as_str(), "ol" | "ul" | "li") => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return false;
                }
            }
            Piece::Text(span)
                if depth == 1 && html.get(span.clone()).unwrap_or("").contains(is_statement) =>
            {
                return true;
            }
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(to_text(html), expected, "{html}");
    }

    #[test]
    fn blocks_become_paragraphs() {
        check("<p>a  b\n c</p><p>d<br>e</p>", "a b c\n\nd\ne\n");
        check("<div>a</div><div>b</div>", "a\nb\n");
        check("<h1>T</h1>x<hr>y", "T\n\nx\n\n----------------------------------------\n\ny\n");
        check("<pre>a\n  b</pre>", "a\n  b\n");
        check(
            "<blockquote><p>a</p><p>b</p></blockquote>c",
            "> a\n> b\n\nc\n".replace("> a\n> b", "> a\n\n> b").as_str(),
        );
    }

    #[test]
    fn links_show_their_address() {
        check("<a href='https://a.example/x'>Read</a>.", "Read <https://a.example/x>.\n");
        check("<a href='https://a.example/'>a.example</a>", "a.example\n");
        check("<a href='mailto:a@b.example'>a@b.example</a>", "a@b.example\n");
        check("<a href='#top'>up</a> <a>no</a>", "up no\n");
        check("<a href='https://a.example'><img src=x alt='Shop'></a>", "[Shop] <https://a.example>\n");
    }

    #[test]
    fn lists_and_tables_are_readable() {
        check("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c\n");
        check("<ol start=3><li>a<li>b</ol>", "3. a\n4. b\n");
        check("<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>", "A | B\n1 | 2\n");
        check("<table role=presentation><tr><td>a</td><td>b</td></tr></table>", "a\nb\n");
    }

    #[test]
    fn what_is_hidden_stays_hidden() {
        check("<head><title>t</title></head><body><div style='display: none'><div>x</div>p</div>b", "b\n");
        check("<style>a{}</style><script>x</script><!-- c -->z", "z\n");
    }
}
