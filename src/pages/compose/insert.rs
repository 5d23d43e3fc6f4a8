//! What the toolbar does to the letter's text: a pure change of a text and its selection.

use compose::Format;

/// A text after a change, with what is selected in it, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The text.
    pub text: String,
    /// Where the selection starts.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// What can be inserted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A heading.
    Heading,
    /// Strong words.
    Bold,
    /// Stressed words.
    Italic,
    /// A line of a list.
    List,
    /// A link.
    Link,
    /// An image with its text.
    Image,
    /// An image of the letter's files or of the web.
    Picture {
        /// Its address.
        address: String,
        /// What it shows, in words.
        alt: String,
        /// How wide it is shown, in CSS pixels; 0 where that is not known.
        width: u32,
    },
    /// A link that looks like a button.
    Button,
    /// A table of prices.
    Table,
    /// A line across.
    Divider,
    /// Two columns side by side.
    Columns,
    /// The end of a letter, with this name below it.
    Signature(String),
    /// A merge field.
    Field(String),
    /// A merge field, with a word for those whose cell is empty.
    FieldOr(String),
    /// Words that only some readers get; the name is a column's.
    Condition(String),
    /// A line for each of several things in one cell; the name is a column's.
    Loop(String),
}

/// Inserts a piece at the selection. Selected words become part of it; without any, an example stands there, selected.
pub fn insert(text: &str, start: usize, end: usize, piece: &Piece, format: Format) -> Changed {
    let spot = Spot { text, start, end };
    match (piece, format) {
        (Piece::Field(name), _) => spot.replace("{{ ", name, " }}", None),
        (Piece::FieldOr(name), _) => {
            spot.replace(&format!("{{{{ {name} | default(\""), "there", "\") }}", Some(()))
        }
        (Piece::Condition(name), _) => {
            spot.block(&format!("{{% if {name} %}}\n"), "Words for those who have it", "\n{% endif %}")
        }
        (Piece::Loop(name), format) => {
            let (before, after) = match format {
                Format::Markdown | Format::Text => ("\n- ", "\n"),
                Format::Html | Format::Mjml => ("\n<p>", "</p>\n"),
            };
            let open = format!("{{% for item in {name}.split(\";\") %}}{before}");
            spot.loops(&open, "{{ item | trim }}", &format!("{after}{{% endfor %}}"))
        }
        (_, Format::Markdown) => markdown(&spot, piece),
        (_, Format::Html) => html(&spot, piece),
        (_, Format::Mjml) => mjml(&spot, piece),
        (_, Format::Text) => plain(&spot, piece),
    }
}

fn markdown(spot: &Spot, piece: &Piece) -> Changed {
    match piece {
        Piece::Heading => spot.lines("## ", "Heading"),
        Piece::List => spot.lines("- ", "One thing"),
        Piece::Bold => spot.wrap("**", "strong words", "**"),
        Piece::Italic => spot.wrap("*", "stressed words", "*"),
        Piece::Link => spot.wrap("[", "the words of the link", "](https://)"),
        Piece::Image => spot.wrap("![", "what the image shows", "](https://)"),
        Piece::Picture { address, alt, width } => {
            let alt = alt.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
            let width = if *width > 0 { format!("{{width={width}}}") } else { String::new() };
            spot.alone(&format!("![{alt}]({address}){width}"))
        }
        Piece::Button => spot.block("[", "What the button does", "](https://){.button}"),
        Piece::Table => spot.block("| Item | Price |\n| :--- | ---: |\n| ", "First thing", " | 10.00 |"),
        Piece::Columns => spot.block("::: columns\n", "On the left", "\n::: column\nOn the right\n:::"),
        Piece::Signature(name) => spot.block("", "Kind regards", &format!("  \n**{name}**")),
        _ => spot.block("", "", "---"),
    }
}

