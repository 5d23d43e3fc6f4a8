//! What the toolbar does to the letter's text: a pure change of a text and its selection.

mod forms;
mod spot;

use compose::Format;
use forms::{html, markdown, mjml, plain};
use spot::Spot;

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
