//! Line ends on the wire.

use std::borrow::Cow;

/// The message with CR LF at every line's end. A bare CR or LF must not reach the wire (RFC 5321 §2.3.8): servers
/// that take one for the end of a line can be made to see a second message.
pub fn with_crlf(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut out: Option<Vec<u8>> = None;
    let mut copied = 0;
    for (i, byte) in bytes.iter().enumerate() {
        let bare = match byte {
            b'\n' => i == 0 || bytes.get(i - 1) != Some(&b'\r'),
            b'\r' => bytes.get(i + 1) != Some(&b'\n'),
            _ => false,
        };
        if bare {
            let out = out.get_or_insert_with(|| Vec::with_capacity(bytes.len() + 64));
            out.extend_from_slice(bytes.get(copied..i).unwrap_or_default());
            out.extend_from_slice(b"\r\n");
            copied = i + 1;
        }
    }
    match out {
        Some(mut out) => {
            out.extend_from_slice(bytes.get(copied..).unwrap_or_default());
            Cow::Owned(out)
        }
        None => Cow::Borrowed(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_bare_line_end_goes_out() {
        for (input, expected) in [
            ("a\r\nb\r\n", "a\r\nb\r\n"),
            ("a\nb", "a\r\nb"),
            ("\n.\n", "\r\n.\r\n"),
            ("a\rb\r", "a\r\nb\r\n"),
            ("a\r\r\nb", "a\r\n\r\nb"),
            ("", ""),
        ] {
            assert_eq!(with_crlf(input.as_bytes()), expected.as_bytes(), "{input:?}");
        }
        assert!(matches!(with_crlf(b"a\r\n"), Cow::Borrowed(_)));
    }
}