fn html(spot: &Spot, piece: &Piece) -> Changed {
    match piece {
        Piece::Heading => spot.block("<h2>", "Heading", "</h2>"),
        Piece::List => spot.block("<ul>\n  <li>", "One thing", "</li>\n</ul>"),
        Piece::Bold => spot.wrap("<strong>", "strong words", "</strong>"),
        Piece::Italic => spot.wrap("<em>", "stressed words", "</em>"),
        Piece::Link => spot.wrap("<a href=\"https://\">", "the words of the link", "</a>"),
        Piece::Image => spot.wrap("<img src=\"https://\" alt=\"", "what the image shows", "\">"),
        Piece::Picture { address, alt, width } => {
            let width = if *width > 0 { format!(" width=\"{width}\"") } else { String::new() };
            let alt = attribute(alt);
            spot.alone(&format!(
                "<img src=\"{address}\" alt=\"{alt}\"{width} style=\"max-width:100%;height:auto\">"
            ))
        }
        Piece::Button => {
            spot.block("<p><a class=\"button\" href=\"https://\">", "What the button does", "</a></p>")
        }
        Piece::Table => {
            spot.block("<table>\n  <tr><td>", "First thing", "</td><td>10.00</td></tr>\n</table>")
        }
        Piece::Columns => spot.block(
            "<table role=\"presentation\" width=\"100%\"><tr>\n  <td width=\"50%\" valign=\"top\">",
            "On the left",
            "</td>\n  <td width=\"50%\" valign=\"top\">On the right</td>\n</tr></table>",
        ),
        Piece::Signature(name) => {
            spot.block("<p>", "Kind regards", &format!("<br>\n<strong>{}</strong></p>", attribute(name)))
        }
        _ => spot.block("", "", "<hr>"),
    }
}

fn mjml(spot: &Spot, piece: &Piece) -> Changed {
    match piece {
        Piece::Heading => spot.block("<mj-text font-size=\"20px\">", "Heading", "</mj-text>"),
        Piece::Picture { address, alt, width } => {
            let width = if *width > 0 { format!(" width=\"{width}px\"") } else { String::new() };
            spot.alone(&format!("<mj-image src=\"{address}\" alt=\"{}\"{width} />", attribute(alt)))
        }
        Piece::Image => spot.block("<mj-image src=\"https://\" alt=\"", "what the image shows", "\" />"),
        Piece::Button => spot.block("<mj-button href=\"https://\">", "What the button does", "</mj-button>"),
        Piece::Table => {
            spot.block("<mj-table>\n  <tr><td>", "First thing", "</td><td>10.00</td></tr>\n</mj-table>")
        }
        Piece::Divider => spot.block("", "", "<mj-divider />"),
        Piece::Columns => spot.block(
            "<mj-section>\n  <mj-column><mj-text>",
            "On the left",
            "</mj-text></mj-column>\n  <mj-column><mj-text>On the right</mj-text></mj-column>\n</mj-section>",
        ),
        Piece::Signature(name) => {
            spot.block("<mj-text>", "Kind regards", &format!("<br />\n<b>{}</b></mj-text>", attribute(name)))
        }
        other => html(spot, other),
    }
}

fn plain(spot: &Spot, piece: &Piece) -> Changed {
    match piece {
        Piece::List => spot.lines("- ", "One thing"),
        Piece::Link | Piece::Button => spot.wrap("", "the words of the link", ": https://"),
        Piece::Divider => spot.block("", "", "----"),
        Piece::Signature(name) => spot.block("", "Kind regards", &format!("\n{name}")),
        _ => spot.wrap("", "words", ""),
    }
}

