//! Text as it travels in headers: encoded words (RFC 2047) and quoted-printable (RFC 2045 §6.7).

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// Base64 as mail programs write it: with its padding or without.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// A header's text with its encoded words read. What can't be read stays as it is.
pub(super) fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut after_word = false;
    while let Some(start) = rest.find("=?") {
        let (before, from) = rest.split_at(start);
        let Some((word, after)) = word(from) else {
            out.push_str(before);
            out.push_str("=?");
            rest = &from[2..];
            after_word = false;
            continue;
        };
        // Space between two encoded words is not part of the text (RFC 2047 §6.2).
        if !after_word || !before.trim().is_empty() {
            out.push_str(before);
        }
        out.push_str(&word);
        rest = after;
        after_word = true;
    }
    out.push_str(rest);
    out
}

/// The word that the text begins with, and what follows it.
fn word(text: &str) -> Option<(String, &str)> {
    let inner = text.strip_prefix("=?")?;
    let (charset, inner) = inner.split_once('?')?;
    let (kind, inner) = inner.split_once('?')?;
    let (data, after) = inner.split_once("?=")?;
    let octets = match kind {
        "B" | "b" => BASE64.decode(data.trim()).ok()?,
        "Q" | "q" => quoted_printable(data, true),
        _ => return None,
    };
    // A language may follow the name (RFC 2231 §5).
    let charset = charset.split('*').next().unwrap_or(charset);
    Some((self::text(&octets, charset), after))
}

/// Octets as text, in UTF-8 where the encoding is not known.
pub(super) fn text(octets: &[u8], charset: &str) -> String {
    let encoding = charset::Encoding::for_label(charset).unwrap_or(charset::Encoding::UTF_8);
    encoding.decode(octets).0.into_owned()
}

/// Quoted-printable's octets; in encoded words an underscore is a space.
pub(super) fn quoted_printable(text: &str, underscores: bool) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    let hex = |at: usize| bytes.get(at).and_then(|digit| char::from(*digit).to_digit(16));
    while let Some(&byte) = bytes.get(at) {
        match (byte, hex(at + 1), hex(at + 2)) {
            (b'=', Some(high), Some(low)) => {
                // Two hexadecimal digits fit an octet.
                out.push((high * 16 + low) as u8);
                at += 3;
                continue;
            }
            (b'_', ..) if underscores => out.push(b' '),
            _ => out.push(byte),
        }
        at += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoded_words_are_read() {
        for (written, read) in [
            ("=?utf-8?Q?=C3=85se_Berg?=", "Åse Berg"),
            ("=?UTF-8?B?w4VzZQ==?= =?utf-8?q?_Berg?=", "Åse Berg"),
            ("=?iso-8859-1*no?Q?=C5se?= (x)", "Åse (x)"),
            ("=?x?=", "=?x?="),
            ("a =?b", "a =?b"),
        ] {
            assert_eq!(decode(written), read);
        }
    }
}
