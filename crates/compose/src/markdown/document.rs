//! The whole mail around a Markdown letter's content: head, masthead, footer. Tables carry the layout, since Outlook
//! knows nothing else, and say that they do.

use super::theme::{outlook, sheet, style};
use super::words::words;
use super::write::address_escape;
use crate::html::escape;
use crate::letter::Letter;
use crate::page::{Texts, direction, preheader};
use crate::tags::Tags;
use crate::theme::{Head, Look};

/// A letter's page; all texts hold placeholders for their tags.
pub(super) struct Page<'c> {
    content: &'c str,
    look: &'c Look,
    texts: Texts,
    direction: &'static str,
    /// The sender's name, if it is written out.
    sender: String,
    /// The address of the logo and what is read for it, where there is one.
    logo: Option<(String, String)>,
    /// The footer's lines: the text before a link, the link's address, and the link's words.
    address: String,
    unsubscribe: Option<(String, &'static str)>,
}

impl<'c> Page<'c> {
    pub(super) fn new(letter: &Letter, content: &'c str, look: &'c Look, tags: &mut Tags) -> Page<'c> {
        let texts = Texts::hidden(letter, tags);
        let sender = sender_name(&letter.from).to_string();
        let sender = escape(&tags.hide(&sender, false));
        let theme = &letter.theme;
        let logo = (!theme.logo.trim().is_empty()).then(|| {
            let alt = match theme.logo_alt.as_str() {
                "" => sender.clone(),
                own => escape(&tags.hide(own, false)),
            };
            (address_escape(&tags.hide(theme.logo.trim(), false)), alt)
        });
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
        Page {
            content,
            look,
            texts,
            direction: direction(&letter.language),
            sender,
            logo,
            address,
            unsubscribe,
        }
    }

    /// The document.
    pub(super) fn html(&self) -> String {
        let lang = if self.texts.language.is_empty() { "en" } else { &self.texts.language };
        let (dir, title) = (self.direction, &self.texts.subject);
        let look = self.look;
        let (canvas, paper, width) = (&look.light.canvas, &look.light.paper, look.width);
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
{outlook}\
</head>\n\
<body class=\"pr-canvas\" style=\"{body}\">\n\
{preheader}\
<div role=\"article\" aria-roledescription=\"email\" aria-label=\"{title}\" lang=\"{lang}\" dir=\"{dir}\">\n\
<table {table} class=\"pr-canvas\" bgcolor=\"{canvas}\" style=\"background-color:{canvas}\"><tr>\
<td class=\"pr-outer\" align=\"center\" style=\"{outer}\">\n\
<!--[if mso]><table role=\"presentation\" width=\"{width}\" align=\"center\" cellpadding=\"0\" cellspacing=\"0\"><tr><td><![endif]-->\n\
<table {table} class=\"pr-paper pr-sheet\" bgcolor=\"{paper}\" style=\"{sheet_style}\">\n\
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
            sheet = sheet(look),
            outlook = outlook(look),
            body = style(look, "body"),
            outer = style(look, "outer"),
            preheader = preheader(&self.texts.preheader),
            sheet_style = style(look, "sheet"),
            head = self.head(),
            content_style = style(look, "content"),
            content = self.content,
            foot = self.foot(),
        )
        .replace("align=\"start\"", if self.direction == "rtl" { "align=\"right\"" } else { "align=\"left\"" })
    }

    /// The logo or the sender's name, on a band of the accent's colour or below a thin bar of it.
    fn head(&self) -> String {
        let look = self.look;
        let shown = match &self.logo {
            Some((address, alt)) => format!(
                "<img src=\"{address}\" alt=\"{alt}\" width=\"{}\" style=\"{}\">",
                look.logo_width,
                style(look, "logo")
            ),
            None if look.head == Head::None => String::new(),
            None => self.sender.clone(),
        };
        let accent = &look.light.accent;
        let bar = || {
            format!(
                "<tr><td class=\"pr-head\" bgcolor=\"{accent}\" style=\"{}\">&nbsp;</td></tr>\n",
                style(look, "bar")
            )
        };
        let name = || match shown.as_str() {
            "" => String::new(),
            _ => format!(
                "<tr><td class=\"pr-pad pr-ink\" align=\"start\" style=\"{}\">{shown}</td></tr>\n",
                style(look, "name")
            ),
        };
        match look.head {
            Head::None => name(),
            Head::Line => bar() + &name(),
            Head::Band if shown.is_empty() => bar(),
            Head::Band => format!(
                "<tr><td class=\"pr-pad pr-head\" align=\"start\" bgcolor=\"{accent}\" style=\"{}\">{shown}</td></tr>\n",
                style(look, "head"),
            ),
        }
    }

    fn foot(&self) -> String {
        let look = self.look;
        let mut lines = String::new();
        if let Some((link, word)) = &self.unsubscribe {
            lines.push_str(&format!(
                "<p style=\"{}\"><a href=\"{}\" style=\"{}\">{word}</a></p>\n",
                style(look, "foot-line"),
                address_escape(link),
                style(look, "foot-link")
            ));
        }
        if !self.address.trim().is_empty() {
            let address = escape(self.address.trim()).replace('\n', "<br>");
            lines.push_str(&format!("<p style=\"{}\">{address}</p>\n", style(look, "foot-line")));
        }
        if lines.is_empty() {
            return String::new();
        }
        format!(
            "<tr><td class=\"pr-pad pr-muted pr-line pr-small\" align=\"start\" style=\"{}\">\n{lines}</td></tr>\n",
            style(look, "foot")
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
