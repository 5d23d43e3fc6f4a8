//! Transfer encodings, character sets, encoded words and line ends undone.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use charset::Encoding;

/// A body without its transfer encoding.
pub(crate) fn undo_transfer<'b>(body: &'b [u8], encoding: &str) -> std::borrow::Cow<'b, [u8]> {
    match encoding {
        "base64" => {
            let clean: Vec<u8> = body.iter().copied().filter(|b| !b.is_ascii_whitespace()).collect();
            decode_base64(&clean).map_or(body.into(), Into::into)
        }
        "quoted-printable" => decode_quoted(body).into(),
        _ => body.into(),
    }
}

/// Base64 with or without padding, up to the first thing that is none.
pub(crate) fn decode_base64(clean: &[u8]) -> Option<Vec<u8>> {
    const LENIENT: GeneralPurpose = GeneralPurpose::new(
        &alphabet::STANDARD,
        GeneralPurposeConfig::new()
            .with_decode_allow_trailing_bits(true)
            .with_decode_padding_mode(DecodePaddingMode::Indifferent),
    );
    let good = clean
        .iter()
        .position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/')))
        .unwrap_or(clean.len());
    let mut bytes = LENIENT.decode(&clean[..good - usize::from(good % 4 == 1)]).ok()?;
    normalize_lines(&mut bytes);
    Some(bytes)
}

/// Quoted-printable as RFC 2045 §6.7 has it; what is no escape stays as it is.
pub(crate) fn decode_quoted(body: &[u8]) -> Vec<u8> {
    let hex = |b: Option<&u8>| b.and_then(|b| char::from(*b).to_digit(16));
    let mut out = Vec::with_capacity(body.len());
    let mut i = 0;
    while let Some(byte) = body.get(i) {
        let pair = (*byte == b'=').then(|| (hex(body.get(i + 1)), hex(body.get(i + 2))));
        match pair {
            Some((Some(high), Some(low))) => {
                // Two hexadecimal digits make one byte.
                out.push((high * 16 + low) as u8);
                i += 3;
            }
            Some(_) if body[i + 1..].iter().find(|b| !matches!(b, b' ' | b'\t')) == Some(&b'\n') => {
                i += 2 + body[i + 1..].iter().position(|b| *b == b'\n').unwrap_or(0);
            }
            _ => {
                out.push(*byte);
                i += 1;
            }
        }
    }
    normalize_lines(&mut out);
    out
}

/// CRLF and bare CR become LF, in place.
pub(crate) fn normalize_lines(bytes: &mut Vec<u8>) {
    if memchr::memchr(b'\r', bytes).is_none() {
        return;
    }
    let mut to = 0;
    let mut from = 0;
    while from < bytes.len() {
        let byte = bytes[from];
        from += 1;
        if byte == b'\r' {
            if bytes.get(from) == Some(&b'\n') {
                continue;
            }
            bytes[to] = b'\n';
        } else {
            bytes[to] = byte;
        }
        to += 1;
    }
    bytes.truncate(to);
}

/// Text of a named or unknown character set. ISO-2022-JP shows itself by its escapes; what is UTF-8 is UTF-8
/// whatever it calls itself; the last resort takes every byte.
pub(crate) fn decode_guessing<'b>(bytes: &'b [u8], charset: Option<&str>) -> std::borrow::Cow<'b, str> {
    let escapes = memchr::memmem::find(bytes, b"\x1b$").is_some();
    if escapes {
        return Encoding::ISO_2022_JP.decode(bytes).0;
    }
    let named = charset.and_then(|name| Encoding::for_label(name.trim_matches('"')));
    match std::str::from_utf8(bytes) {
        Ok(text) if bytes.is_ascii() || named.is_none_or(|n| n == Encoding::UTF_8 || n.is_single_byte()) => {
            text.into()
        }
        Ok(text) if named == Some(Encoding::ISO_2022_JP) => text.into(),
        _ => named.filter(|n| *n != Encoding::UTF_8).unwrap_or(Encoding::WINDOWS_1252).decode(bytes).0,
    }
}

/// A header value with its encoded words (RFC 2047) undone.
pub(crate) fn decode_words(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find("=?") {
        let word = rest.get(at + 2..).and_then(encoded_word);
        let Some((text, length)) = word else {
            out.push_str(&rest[..at + 2]);
            rest = &rest[at + 2..];
            continue;
        };
        let gap = &rest[..at];
        if !gap.trim().is_empty() || out.is_empty() {
            out.push_str(gap);
        }
        out.push_str(&text);
        rest = &rest[at + 2 + length..];
    }
    out.push_str(rest);
    out
}

/// The text of an encoded word that begins after its `=?`, and its length to the end of its `?=`.
fn encoded_word(rest: &str) -> Option<(String, usize)> {
    let (charset, after) = rest.split_once('?')?;
    let (encoding, after) = after.split_once('?')?;
    let end = after.find("?=")?;
    let bytes = match encoding {
        "B" | "b" => decode_base64(&after.as_bytes()[..end])?,
        "Q" | "q" => decode_quoted(after[..end].replace('_', " ").as_bytes()),
        _ => return None,
    };
    let text = decode_guessing(&bytes, Some(charset)).into_owned();
    Some((text, charset.len() + encoding.len() + 2 + end + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn character_sets_are_undone() {
        assert_eq!(decode_guessing(b"\x1b$B%f!<%6\x1b(B", None), "ユーザ");
        assert_eq!(decode_guessing(b"\x83\x86\x81[\x83U", Some("Shift_JIS")), "ユーザ");
        assert_eq!(decode_guessing(b"\xd3\xc3\xbb\xa7", Some("gb2312")), "用户");
        assert_eq!(decode_guessing("é".as_bytes(), Some("us-ascii")), "é");
        assert_eq!(decode_words("=?UTF-8?B?44Gr?= =?utf-8?q?=C3=A9_x?= y"), "にé x y");
    }

    #[test]
    fn quoted_printable_joins_soft_line_ends() {
        assert_eq!(decode_quoted(b"user=20un=\nknown =zz"), b"user unknown =zz");
    }

    #[test]
    fn line_ends_become_one_kind() {
        let mut bytes = b"a\r\nb\rc\n\r\r".to_vec();
        normalize_lines(&mut bytes);
        assert_eq!(bytes, b"a\nb\nc\n\n\n");
    }
}
