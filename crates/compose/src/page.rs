//! The document around a letter that was written as HTML or MJML: what is missing is added, what is there stays.

use crate::html::{self, Piece, escape, scan};
use crate::letter::Letter;
use crate::tags::Tags;

/// The languages that are written from right to left.
const RIGHT_TO_LEFT: &[&str] =
    &["ar", "arc", "ckb", "dv", "fa", "ha", "he", "iw", "ks", "ku", "ps", "sd", "ug", "ur", "yi"];

/// The direction of a language (BCP 47).
pub(crate) fn direction(language: &str) -> &'static str {
    let main = language.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase();
    let latin = language.split(['-', '_']).any(|part| part.eq_ignore_ascii_case("latn"));
    if RIGHT_TO_LEFT.contains(&main.as_str()) && !latin { "rtl" } else { "ltr" }
}

/// The hidden line that a mailbox shows after the subject. The filler keeps the letter's first words from following
/// it there.
pub(crate) fn preheader(text: &str) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    let filler = "&#847;&zwnj;&nbsp;".repeat(40);
    format!(
        "<div style=\"display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;mso-hide:all\">{text}{filler}</div>\n"
    )
}

/// A letter's fields as they go into HTML: escaped, with placeholders for their tags.
pub(crate) struct Texts {
    pub(crate) subject: String,
    pub(crate) preheader: String,
    pub(crate) language: String,
}

impl Texts {
    pub(crate) fn hidden(letter: &Letter, tags: &mut Tags) -> Texts {
        let mut hide = |text: &str| escape(&tags.hide(text, false));
        Texts {
            subject: hide(&letter.subject),
            preheader: hide(&letter.preheader),
            language: hide(&letter.language),
        }
    }

    fn plain(letter: &Letter) -> Texts {
        Texts {
            subject: escape(&letter.subject),
            preheader: escape(&letter.preheader),
            language: escape(&letter.language),
        }
    }
}

/// The page of a body whose tags are hidden.
pub(crate) fn complete_hidden(body: &str, letter: &Letter, tags: &mut Tags) -> String {
    let texts = Texts::hidden(letter, tags);
    add(body, letter, &texts)
}

/// The page of a merged body; the letter's fields are merged, too.
pub(crate) fn complete(body: &str, letter: &Letter) -> String {
    add(body, letter, &Texts::plain(letter))
}

fn add(body: &str, letter: &Letter, texts: &Texts) -> String {
    let pieces = scan(body);
    let has = |name: &str| pieces.iter().any(|p| matches!(p, Piece::Open(e) if e.name == name));
    if !has("html") && !has("body") {
        return around(body, letter, texts);
    }
    let mut out = String::with_capacity(body.len() + 1024);
    let empty_title = pieces.iter().zip(pieces.iter().skip(1)).any(|(a, b)| {
        matches!(a, Piece::Open(e) if e.name == "title")
            && matches!(b, Piece::Close { name, .. } if name == "title")
    });
    let title = !has("title") && has("head");
    // Only the first `<body>` counts; a conditional comment hides its own.
    let mut preheader =
        Some(preheader(&texts.preheader)).filter(|p| !p.is_empty() && !shows(body, &texts.preheader));
    for piece in &pieces {
        let range = piece.span();
        match piece {
            Piece::Open(e)
                if e.name == "html" && e.attribute("lang").is_none() && !texts.language.is_empty() =>
            {
                // Everything up to the `>` stays; the language is what screen readers and hyphenation need.
                let end = range.end.saturating_sub(1);
                out.push_str(body.get(range.start..end).unwrap_or(""));
                out.push_str(&format!(
                    " lang=\"{}\" dir=\"{}\">",
                    texts.language,
                    direction(&letter.language)
                ));
            }
            // MJML that names no language says "undetermined".
            Piece::Open(e)
                if e.name == "html" && e.value("lang") == Some("und") && !texts.language.is_empty() =>
            {
                let tag = body.get(range).unwrap_or("");
                out.push_str(
                    &tag.replacen("lang=\"und\"", &format!("lang=\"{}\"", texts.language), 1).replacen(
                        "dir=\"auto\"",
                        &format!("dir=\"{}\"", direction(&letter.language)),
                        1,
                    ),
                );
            }
            _ => out.push_str(body.get(range).unwrap_or("")),
        }
        match piece {
            Piece::Open(e) if e.name == "head" && title => {
                out.push_str(&format!("\n<title>{}</title>", texts.subject));
            }
            Piece::Open(e) if e.name == "title" && empty_title => out.push_str(&texts.subject),
            Piece::Open(e) if e.name == "body" => {
                if let Some(preheader) = preheader.take() {
                    out.push('\n');
                    out.push_str(&preheader);
                }
            }
            _ => {}
        }
    }
    out
}

/// Whether the page starts with a preheader of the same words already.
fn shows(body: &str, preheader: &str) -> bool {
    /// How far into the body a preheader stands, in bytes.
    const START: usize = 1200;
    let Some(start) = body.find("<body").or_else(|| body.find("<BODY")) else { return false };
    let end = body.ceil_char_boundary((start + START).min(body.len()));
    let start = body.get(start..end).unwrap_or("");
    start.contains("display:none") && (start.contains(preheader) || start.contains(&html::decode(preheader)))
}

/// A document around a part of one.
fn around(body: &str, letter: &Letter, texts: &Texts) -> String {
    let lang = if texts.language.is_empty() { "en" } else { &texts.language };
    let dir = direction(&letter.language);
    format!(
        "<!doctype html>\n<html lang=\"{lang}\" dir=\"{dir}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n</head>\n<body>\n\
         {}{body}\n</body>\n</html>\n",
        texts.subject,
        preheader(&texts.preheader),
    )
}