/// Words as the value of an attribute.
fn attribute(words: &str) -> String {
    words.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

struct Spot<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

impl Spot<'_> {
    fn before(&self) -> &str {
        self.text.get(..self.start).unwrap_or_default()
    }

    fn chosen(&self) -> &str {
        self.text.get(self.start..self.end).unwrap_or_default()
    }

    fn after(&self) -> &str {
        self.text.get(self.end..).unwrap_or_default()
    }

    /// Puts words between an opening and a closing; `chosen` selects them, otherwise the cursor stands behind.
    fn replace(&self, open: &str, words: &str, close: &str, chosen: Option<()>) -> Changed {
        let from = self.start + open.len();
        let behind = from + words.len() + close.len();
        let (start, end) = if chosen.is_some() { (from, from + words.len()) } else { (behind, behind) };
        Changed { text: [self.before(), open, words, close, self.after()].concat(), start, end }
    }

    fn wrap(&self, open: &str, example: &str, close: &str) -> Changed {
        match self.chosen() {
            "" => self.replace(open, example, close, Some(())),
            words => self.replace(open, words, close, Some(())),
        }
    }

    /// The same on lines of its own, with an empty line around.
    fn block(&self, open: &str, example: &str, close: &str) -> Changed {
        let before = match self.before() {
            "" => "",
            text if text.ends_with("\n\n") => "",
            text if text.ends_with('\n') => "\n",
            _ => "\n\n",
        };
        let after = match self.after() {
            text if text.starts_with("\n\n") => "",
            text if text.starts_with('\n') || text.is_empty() => "\n",
            _ => "\n\n",
        };
        self.wrap(&format!("{before}{open}"), example, &format!("{close}{after}"))
    }

    /// A loop, with what stands in it selected.
    fn loops(&self, open: &str, item: &str, close: &str) -> Changed {
        Spot { start: self.end, ..*self }.block(open, item, close)
    }

    /// A text on lines of its own after the selection, with the cursor behind it.
    fn alone(&self, text: &str) -> Changed {
        let made = Spot { start: self.end, ..*self }.block(text, "", "");
        let behind = made.text.len() - self.after().len();
        Changed { start: behind, end: behind, ..made }
    }

    /// Puts a sign before each line of the selection, or takes it away where all have it.
    fn lines(&self, sign: &str, example: &str) -> Changed {
        let first = self.before().rfind('\n').map_or(0, |at| at + 1);
        let last = self.after().find('\n').map_or(self.text.len(), |at| self.end + at);
        let lines = self.text.get(first..last).unwrap_or_default();
        if lines.trim().is_empty() {
            return Spot { text: self.text, start: first, end: last }.wrap(sign, example, "");
        }
        let all = lines.lines().filter(|line| !line.is_empty()).all(|line| line.starts_with(sign));
        let changed: Vec<String> = lines
            .lines()
            .map(|line| match line.strip_prefix(sign) {
                Some(bare) if all => bare.to_owned(),
                _ if line.is_empty() => String::new(),
                _ => format!("{sign}{line}"),
            })
            .collect();
        let changed = changed.join("\n");
        let text =
            [self.text.get(..first).unwrap_or_default(), &changed, self.text.get(last..).unwrap_or_default()];
        Changed { text: text.concat(), start: first, end: first + changed.len() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `‹` and `›` stand around the selection.
    #[track_caller]
    fn check(before: &str, piece: Piece, after: &str) {
        let (start, end) = (before.find('‹').unwrap(), before.find('›').unwrap() - '‹'.len_utf8());
        let text = before.replace(['‹', '›'], "");
        let changed = insert(&text, start, end, &piece, Format::Markdown);
        let mut shown = changed.text.clone();
        shown.insert(changed.end, '›');
        shown.insert(changed.start, '‹');
        assert_eq!(shown, after);
    }

    #[test]
    fn words_are_wrapped() {
        check("a ‹b› c", Piece::Bold, "a **‹b›** c");
        check("a ‹›", Piece::Italic, "a *‹stressed words›*");
        check("‹here›", Piece::Link, "[‹here›](https://)");
        check("Hi ‹›!", Piece::Field("first_name".into()), "Hi {{ first_name }}‹›!");
        check("Hi ‹›!", Piece::FieldOr("name".into()), "Hi {{ name | default(\"‹there›\") }}!");
    }

    #[test]
    fn lines_get_their_sign_and_lose_it() {
        check("a\nb‹›c\nd", Piece::List, "a\n‹- bc›\nd");
        check("‹a\nb›", Piece::List, "‹- a\n- b›");
        check("‹- a\n- b›", Piece::List, "‹a\nb›");
        check("a\n‹›", Piece::Heading, "a\n## ‹Heading›");
    }

    #[test]
    fn blocks_stand_alone() {
        check(
            "a‹›b",
            Piece::Condition("city".into()),
            "a\n\n{% if city %}\n‹Words for those who have it›\n{% endif %}\n\nb",
        );
        check(
            "‹›",
            Piece::Loop("plants".into()),
            "{% for item in plants.split(\";\") %}\n- ‹{{ item | trim }}›\n{% endfor %}\n",
        );
        check("Bye‹›", Piece::Signature("Ann Lee".into()), "Bye\n\n‹Kind regards›  \n**Ann Lee**\n");
        check("‹a›", Piece::Columns, "::: columns\n‹a›\n::: column\nOn the right\n:::\n");
        let rose = || Piece::Picture { address: "cid:rose.png".into(), alt: "A [rose]".into(), width: 240 };
        check("a ‹b› c", rose(), "a b\n\n![A \\[rose\\]](cid:rose.png){width=240}\n\n‹› c");
        check("‹›", Piece::Button, "[‹What the button does›](https://){.button}\n");
    }
}
