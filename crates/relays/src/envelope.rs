//! Addresses in HTTP headers.
//!
//! A browser puts only Latin-1 into a header, and an address may hold any UTF-8 (RFC 6531). So an envelope
//! address travels percent-encoded: `%` and every byte outside printable ASCII become `%XX`.

/// The address as the value of `X-Envelope-From` or `X-Envelope-To`. What comes back from [`decode_address`] is
/// the same text. No output holds a line break, so no header can be smuggled in.
pub fn encode_address(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for byte in address.bytes() {
        if (0x21..0x7f).contains(&byte) && byte != b'%' {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The address of a header's value; `None` where it is not UTF-8. Raw UTF-8 is taken as well, and so is a `%`
/// that no two hexadecimal digits follow: people write such headers by hand.
pub fn decode_address(value: &[u8]) -> Option<String> {
    percent_decode(value)
}

/// The text of a percent-encoded one (RFC 3986 §2.1); `None` where it is not UTF-8. A `%` that no two hexadecimal
/// digits follow stays.
pub fn percent_decode(value: &[u8]) -> Option<String> {
    let mut out = Vec::with_capacity(value.len());
    let mut rest = value;
    while let [first, tail @ ..] = rest {
        rest = match (first, tail) {
            (b'%', [high, low, after @ ..]) => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    out.push(high * 16 + low);
                    after
                }
                _ => {
                    out.push(b'%');
                    tail
                }
            },
            _ => {
                out.push(*first);
                tail
            }
        };
    }
    String::from_utf8(out).ok()
}

/// The value of a hexadecimal digit.
fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|d| u8::try_from(d).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(address: &str, value: &str) {
        assert_eq!(encode_address(address), value);
        assert_eq!(decode_address(value.as_bytes()).as_deref(), Some(address));
    }

    #[test]
    fn addresses_come_back_as_they_went() {
        check("ann@example.com", "ann@example.com");
        check("", "");
        check("用户@example.test", "%E7%94%A8%E6%88%B7@example.test");
        check("a%b@example.com", "a%25b@example.com");
        check("\"a b\"@example.com", "\"a%20b\"@example.com");
        check("x@y\r\nBcc: z@y", "x@y%0D%0ABcc:%20z@y");
    }

    proptest::proptest! {
        #[test]
        fn any_text_comes_back_and_fits_a_header(text: String) {
            let value = encode_address(&text);
            proptest::prop_assert!(value.bytes().all(|b| (0x21..0x7f).contains(&b)));
            proptest::prop_assert_eq!(decode_address(value.as_bytes()), Some(text));
        }
    }

    #[test]
    fn hand_written_values_are_read_too() {
        assert_eq!(decode_address("用@x.test".as_bytes()).as_deref(), Some("用@x.test"));
        assert_eq!(decode_address(b"50%@x.test").as_deref(), Some("50%@x.test"));
        assert_eq!(decode_address(b"%").as_deref(), Some("%"));
        assert_eq!(decode_address(b"%FF@x.test"), None);
    }
}
