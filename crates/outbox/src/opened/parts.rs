//! The parts of a message that a letter has too: HTML, text, images shown in it, files attached to it.

use super::text::part_text;
use diag::Diagnostic;
use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

/// What was found in a message.
#[derive(Default)]
pub(super) struct Found {
    pub(super) html: Option<String>,
    pub(super) text: Option<String>,
    pub(super) files: Vec<(String, Vec<u8>)>,
    /// Names of the files that are attached.
    pub(super) attached: Vec<String>,
    /// Content-IDs of images that the HTML shows, and the names of their files.
    pub(super) renamed: Vec<(String, String)>,
}

pub(super) fn find(message: &Message<'_>, whole: &[u8], said: &mut Vec<Diagnostic>) -> Found {
    let mut found = Found::default();
    let texts = |bodies: Vec<&MessagePart<'_>>, html: bool| -> Vec<String> {
        let of_kind = bodies.into_iter().filter(|part| matches!(part.body, PartType::Html(_)) == html);
        of_kind.filter_map(|part| part_text(part, whole)).collect()
    };
    let mut pages = texts(message.html_bodies().collect(), true).into_iter();
    let mut plain = texts(message.text_bodies().collect(), false).into_iter();
    (found.html, found.text) = (pages.next(), plain.next());
    let more = pages.count() + plain.count();
    if more > 0 {
        said.push(
            Diagnostic::warning(
                "mail-more-parts",
                format!("{more} further text parts of the message were left out"),
            )
            .hint("a letter has one HTML part and one text part"),
        );
    }
    let page = found.html.clone().unwrap_or_default();
    for (number, part) in message.attachments().enumerate() {
        let id = part.content_id().map(|id| id.trim_matches(['<', '>']).to_owned());
        let id = id.filter(|id| {
            [id.clone(), id.replace('@', "%40")]
                .iter()
                .any(|id| page.contains(&["cid:", id.as_str()].concat()))
        });
        let name = free_name(part, number, id.is_some(), &found.files);
        let bytes = match &part.body {
            PartType::Message(inner) => inner.raw_message().to_vec(),
            _ => part.contents().to_vec(),
        };
        found.files.push((name.clone(), bytes));
        match id {
            Some(id) => found.renamed.push((id, name)),
            None => found.attached.push(name),
        }
    }
    found
}

/// The part's own name without a folder, or one by its type; not that of a file before it. What stands in an address is
/// of plain letters.
fn free_name(part: &MessagePart<'_>, number: usize, plain: bool, files: &[(String, Vec<u8>)]) -> String {
    let own = part.attachment_name().and_then(|name| name.rsplit(['/', '\\']).next()).unwrap_or_default();
    let kind = part.content_type();
    let end = match (kind.map(|kind| kind.ctype()), kind.and_then(|kind| kind.subtype())) {
        (Some("message"), _) => "eml",
        (Some("text"), Some("plain")) => "txt",
        (_, Some("jpeg")) => "jpg",
        (_, Some("svg+xml")) => "svg",
        (_, Some(subtype)) if subtype.len() < 5 => subtype,
        _ => "bin",
    };
    let safe = |c: char| if plain { c.is_ascii_alphanumeric() || "._-".contains(c) } else { !c.is_control() };
    // A template's signs in a name would be read as one.
    let mut name: String = own
        .chars()
        .map(|c| if safe(c) && !"{}".contains(c) { c } else { '-' })
        .collect::<String>()
        .trim()
        .to_owned();
    if name.trim_matches(['-', '.']).is_empty() {
        name = format!("part-{}.{end}", number + 1);
    }
    let (stem, end) = name.rsplit_once('.').map_or((name.as_str(), ""), |(stem, end)| (stem, end));
    let numbered =
        |n: usize| if end.is_empty() { format!("{stem}-{n}") } else { format!("{stem}-{n}.{end}") };
    let taken = |name: &str| files.iter().any(|(own, _)| own == name);
    match taken(&name) {
        false => name.clone(),
        true => (2..).map(numbered).find(|name| !taken(name)).unwrap_or_default(),
    }
}
