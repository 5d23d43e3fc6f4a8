//! How each piece is written in each form of a letter.

use super::spot::Spot;
use super::{Changed, Piece};

pub(super) fn markdown(spot: &Spot, piece: &Piece) -> Changed {
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

pub(super) fn html(spot: &Spot, piece: &Piece) -> Changed {
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

pub(super) fn mjml(spot: &Spot, piece: &Piece) -> Changed {
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

pub(super) fn plain(spot: &Spot, piece: &Piece) -> Changed {
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
