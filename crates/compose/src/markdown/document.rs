//! The whole mail around a Markdown letter's content: head, masthead, footer. Tables carry the layout, since Outlook
//! knows nothing else, and say that they do.

use super::theme::{ACCENT, CANVAS, PAPER, sheet, style};
use super::words::words;
use super::write::address_escape;
use crate::html::escape;
use crate::letter::Letter;
use crate::page::{Texts, direction, preheader};
use crate::tags::Tags;

/// A letter's page; all texts hold placeholders for their tags.
pub(super) struct Page<'c> {
    content: &'c str,
    texts: Texts,
    direction: &'static str,
    /// The sender's name, if it is written out.
    sender: String,
    /// The footer's lines: the text before a link, the link's address, and the link's words.
    address: String,
    unsubscribe: Option<(String, &'static str)>,
}

impl<'c> Page<'c> {
    pub(super) fn new(letter: &Letter, content: &'c str, tags: &mut Tags) -> Page<'c> {
        let texts = Texts::hidden(letter, tags);
        let sender = sender_name(&letter.from).to_string();
        let sender = escape(&tags.hide(&sender, false));
        let address = tags.hide(&letter.postal_address, false);
        // A body that has the address itself needs no second one.
        let shown = |link: &str| letter.body.contains(link);
        let (url, mailto) = (letter.unsubscribe.url.trim(), letter.unsubscribe.mailto.trim());
        let link = match (url, mailto) {
            ("", "") => None,
            ("", mail) if shown(mail) => None,
            ("", mail) if mail.starts_with("mailto:") => Some(mail.to_string()),
            ("", mail) => Some(format!("mailto:{mail}")),
            (url, _) if shown(url) => None,
            (url, _) => Some(url.to_string()),
        };
        let unsubscribe = link.map(|link| (tags.hide(&link, false), words(&letter.language)));
        Page { content, texts, direction: direction(&letter.language), sender, address, unsubscribe }
    }

    /// The document.
    pub(super) fn html(&self) -> String {
        let lang = if self.texts.language.is_empty() { "en" } else { &self.texts.language };
        let (dir, title) = (self.direction, &self.texts.subject);
        let table = "role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" width=\"100%\"";
        format!(
            "<!doctype html>\n\
<html lang=\"{lang}\" dir=\"{dir}\">\n\
<head>\n\
<meta charset=\"utf-8\">\n\
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
<meta name=\"x-apple-disable-message-reformatting\">\n\
<meta name=\"format-detection\" content=\"telephone=no, date=no, address=no, email=no, url=no\">\n\
<meta name=\"color-scheme\" content=\"light dark\">\n\
<meta name=\"supported-color-schemes\" content=\"light dark\">\n\
<title>{title}</title>\n\
<style>\n{sheet}</style>\n\
</head>\n\
<body class=\"pr-canvas\" style=\"{body}\">\n\
{preheader}\
<div role=\"article\" aria-roledescription=\"email\" aria-label=\"{title}\" lang=\"{lang}\" dir=\"{dir}\">\n\
<table {table} class=\"pr-canvas\" bgcolor=\"{CANVAS}\" style=\"background-color:{CANVAS}\"><tr>\
<td class=\"pr-outer\" align=\"center\" style=\"padding:28px 12px 36px\">\n\
<!--[if mso]><table role=\"presentation\" width=\"600\" align=\"center\" cellpadding=\"0\" cellspacing=\"0\"><tr><td><![endif]-->\n\
<table {table} class=\"pr-paper pr-sheet\" bgcolor=\"{PAPER}\" style=\"{sheet_style}\">\n\
{head}\
<tr><td class=\"pr-pad pr-ink\" align=\"start\" style=\"{content_style}\">\n\
{content}\
</td></tr>\n\
{foot}\
</table>\n\
<!--[if mso]></td></tr></table><![endif]-->\n\
</td></tr></table>\n\
</div>\n\
</body>\n\
</html>\n",
            sheet = sheet(),
            body = style("body"),
            preheader = preheader(&self.texts.preheader),
            sheet_style = style("sheet"),
            head = self.head(),
            content_style = style("content"),
            content = self.content,
            foot = self.foot(),
        )
        .replace("align=\"start\"", if self.direction == "rtl" { "align=\"right\"" } else { "align=\"left\"" })
    }

    /// The sender's name on a band of the accent's colour, or a thin bar.
    fn head(&self) -> String {
        match self.sender.is_empty() {
            true => format!(
                "<tr><td class=\"pr-head\" bgcolor=\"{ACCENT}\" style=\"{}\">&nbsp;</td></tr>\n",
                style("bar")
            ),
            false => format!(
                "<tr><td class=\"pr-pad pr-head\" align=\"start\" bgcolor=\"{ACCENT}\" style=\"{}\">{}</td></tr>\n",
                style("head"),
                self.sender
            ),
        }
    }

    fn foot(&self) -> String {
        let mut lines = String::new();
        if let Some((link, word)) = &self.unsubscribe {
            lines.push_str(&format!(
                "<p style=\"{}\"><a href=\"{}\" style=\"{}\">{word}</a></p>\n",
                style("foot-line"),
                address_escape(link),
                style("foot-link")
            ));
        }
        if !self.address.trim().is_empty() {
            let address = escape(self.address.trim()).replace('\n', "<br>");
            lines.push_str(&format!("<p style=\"{}\">{address}</p>\n", style("foot-line")));
        }
        if lines.is_empty() {
            return String::new();
        }
        format!(
            "<tr><td class=\"pr-pad pr-muted pr-line\" align=\"start\" style=\"{}\">\n{lines}</td></tr>\n",
            style("foot")
        )
    }

    /// The footer of the text part, with the line that sets it off.
    pub(super) fn footer_text(&self) -> String {
        let mut out = String::new();
        if let Some((link, word)) = &self.unsubscribe {
            out.push_str(&format!("{word}: {}\n", link.strip_prefix("mailto:").unwrap_or(link)));
        }
        if !self.address.trim().is_empty() {
            out.push_str(self.address.trim());
            out.push('\n');
        }
        if out.is_empty() { out } else { format!("\n-- \n{out}") }
    }
}

/// The display name of a mailbox as it is written, without its quotes (RFC 5322 §3.4); nothing for a bare address.
fn sender_name(from: &str) -> &str {
    let Some((name, _)) = from.rsplit_once('<') else { return "" };
    let name = name.trim();
    name.strip_prefix('"').and_then(|n| n.strip_suffix('"')).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sender_is_named() {
        assert_eq!(sender_name("\"Lee, Ann\" <ann@a.example>"), "Lee, Ann");
        assert_eq!(sender_name("{{ a }} Team <a@b.example>"), "{{ a }} Team");
        assert_eq!(sender_name("a@b.example"), "");
    }
}
