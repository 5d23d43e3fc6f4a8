//! Plain text of an HTML mail: blocks as paragraphs, links with their addresses, lists with marks, data tables with
//! bars. Layout tables are not shown as tables.

use super::{Element, Piece, decode, scan};

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

#[derive(Debug)]
struct Link {
    href: String,
    /// Where its text starts in the output.
    start: usize,
}

struct Writer<'s> {
    is_statement: &'s dyn Fn(char) -> bool,
    out: String,
    /// Line breaks that are due before the next text: 1 ends a line, 2 leaves a blank line.
    breaks: usize,
    /// A space is due before the next text of the line.
    space: bool,
    /// For each open list: the next number, or `None` for marks.
    lists: Vec<Option<usize>>,
    /// For each open table: whether it holds data, and whether a cell of this row was written.
    tables: Vec<(bool, bool)>,
    links: Vec<Link>,
    quotes: usize,
    pre: usize,
    /// Elements that are open and not shown, by name.
    hidden: Vec<(String, usize)>,
    /// A list or a table is open that has no item or row yet.
    empty: bool,
}

impl Writer<'_> {
    fn open(&mut self, element: &Element) {
        let name = element.name.as_str();
        if let Some((hidden, depth)) = self.hidden.last_mut() {
            if hidden == name && !is_void(name) {
                *depth += 1;
            }
            return;
        }
        if is_hidden(element) && !is_void(name) && !element.self_closing {
            self.hidden.push((element.name.clone(), 1));
            return;
        }
        self.empty = matches!(name, "ul" | "ol" | "table" | "tbody" | "thead");
        match name {
            "br" => {
                self.breaks = (self.breaks + 1).min(2);
                self.space = false;
            }
            "hr" => {
                self.block(2);
                self.push("----------------------------------------");
                self.block(2);
            }
            "img" => {
                let alt = element.value("alt").map(str::trim).unwrap_or("");
                if !alt.is_empty() {
                    self.text(&super::escape(&format!("[{alt}]")));
                }
            }
            "a" => {
                let href = element.value("href").unwrap_or("").trim().to_string();
                self.links.push(Link { href, start: self.out.len() });
            }
            "ul" | "ol" => {
                self.block(if self.lists.is_empty() { 2 } else { 1 });
                let first = element.value("start").and_then(|s| s.parse().ok()).unwrap_or(1);
                self.lists.push((name == "ol").then_some(first));
            }
            "li" => {
                self.block(1);
                let indent = "  ".repeat(self.lists.len().saturating_sub(1));
                let mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_string(),
                };
                self.push(&format!("{indent}{mark}"));
            }
            "table" => {
                self.block(2);
                let layout =
                    element.value("role").is_some_and(|role| matches!(role, "presentation" | "none"));
                let data = !layout
                    && element.value("cellpadding").is_none()
                    && element.value("width") != Some("100%");
                self.tables.push((data, false));
            }
            "tr" => {
                self.block(1);
                if let Some((_, written)) = self.tables.last_mut() {
                    *written = false;
                }
            }
            "td" | "th" => match self.tables.last_mut() {
                Some((true, written)) => {
                    let bar = std::mem::replace(written, true);
                    if bar {
                        self.space = false;
                        self.push(" | ");
                    }
                }
                _ => self.block(1),
            },
            "blockquote" => {
                self.block(2);
                self.quotes += 1;
            }
            "pre" => {
                self.block(2);
                self.pre += 1;
            }
            _ => self.block(margin(name)),
        }
    }

    fn close(&mut self, name: &str) {
        if let Some((hidden, depth)) = self.hidden.last_mut() {
            if hidden == name {
                *depth -= 1;
                if *depth == 0 {
                    self.hidden.pop();
                }
            }
            return;
        }
        match name {
            "a" => self.close_link(),
            "ul" | "ol" => {
                self.lists.pop();
                self.block(if self.lists.is_empty() { 2 } else { 1 });
            }
            "table" => {
                self.tables.pop();
                self.block(2);
            }
            "td" | "th" if self.tables.last().is_some_and(|t| t.0) => {}
            "blockquote" => {
                self.block(2);
                self.quotes = self.quotes.saturating_sub(1);
            }
            "pre" => {
                self.pre = self.pre.saturating_sub(1);
                self.block(2);
            }
            "tr" | "td" | "th" | "li" => self.block(1),
            _ => self.block(margin(name)),
        }
    }

    /// The address after a link's text, unless the text is the address.
    fn close_link(&mut self) {
        let Some(link) = self.links.pop() else { return };
        let shown = self.out.get(link.start..).unwrap_or("").trim().to_string();
        let address = link.href.strip_prefix("mailto:").unwrap_or(&link.href);
        let same = |a: &str, b: &str| a.trim_end_matches('/') == b.trim_end_matches('/');
        let bare = address.split_once("://").map_or(address, |(_, rest)| rest);
        if address.is_empty() || address.starts_with('#') || same(&shown, address) || same(&shown, bare) {
            return;
        }
        let text = if shown.is_empty() { address.to_string() } else { format!("<{address}>") };
        self.space = !shown.is_empty();
        self.push(&text);
    }

    fn text(&mut self, text: &str) {
        if !self.hidden.is_empty() {
            return self.statements(text);
        }
        let text = decode(text);
        if self.pre > 0 {
            for (i, line) in text.split('\n').enumerate() {
                if i > 0 {
                    self.flush();
                    self.out.push('\n');
                    self.prefix();
                }
                self.push(line.trim_end_matches('\r'));
            }
            return;
        }
        for c in text.chars() {
            match c {
                ' ' | '\t' | '\n' | '\r' | '\u{c}' => self.space = true,
                // Invisible characters that pad preheaders.
                '\u{200b}' | '\u{200c}' | '\u{feff}' | '\u{34f}' | '\u{ad}' => {}
                c if (self.is_statement)(c) => self.statement(c),
                c => {
                    let c = if c == '\u{a0}' { ' ' } else { c };
                    let mut buffer = [0; 4];
                    self.push(c.encode_utf8(&mut buffer));
                }
            }
        }
    }

    /// The statements of a text that is not shown itself.
    fn statements(&mut self, text: &str) {
        text.chars().filter(|c| (self.is_statement)(*c)).for_each(|c| self.statement(c));
    }

    /// A statement goes before the breaks that are due, and so they belong to what it may leave out. Only the blank
    /// line before a list stays outside: a loop over items must not repeat it.
    fn statement(&mut self, c: char) {
        if self.empty && self.breaks == 2 && !self.out.is_empty() {
            self.breaks = 1;
            self.out.push('\n');
            self.prefix();
        }
        self.out.push(c);
    }

    fn block(&mut self, breaks: usize) {
        if breaks > 0 {
            self.breaks = self.breaks.max(breaks);
            self.space = false;
        }
    }

    /// Writes what is due, then the text.
    fn push(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.flush();
        self.out.push_str(text);
    }

    fn flush(&mut self) {
        let breaks = std::mem::take(&mut self.breaks);
        let space = std::mem::take(&mut self.space);
        if self.out.is_empty() {
            self.prefix();
            return;
        }
        if breaks > 0 {
            let kept = self.out.trim_end_matches([' ', '\n']).len();
            self.out.truncate(kept);
            for i in 0..breaks {
                self.out.push('\n');
                if i + 1 == breaks {
                    self.prefix();
                }
            }
        } else if space && !self.out.ends_with([' ', '\n']) {
            self.out.push(' ');
        }
    }

    fn prefix(&mut self) {
        for _ in 0..self.quotes {
            self.out.push_str("> ");
        }
    }

    fn finish(mut self) -> String {
        let kept = self.out.trim_end().len();
        self.out.truncate(kept);
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out
    }
}

/// The blank space around a block: 2 leaves a blank line, 1 ends the line, 0 is inline.
fn margin(name: &str) -> usize {
    match name {
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dl" | "figure" | "fieldset" | "details" => 2,
        "address" | "article" | "aside" | "body" | "center" | "dd" | "div" | "dt" | "figcaption"
        | "footer" | "form" | "header" | "main" | "nav" | "section" | "summary" | "tbody" | "tfoot"
        | "thead" | "caption" => 1,
        _ => 0,
    }
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "track"
            | "wbr"
    )
}

/// The head, and what a mail hides: preheaders, mostly.
fn is_hidden(element: &Element) -> bool {
    if element.name == "head" || element.attribute("hidden").is_some() {
        return true;
    }
    let style = element.value("style").unwrap_or("");
    let plain: String = style.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    plain.split(';').any(|declaration| matches!(declaration, "display:none" | "display:none!important"))
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
