//! The texts of a message, and whether its text part is one of its own.

use super::flowed;
use compose::Letter;
use diag::Diagnostic;
use mail_parser::decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode};
use mail_parser::{Encoding, MessagePart, MimeHeaders, PartType};

/// A part's text, also in a charset that the reader itself does not know, and without the line breaks that only a
/// program set.
pub(super) fn part_text(part: &MessagePart<'_>, whole: &[u8]) -> Option<String> {
    let text = decoded(part, whole)?.replace("\r\n", "\n");
    let kind = part
        .content_type()
        .filter(|kind| kind.subtype().is_some_and(|subtype| subtype.eq_ignore_ascii_case("plain")));
    let is = |name, value: &str| {
        let own = kind.and_then(|kind| kind.attribute(name));
        own.is_some_and(|own| own.eq_ignore_ascii_case(value))
    };
    Some(if is("format", "flowed") { flowed::unflow(&text, is("delsp", "yes")) } else { text })
}

fn decoded(part: &MessagePart<'_>, whole: &[u8]) -> Option<String> {
    let (PartType::Text(text) | PartType::Html(text)) = &part.body else { return None };
    let label = part.content_type().and_then(|kind| kind.attribute("charset")).unwrap_or("utf-8");
    let encoding = charset::Encoding::for_label(label);
    let Some(encoding) = encoding.filter(|encoding| encoding.name() != "UTF-8") else {
        return Some(text.as_ref().to_owned());
    };
    let raw = whole.get(part.offset_body as usize..part.offset_end as usize)?;
    let bytes = match part.encoding {
        Encoding::Base64 => base64_decode(raw)?,
        Encoding::QuotedPrintable => quoted_printable_decode(raw)?,
        Encoding::None => raw.to_vec(),
    };
    Some(encoding.decode(&bytes).0.into_owned())
}

/// Keeps the letter's text part with the derived text that it stands in place of, or drops it where the two say the
/// same: a letter that derives its text goes on to do so when it is changed.
pub(super) fn settle(letter: &mut Letter, said: &mut Vec<Diagnostic>) {
    let Some(text) = letter.text_by_hand() else { return letter.text.clear() };
    let derives = Letter { text: String::new(), ..letter.clone() };
    // The names of columns change nothing of what is derived.
    let compiled = compose::compile(&derives, &[]).value;
    let derived = compiled.as_ref().and_then(|compiled| compiled.derived_text()).unwrap_or_default();
    // Where lines break, every program does as it likes.
    if text.split_whitespace().eq(derived.split_whitespace()) {
        letter.text.clear();
        said.retain(|said| said.field.as_deref() != Some("text"));
        return;
    }
    letter.text_from = derived.to_owned();
    said.push(
        Diagnostic::info("mail-text-part", "the message's own text part is the letter's text part").hint(
            "it stays as it is when the letter changes; the text view shows it, and can derive it again",
        ),
    );
}
